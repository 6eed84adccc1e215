# shellcheck shell=bash disable=SC2154,SC2016
# What happens to a job on its way: order of projects, people who stop it, a crash.

# A suite whose `health` project asks a backend that is not there, before the `modules` that would be green.
make_dead_health() {
    cp -R "$repository/Tests/EndToEndTests/Samples/clock" "$1"
    mkdir "$1/health"
    cat >"$1/health/backend.spec.ts" <<'TS'
import { test, expect } from '@playwright/test';

test('the backend answers', async ({ request }) => {
  expect((await request.get('http://127.0.0.1:9/health')).ok()).toBeTruthy();
});
TS
    sed -i "s#projects: .*#projects: [{ name: 'modules' }, { name: 'health', testDir: './health' }],#" "$1/playwright.config.ts"
    sample_git "$1" init --quiet --initial-branch=main
    commit_sample "$1" 2026-01-05T09:00:00Z "Add the clock and ask its backend first"
}

dead_health() {
    make_dead_health "$topic_place/dead"
    write_clock_configuration "$topic_place/dead.yaml" samples/dead "path: $(quoted "$topic_place/dead")"
    echo '    projects: [health, modules]' >>"$topic_place/dead.yaml"
    local status=0
    timeout 5m "$selfheal" heal "$topic_place/dead" --config "$topic_place/dead.yaml" --data "$topic_place/dead-data" \
        --report "$topic_place/dead.json" || status=$?
    expect "exit status" 1 "$status"
    expect "tests that ran" 1 "$(json it.summary.tests <"$topic_place/dead.json")"
    local modules
    modules=$(json 'it.projects.find((one) => one.name === "modules").notRun' <"$topic_place/dead.json")
    contains "project modules" "is dead" "$modules"
    saw "modules is not run: $modules"
}

# The service dies at this moment of its first job, as by kill -9.
crash_resume() {
    start_service "$topic_place" "${github_variables[@]}" SELFHEAL_FAILPOINT=verify:begin
    local job service=${started[-1]} status=0
    job=$(deliver push demo-crash-1 "$(push_of acme/clock "$base" "$head")" | json 'it.jobs[0].id')
    wait "$service" || status=$?
    expect "status of the killed service" 137 "$status"
    start_service "$topic_place" "${github_variables[@]}"
    expect_outcome proposed "$(ended "$job")"
    expect "number of pull requests" 1 "$(pull_requests | json it.length)"
    saw "killed before verify; job $job went on after the restart to one pull request"
}

# While the file is there no job starts; without it the job goes on.
kill_switch() {
    start_service "$topic_place" "${github_variables[@]}"
    echo "deployment freeze" >"$topic_place/data/PAUSE"
    local job
    job=$(ask_for_job '{"repository": "acme/clock", "ref": "main", "dryRun": true}')
    # Longer than the service leaves between two looks for work.
    sleep 7
    expect "state while the file is there" queued "$(call GET "/api/v1/jobs/$job" | json it.state)"
    rm "$topic_place/data/PAUSE"
    expect "state without it" succeeded "$(ended "$job" | json it.state)"
    saw "job $job stayed queued while the file PAUSE lay in the data folder, and ran without it"
}

# While the suite runs, and before anything is published.
cancel() {
    start_service "$topic_place" "${github_variables[@]}"
    local job
    job=$(ask_for_job '{"repository": "acme/clock", "ref": "main"}')
    for _ in $(seq 100); do
        [[ $(call GET "/api/v1/jobs/$job" | json it.stage) != test ]] || break
        sleep 0.2
    done
    call POST "/api/v1/jobs/$job/cancel" >/dev/null
    expect "state" cancelled "$(ended "$job" | json it.state)"
    expect "number of pull requests" 0 "$(pull_requests | json it.length)"
    saw "job $job is cancelled in the stage $(call GET "/api/v1/jobs/$job" | json it.stage)"
}

make_clock "$topic_place/clock"
start_github acme/clock "$topic_place/clock"
write_clock_configuration "$topic_place/selfheal.yaml" acme/clock "$github_place"
mapfile -t github_variables < <(github_environment)

box "orchestration, projects in order" dead_health
box "safety, cancel between steps" cancel
box "orchestration, crash and resume" crash_resume
box "safety, kill-switch file" kill_switch
