# shellcheck shell=bash disable=SC2154,SC2016
# Safe playbooks: the environment of a suite is broken in one way after the other, and made well by the one that fits.

start_unleash
export PORCH_STATE=$topic_place/state UNLEASH_URL=$unleash_url UNLEASH_TOKEN=$unleash_admin_token
export UNLEASH_ADMIN_TOKEN=$unleash_admin_token UNLEASH_FRONTEND_TOKEN=$unleash_frontend_token

environment() { node "$samples/porch-environment/environment.mjs" "$@"; }

environment start >/dev/null
trap 'environment stop || true; stop_started' EXIT

porch=$topic_place/porch
cp -R "$samples/porch" "$porch"
sample_git "$porch" init --quiet --initial-branch=main
commit_sample "$porch" 2026-01-05T09:00:00Z "Add the porch"
echo "Read on in the source." >>"$porch/README.md"
commit_sample "$porch" 2026-01-06T09:00:00Z "Say where to read on"
environment config "$porch" >"$topic_place/selfheal.yaml"
sed '/^ *playbooks:/,$d' "$topic_place/selfheal.yaml" >"$topic_place/denied.yaml"

# heal_porch CONFIGURATION [OPTION...]: into report.json; prints the exit status.
heal_porch() {
    local configuration=$1 status=0
    shift
    timeout 5m "$selfheal" heal "$porch" --config "$topic_place/$configuration" --data "$topic_place/data" \
        --report "$topic_place/report.json" "$@" >"$topic_place/heal.txt" || status=$?
    echo "$status"
}

report() { json "$1" <"$topic_place/report.json"; }

# mends STATE PLAYBOOK: the suite is red for that reason and green again, by that playbook alone.
mends() {
    environment break "$1"
    expect "exit status" 0 "$(heal_porch selfheal.yaml)"
    expect "outcome" healed "$(report it.job.outcome)"
    expect "what was done" "$2" "$(report 'it.fixes.filter((fix) => fix.state === "applied").map((fix) => fix.id).join()')"
    saw "$(report '`${it.summary.failed} red (${[...new Set(it.failures.map((one) => one.kind))].join(", ")}), ${it.summary.fixed} fixed`')"
}

# The token stays expired until the third of these boxes, because the first two do nothing.
default_deny() {
    environment break token-expired
    expect "exit status" 1 "$(heal_porch denied.yaml)"
    expect "what was done" "[]" "$(report 'it.fixes.filter((fix) => fix.state === "applied")')"
    saw "$(report '`${it.failures[0].suggestedFix.playbook} is suggested, not configured and not done: ${it.job.outcome}`')"
}

dry_run() {
    expect "what would be done" would-apply "$(heal_porch selfheal.yaml --dry-run >/dev/null && report 'it.fixes[0].state')"
    saw "$(report 'it.actions.map((one) => `${one.what}: ${one.result}`).join("; ")')"
}

restart_backend() { mends backend-down restart-backend; }
clear_session() { mends session-expired clear-session; }
refresh_tokens() { mends token-expired refresh-tokens; }
reset_test_data() { mends dirty-data reset-test-data; }
toggle_feature() { mends flag-off toggle-feature; }
clear_cache() { mends stale-cache clear-cache; }
ones_own() { mends search-not-ready warm-search; }

box "safety, playbooks: default deny" default_deny
box "safety, playbooks: dry run" dry_run
box "fix, refresh-tokens by a request" refresh_tokens
box "fix, restart-backend by a command" restart_backend
box "fix, clear-session by files" clear_session
box "fix, reset-test-data by a command" reset_test_data
box "fix, toggle-feature at Unleash" toggle_feature
box "fix, clear-cache by a command" clear_cache
box "fix, a playbook of one's own" ones_own
