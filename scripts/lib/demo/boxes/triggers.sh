# shellcheck shell=bash disable=SC2154,SC2016
# Why a job starts: from GitHub, by hand.

make_clock "$topic_place/clock"
sample_git "$topic_place/clock" checkout --quiet -b words
echo "A watch for short things." >"$topic_place/clock/README.md"
commit_sample "$topic_place/clock" 2026-01-07T09:00:00Z "Say more"
words=$(sample_git "$topic_place/clock" rev-parse HEAD)
sample_git "$topic_place/clock" checkout --quiet main
start_github octo-org/clock "$topic_place/clock"
write_clock_configuration "$topic_place/selfheal.yaml" octo-org/clock "$github_place"
mapfile -t github_variables < <(github_environment)
start_service "$topic_place" "${github_variables[@]}"

signed_push() {
    local answer job number
    answer=$(deliver push demo-push-1 "$(push_of octo-org/clock "$base" "$head")")
    job=$(json 'it.jobs[0].id' <<<"$answer")
    echo "$job" >"$topic_place/pushed"
    expect_outcome proposed "$(ended "$job")"
    expect "number of pull requests" 1 "$(pull_requests | json it.length)"
    number=$(pull_requests | json 'it[0].number')
    expect "changed files" tests/clock.spec.ts "$(pull_request_files "$number")"
    saw "job $job ended as proposed; pull request $number changes tests/clock.spec.ts alone"
}

same_delivery() {
    local answer
    answer=$(deliver push demo-push-1 "$(push_of octo-org/clock "$base" "$head")")
    expect "job of the second delivery" "$(<"$topic_place/pushed")" "$(json 'it.jobs[0].id' <<<"$answer")"
    expect "number of jobs" 1 "$(call GET /api/v1/jobs | json it.jobs.length)"
    saw "the same job again, and no second one"
}

wrong_signature() {
    contains "answer" '"status":401' "$(deliver push demo-push-2 "$(push_of octo-org/clock "$base" "$head")" wrong-secret)"
    saw "401, and no job"
}

# pull_event ACTION DELIVERY [LABEL]: what GitHub says of the pull request, which carries the label.
pull_event() {
    local labels='[]'
    [[ -z ${3:-} ]] || labels=$(printf '[{"name": "%s"}]' "$3")
    deliver pull_request "$2" "$(printf '{"action": "%s", "label": {"name": "%s"}, "pull_request": {"number": %s, "state": "open",
        "labels": %s, "head": {"ref": "words", "sha": "%s", "repo": {"full_name": "octo-org/clock"}}, "base": {"ref": "main",
        "sha": "%s", "repo": {"full_name": "octo-org/clock"}}}, "repository": {"full_name": "octo-org/clock"},
        "sender": {"login": "sam"}}' "$1" "${3:-none}" "$(<"$topic_place/pull")" "$labels" "$words" "$base")"
}

pull_request() {
    local job
    github_api /pulls "" '{"title": "Say more", "head": "words", "base": "main"}' | json it.number >"$topic_place/pull"
    job=$(pull_event opened demo-pull-1 | json 'it.jobs[0].id')
    expect_outcome proposed "$(ended "$job")"
    expect "what started it" "pull_request $(<"$topic_place/pull")" \
        "$(call GET "/api/v1/jobs/$job" | json '`${it.trigger.kind} ${it.trigger.pullRequest}`')"
    saw "job $job proposes $(pull_requests | json 'it.find((one) => one.base.ref === "words").head.ref') into the branch of the pull request"
}

by_hand() {
    local job
    job=$(ask_for_job '{"repository": "octo-org/clock", "ref": "main", "dryRun": true}')
    expect_outcome needs-human "$(ended "$job")"
    contains "fix" would-apply "$(call GET "/api/v1/jobs/$job/report" | json 'it.fixes.map((fix) => fix.state).join()')"
    expect "status without a token" 401 "$(api_token=none call_status POST /api/v1/jobs --json '{"repository": "octo-org/clock"}')"
    saw "job $job, a dry run, says would-apply; without a token 401"
}

# Somebody holds the pull request while its job waits or runs, and pushes to it afterwards.
hold() {
    local job
    job=$(pull_event reopened demo-hold-1 | json 'it.jobs[0].id')
    pull_event labeled demo-hold-2 selfheal:hold >/dev/null
    expect "state of its job" cancelled "$(ended "$job" | json it.state)"
    contains "answer to the next push" selfheal:hold "$(pull_event synchronize demo-hold-3 selfheal:hold)"
    saw "job $job is cancelled, and a push to the pull request starts none"
}

box "trigger, GitHub push, signed" signed_push
box "trigger, the same delivery twice" same_delivery
box "trigger, wrong signature" wrong_signature
box "trigger, GitHub pull_request" pull_request
box "trigger, POST /api/v1/jobs" by_hand
box "safety, label selfheal:hold" hold
