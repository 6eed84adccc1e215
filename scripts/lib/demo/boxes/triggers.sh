# shellcheck shell=bash disable=SC2154,SC2016
# Why a job starts: from GitHub, by hand.

make_clock "$topic_place/clock"
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

pull_request() {
    local body job
    body=$(printf '{"action": "opened", "pull_request": {"number": 7, "state": "open", "head": {"ref": "main", "sha": "%s",
        "repo": {"full_name": "octo-org/clock"}}, "base": {"ref": "main", "sha": "%s", "repo": {"full_name": "octo-org/clock"}}},
        "repository": {"full_name": "octo-org/clock"}, "sender": {"login": "sam"}}' "$head" "$base")
    job=$(deliver pull_request demo-pull-1 "$body" | json 'it.jobs[0].id')
    expect_outcome proposed "$(ended "$job")"
    expect "what started it" "pull_request 7" \
        "$(call GET "/api/v1/jobs/$job" | json '`${it.trigger.kind} ${it.trigger.pullRequest}`')"
    expect "number of pull requests" 1 "$(pull_requests | json it.length)"
    saw "job $job found the pull request that stands for the same cause"
}

by_hand() {
    local job
    job=$(ask_for_job '{"repository": "octo-org/clock", "ref": "main", "dryRun": true}')
    expect_outcome needs-human "$(ended "$job")"
    contains "fix" would-apply "$(call GET "/api/v1/jobs/$job/report" | json 'it.fixes.map((fix) => fix.state).join()')"
    expect "status without a token" 401 "$(api_token=none call_status POST /api/v1/jobs --json '{"repository": "octo-org/clock"}')"
    saw "job $job, a dry run, says would-apply; without a token 401"
}

box "trigger, GitHub push, signed" signed_push
box "trigger, the same delivery twice" same_delivery
box "trigger, wrong signature" wrong_signature
box "trigger, GitHub pull_request" pull_request
box "trigger, POST /api/v1/jobs" by_hand
