# shellcheck shell=bash disable=SC2154
# What is shipped beside the program, by its linters. The Dockerfile's own steps take longer: scripts/check-dockerfile.

# shellcheck source-path=SCRIPTDIR source=../../debian.sh
source "$repository/scripts/lib/debian.sh"
# shellcheck source-path=SCRIPTDIR source=../../packaging.sh
source "$repository/scripts/lib/packaging.sh"

dockerfile() {
    lint_dockerfile
    saw "hadolint has nothing to say"
}

compose() {
    lint_compose
    saw "fits the specification's schema; docker-compose config takes it with and without its options"
}

unit() {
    local exposure
    exposure=$(lint_unit)
    saw "$exposure"
}

kubernetes() {
    local passed
    passed=$(lint_kubernetes | grep -c passed)
    saw "$passed manifests fit the schemas of Kubernetes"
}

workflow() {
    [[ -d $deploy/github ]]
    lint_workflows
    saw "actionlint has nothing to say"
}

box "packaging, Dockerfile" dockerfile
box "packaging, compose" compose
box "packaging, systemd unit" unit
box "packaging, Kubernetes" kubernetes
[[ ! -d $deploy/github ]] || box "packaging, GitHub workflow" workflow
