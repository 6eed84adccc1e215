# shellcheck shell=bash disable=SC2154,SC2016
# Safe playbooks: the environment of a suite is broken in one way after the other, and made well by the one that fits.

start_unleash
export PORCH_STATE=$topic_place/state UNLEASH_URL=$unleash_url UNLEASH_TOKEN=$unleash_admin_token
export UNLEASH_ADMIN_TOKEN=$unleash_admin_token UNLEASH_FRONTEND_TOKEN=$unleash_frontend_token

environment() { node "$samples/porch-environment/environment.mjs" "$@"; }

environment start >/dev/null
start_railway node "$samples/porch-environment/environment.mjs" deployed
export RAILWAY_TOKEN=$railway_token RAILWAY_API_URL=$railway_url
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

# mends STATE PLAYBOOK [CONFIGURATION]: the suite is red for that reason and green again, by that playbook alone.
mends() {
    environment break "$1"
    expect "exit status" 0 "$(heal_porch "${3:-selfheal.yaml}")"
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

# mends_at_railway STATE PLAYBOOK: with the playbook bound to a service there.
mends_at_railway() {
    environment railway "$porch" "$2" >"$topic_place/railway-$2.yaml"
    mends "$1" "$2" "railway-$2.yaml"
    saw "$(report 'it.fixes[0].proof.checks.map((one) => one.text).join("; ")')"
}

# Four things are broken at once: the fourth playbook is refused until the next run.
three_a_run() {
    local state
    for state in session-expired token-expired dirty-data search-not-ready; do environment break "$state"; done
    expect "exit status" 1 "$(heal_porch selfheal.yaml)"
    expect "playbooks that ran" 3 "$(report 'it.fixes.filter((fix) => fix.class === "A").length')"
    saw "$(report 'it.actions.find((one) => one.result.includes("3 of 3")).target'): not done, 3 of 3 automatic fixes are used up;"
    expect "exit status of the next run" 0 "$(heal_porch selfheal.yaml)"
    saw "the next run does $(report 'it.fixes.filter((fix) => fix.state === "applied").map((fix) => fix.id).join()')"
}

restart_at_railway() { mends_at_railway backend-down restart-backend; }
redeploy_at_railway() { mends_at_railway backend-5xx redeploy; }
variable_at_railway() { mends_at_railway variable-off toggle-feature; }
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
box "safety, three playbooks a run" three_a_run
box "fix, restart-backend at Railway" restart_at_railway
box "fix, redeploy at Railway" redeploy_at_railway
box "fix, toggle-feature by a variable at Railway" variable_at_railway
