# shellcheck shell=bash
# Kits that measure the product from outside. They lie beside the repository, and not everybody has them.

# shellcheck disable=SC2154 # setup.sh, which is sourced before, sets it
kits=$repository/../shared
# shellcheck source-path=SCRIPTDIR source=language_models_kit.sh
source "$(dirname "${BASH_SOURCE[0]}")/language_models_kit.sh"
# shellcheck source-path=SCRIPTDIR source=services_kit.sh
source "$(dirname "${BASH_SOURCE[0]}")/services_kit.sh"
# shellcheck source-path=SCRIPTDIR source=small_models_kit.sh
source "$(dirname "${BASH_SOURCE[0]}")/small_models_kit.sh"
# shellcheck source-path=SCRIPTDIR source=s3_kit.sh
source "$(dirname "${BASH_SOURCE[0]}")/s3_kit.sh"
# shellcheck source-path=SCRIPTDIR source=sample-repository.sh
source "$(dirname "${BASH_SOURCE[0]}")/sample-repository.sh"

check_kits() {
    if [[ ! -d $kits ]]; then
        step "Kits from outside"
        say "SKIPPED: $kits is not there, so the HTTP probe and the stand-ins of GitHub, Railway, Unleash and language models are not run"
        return
    fi
    check "HTTP conformance probe" http_probe
    check "GitHub stand-in" github_stand_in
    check "Language models stand-in" language_models_stand_in
    check "Railway and Unleash stand-ins" services_stand_in "$kits/fakes/services"
    check "Issues, holds and reviews at the GitHub stand-in" issues_stand_in
    check "Slack and Discord stand-ins" messages_stand_in
    check "Real small models" small_models
}

# Every MUST of RFC 9110 and 9112, limits, deadlines and abuse, against the service itself.
http_probe() {
    local place status=0
    place=$(mktemp -d)
    start_service "$place" || return 1
    python3 "$kits/probe/h1probe.py" --url "$service_url" --get /healthz --post /webhooks/github \
        --secret probe-secret --etag-path /healthz --gzip-path /openapi.yaml || status=$?
    stop_service
    rm -rf "$place"
    return "$status"
}

# One pull request for a renamed test id, over the real REST API, with faults on every call.
github_stand_in() {
    local python
    python=$(python_with github-stand-in --requirement "$kits/fakes/github/requirements.txt") || return 1
    "$python" "$repository/scripts/lib/github_stand_in.py" \
        --stand-in "$kits/fakes/github" --selfheal "$(swift build --show-bin-path)/selfheal"
}

# One issue for each cause and one comment when it ends, whatever fault a call meets.
issues_stand_in() {
    local python
    python=$(python_with github-stand-in --requirement "$kits/fakes/github/requirements.txt") || return 1
    "$python" "$repository/scripts/lib/against_stand_in.py" SELFHEAL_GITHUB_STAND_IN "$kits/fakes/github/server.py" \
        -- swift test --skip-build --filter GitHubStandInTests
}

# Each message at most once, whatever fault it meets.
messages_stand_in() {
    local python
    python=$(python_with services-stand-in "graphql-core>=3.2,<3.4" "jsonschema>=4.20,<5") || return 1
    "$python" "$repository/scripts/lib/against_stand_in.py" SELFHEAL_SERVICES_STAND_IN "$kits/fakes/services/serve.py" \
        -- swift test --skip-build --filter MessagesStandInTests
}

# python_with NAME PIP-ARGUMENT...: prints a Python that has these packages, made when it is first asked for.
python_with() {
    local place=$repository/.build-tools/$1
    shift
    if [[ ! -e $place/ready ]]; then
        python3 -m venv "$place" && "$place/bin/pip" install --quiet "$@" >&2 && touch "$place/ready" || return 1
    fi
    echo "$place/bin/python"
}

# start_service DIRECTORY [OPTION...]: a service of its own; sets service_url.
start_service() {
    local program
    program=$(swift build --show-bin-path)/selfheal
    GITHUB_WEBHOOK_SECRET=probe-secret "$program" serve --port 0 --data "$1/data" \
        "${@:2}" >"$1/out" 2>"$1/err" &
    service=$!
    for _ in $(seq 100); do
        service_url=$(sed -n 's/^listening on //p' "$1/out")
        [[ -n $service_url ]] && return
        sleep 0.1
    done
    cat "$1/err" >&2
    return 1
}

stop_service() {
    kill "$service"
    wait "$service" || true
}
