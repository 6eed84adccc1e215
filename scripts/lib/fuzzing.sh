# shellcheck shell=bash
# Requests made out of openapi.yaml against a service, right ones and wrong ones; every answer has to be as described.

# The same requests each time. One job is healed before, so that lists and reports have something to show.
api_fuzzing() {
    local place status=0 python
    python=$(python_with schemathesis "schemathesis==4.32.5") || return 1
    place=$(mktemp -d)
    sample_for_fuzzing "$place"
    SELFHEAL_API_TOKEN=fuzz:fuzz-token start_service "$place" --config "$place/selfheal.yaml" || return 1
    heal_once || status=$?
    # Jobs that the requests make fail at once, instead of running the suite each time.
    mv "$place/clock" "$place/clock.away"
    fuzz "${python%/*}/schemathesis" || status=$?
    stop_service
    rm -rf "$place"
    return "$status"
}

# shellcheck disable=SC2154 # setup.sh sets repository, start_service service_url
fuzz() {
    GITHUB_WEBHOOK_SECRET=probe-secret SERVICE_URL=$service_url SCHEMATHESIS_HOOKS=schemathesis_hooks \
        PYTHONPATH=$repository/scripts/lib PYTHONDONTWRITEBYTECODE=1 \
        timeout 10m "$1" --config-file "$repository/scripts/lib/schemathesis.toml" \
        run "$repository/openapi.yaml" --url "$service_url"
}

# A repository with one broken test, and one that is not there, whose jobs fail at once.
sample_for_fuzzing() {
    local sample=$1/clock
    local git=(git -C "$sample" -c user.name=Sam -c user.email=sam@example.com)
    cp -r "$repository/Tests/EndToEndTests/Samples/clock" "$sample"
    "${git[@]}" init --quiet --initial-branch=main
    "${git[@]}" add --all
    "${git[@]}" commit --quiet --message "Add the clock"
    sed -i 's/data-testid="start"/data-testid="begin"/' "$sample/index.html"
    "${git[@]}" commit --quiet --all --message "Rename the start"
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

# Starts a job and waits for its end, which is the end of its events.
heal_once() {
    local job summary
    job=$(curl --silent --show-error --fail --header "Authorization: Bearer fuzz-token" \
        --json '{"repository": "acme/clock", "ref": "main"}' "$service_url/api/v1/jobs" |
        sed -n 's/.*"url":"\([^"]*\)".*/\1/p')
    curl --silent --show-error --fail --max-time 300 --output /dev/null "$service_url$job/events"
    summary=$(curl --silent --show-error --fail "$service_url$job" | sed -n 's/.*"summary":"\([^"]*\)".*/\1/p')
    say "The job to show: $summary"
    [[ $summary == *"1 failed"* ]]
}
