# shellcheck shell=bash disable=SC2154,SC2016
# Jobs that clocks and other programs ask for. The service is paused, so that they are only queued.

printf '{"repositories": [{"name": "acme/shop"}, {"name": "acme/clock", "schedule": ["* * * * *"]}]}' >"$topic_place/selfheal.yaml"
mkdir "$topic_place/data"
echo "only the queue is shown" >"$topic_place/data/PAUSE"
start_service "$topic_place"

ping_of() { call POST /hooks/cron --json "$1" | json 'it.jobs[0].id'; }

kind_of() { call GET "/api/v1/jobs/$1" | json it.trigger.kind; }

cron_ping() {
    local ping='{"repository": "acme/shop", "schedule": "every 12h", "slot": "2026-11-28T12:00Z"}' job
    job=$(ping_of "$ping")
    expect "job of the second ping" "$job" "$(ping_of "$ping")"
    expect "what started it" cron "$(kind_of "$job")"
    expect "status without a token" 401 "$(api_token=none call_status POST /hooks/cron --json "$ping")"
    [[ $(ping_of '{"repository": "acme/shop", "schedule": "every 12h", "slot": "2026-11-29T00:00Z"}') != "$job" ]]
    saw "one job for a slot that was asked for twice, another for the next slot; without a token 401"
}

# dispatched EVENT BODY: kind and ref of the job that the webhook makes.
dispatched() {
    local job
    job=$(deliver "$1" "demo-$1" "$2" | json 'it.jobs[0].id')
    call GET "/api/v1/jobs/$job" | json '`${it.trigger.kind} ${it.ref}`'
}

workflow_dispatch() {
    local job
    job=$(dispatched workflow_dispatch '{"workflow": ".github/workflows/healing.yml", "ref": "refs/heads/main",
        "inputs": {"dry_run": "true"}, "repository": {"full_name": "acme/shop"}, "sender": {"login": "sam"}}')
    expect "job" "workflow_dispatch main" "$job"
    saw "a job of $job"
}

repository_dispatch() {
    local job
    job=$(dispatched repository_dispatch '{"action": "heal", "branch": "main", "client_payload": {"ref": "release/2"},
        "repository": {"full_name": "acme/shop"}, "sender": {"login": "sam"}}')
    expect "job" "repository_dispatch release/2" "$job"
    saw "a job of $job, as its payload asks"
}

# The service's own clock; a slot begins with each minute.
own_schedule() {
    local jobs=0
    for _ in $(seq 70); do
        jobs=$(call GET '/api/v1/jobs?repository=acme/clock' | json it.jobs.length)
        [[ $jobs -eq 0 ]] || break
        sleep 1
    done
    expect "jobs of the first slot" 1 "$jobs"
    saw "$(call GET '/api/v1/jobs?repository=acme/clock' | json '`a job of ${it.jobs[0].trigger.kind}, made at ${it.jobs[0].createdAt}`')"
}

box "trigger, POST /hooks/cron" cron_ping
box "trigger, workflow_dispatch" workflow_dispatch
box "trigger, repository_dispatch" repository_dispatch
box "trigger, a schedule of the service" own_schedule
