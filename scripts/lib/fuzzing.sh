# shellcheck shell=bash
# Requests made out of openapi.yaml against a service, right ones and wrong ones; every answer has to be as described.

# shellcheck disable=SC2154 # setup.sh, which is sourced before, sets it
schemathesis_folder=$repository/.build-tools/schemathesis

ensure_schemathesis() {
    [[ -x $schemathesis_folder/bin/schemathesis ]] && return
    python3 -m venv "$schemathesis_folder"
    "$schemathesis_folder/bin/pip" install --quiet "schemathesis==4.32.5"
}

# The same requests each time. One job is healed before, so that lists and reports have something to show.
api_fuzzing() {
    local place status=0
    place=$(mktemp -d)
    ensure_schemathesis
    sample_for_fuzzing "$place"
    SELFHEAL_API_TOKEN=fuzz:fuzz-token start_service "$place" --config "$place/selfheal.yaml" || return 1
    heal_once "$service_url" || status=$?
    SCHEMATHESIS_HOOKS=schemathesis_hooks PYTHONPATH=$repository/scripts/lib SERVICE_URL=$service_url \
        PYTHONDONTWRITEBYTECODE=1 timeout 15m "$schemathesis_folder/bin/schemathesis" \
        --config-file "$repository/scripts/lib/schemathesis.toml" run "$repository/openapi.yaml" \
        --url "$service_url" --header "Authorization: Bearer fuzz-token" || status=$?
    stop_service
    rm -rf "$place"
    return "$status"
}

# A repository with one broken test, and one that is not there, whose jobs fail at once.
sample_for_fuzzing() {
    local sample=$1/clock
    cp -r "$repository/Tests/EndToEndTests/Samples/clock" "$sample"
    sed -i 's/data-testid="start"/data-testid="begin"/' "$sample/index.html"
    git -C "$sample" init --quiet --initial-branch=main
    git -C "$sample" add --all
    git -C "$sample" -c user.name=Sam -c user.email=sam@example.com commit --quiet --message "Rename the start"
    cat >"$1/selfheal.yaml" <<YAML
repositories:
  - name: acme/clock
    path: "$sample"
    setup: [["ln", "-sfn", "${SELFHEAL_PLAYWRIGHT_MODULES:-/none}", "node_modules"]]
    timeout: 5m
    playbooks:
      clear-session: { files: ["auth/*.json"] }
  - name: acme/shop
    path: "$1/not-there"
YAML
}

# heal_once URL: starts a job and waits for its end, which is the end of its events.
heal_once() {
    local job
    job=$(curl --silent --fail --header "Authorization: Bearer fuzz-token" --json '{"repository": "acme/clock", "ref": "main"}' \
        "$1/api/v1/jobs" | sed -n 's/.*"url":"\([^"]*\)".*/\1/p')
    curl --silent --fail --max-time 300 --output /dev/null "$1$job/events"
    say "A job of the sample: $(curl --silent --fail "$1$job" | sed -n 's/.*"summary":"\([^"]*\)".*/\1/p')"
}
