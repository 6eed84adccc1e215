# shellcheck shell=bash disable=SC2154,SC2016
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

dashboard() {
    contains "content security policy" "default-src 'none'" "$(call GET / --head)"
    contains "GET /" "<title>" "$(call GET /)"
    saw "/ is a page of $(call GET / | wc -c) octets under a strict content security policy"
}

pause_and_resume() {
    contains "POST /api/v1/pause" '"reason"' "$(call POST /api/v1/pause --json '{"reason": "release day"}')"
    contains "GET /metrics" "selfheal_paused 1" "$(call GET /metrics)"
    call POST /api/v1/resume >/dev/null
    contains "GET /metrics" "selfheal_paused 0" "$(call GET /metrics)"
    saw "paused with a reason, and resumed"
}

audit() {
    local entries
    entries=$(call GET /api/v1/audit)
    contains "GET /api/v1/audit" "release day" "$entries"
    saw "the newest of the log that only grows: $(json 'Object.values(it)[0][0].what' <<<"$entries")"
}

doctor() {
    local found status=0
    found=$("$selfheal" doctor --format json --data "$topic_place/doctor" 2>/dev/null) || status=$?
    contains "doctor" '"git"' "$found"
    saw "$(json '`${it.filter((one) => one.state === "ok").length} of ${it.length} are there`' <<<"$found"), exit status $status"
}

box "people, commands" commands
box "people, health and readiness" health
box "people, metrics" metrics
box "people, description of the API" api_description
box "people, dashboard" dashboard
box "safety, pause and resume by API" pause_and_resume
box "safety, audit log" audit
box "people, doctor" doctor
