# shellcheck shell=bash disable=SC2154
# What people and their tools look at.

printf 'repositories: []\n' >"$topic_place/selfheal.yaml"
start_service "$topic_place"

commands() {
    local command names
    names=$("$selfheal" --help | sed -n '/^SUBCOMMANDS:/,$s/^  \([a-z]*\) .*/\1/p')
    for command in $names; do contains "help of $command" "Example" "$("$selfheal" help "$command")"; done
    saw "$(tr '\n' ' ' <<<"$names")each with an example"
}

health() {
    expect "GET /healthz" 200 "$(call_status GET /healthz)"
    expect "GET /readyz" '{"status":"ready"}' "$(call GET /readyz)"
    saw "/healthz 200, /readyz ready"
}

metrics() {
    contains "GET /metrics" 'selfheal_jobs{state="queued"}' "$(call GET /metrics)"
    saw "$(call GET /metrics | grep -vc '^#') samples in Prometheus' format"
}

api_description() {
    call GET /openapi.yaml | cmp - "$repository/openapi.yaml"
    saw "/openapi.yaml is the repository's, with $(grep -c '^  /' "$repository/openapi.yaml") paths"
}

box "people, commands" commands
box "people, health and readiness" health
box "people, metrics" metrics
box "people, description of the API" api_description
