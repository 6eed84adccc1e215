# shellcheck shell=bash disable=SC2154,SC2016
# What the queue promises: nothing lost, nothing done twice, by one service and by two.

# shellcheck source-path=SCRIPTDIR source=../../bench/postgres.sh
source "$repository/scripts/lib/bench/postgres.sh"

# make_slow_suite FOLDER: a repository whose suite counts its starts; the first one waits until it is killed, any other leaves
# a green report.
make_slow_suite() {
    mkdir -p "$1/shop"
    echo 'module.exports = {};' >"$1/shop/playwright.config.js"
    sample_git "$1/shop" init --quiet --initial-branch=main
    commit_sample "$1/shop" 2026-01-05T09:00:00Z "Begin"
    cat >"$1/suite" <<SUITE
#!/bin/sh
[ -e "$1/waited" ] || first=yes
touch "$1/waited"
echo start >>"$1/starts"
[ "\$first" = yes ] && exec sleep 3600
echo '{"config": {}, "suites": [{"title": "a", "specs": [{"title": "t", "tests": [{"status": "expected",
    "results": [{"status": "passed"}]}]}]}]}' >"\$PLAYWRIGHT_JSON_OUTPUT_FILE"
SUITE
    chmod 755 "$1/suite"
    cat >"$1/selfheal.yaml" <<YAML
repositories:
  - name: acme/shop
    path: $(quoted "$1/shop")
    setup: []
    test: [$(quoted "$1/suite")]
YAML
}

# wait_for_start FOLDER
wait_for_start() {
    for _ in $(seq 300); do
        [[ ! -s $1/starts ]] || return 0
        sleep 0.1
    done
    echo "the suite was not started within 30 s"
    return 1
}

# Pushes as fast as one connection takes them; prints the last job.
storm_of() {
    node -e 'const [, url, secret, count, sha] = process.argv, crypto = require("crypto");
        (async () => {
            let last;
            for (let number = 1; number <= +count; number++) {
                const body = JSON.stringify({ref: "refs/heads/main", before: "0".repeat(40), after: sha,
                    repository: {full_name: "acme/shop"}, sender: {login: "sam"}});
                const answer = await fetch(`${url}/webhooks/github`, {method: "POST", body, headers: {
                    "Content-Type": "application/json", "X-GitHub-Event": "push", "X-GitHub-Delivery": `storm-${number}`,
                    "X-Hub-Signature-256": "sha256=" + crypto.createHmac("sha256", secret).update(body).digest("hex")}});
                if (answer.status !== 202) throw new Error(`push ${number}: status ${answer.status}`);
                last = (await answer.json()).jobs[0].id;
            }
            console.log(last);
        })();' -- "$service_url" "$webhook_secret" "$1" "$(sample_git "$2/shop" rev-parse HEAD)"
}

storm() {
    local folder=$topic_place/storm newest
    make_slow_suite "$folder"
    start_service "$folder"
    storm_of 1 "$folder" >/dev/null
    wait_for_start "$folder"
    newest=$(storm_of 500 "$folder")
    expect_outcome green "$(ended "$newest")"
    expect "starts of the suite" 2 "$(wc -l <"$folder/starts")"
    expect "jobs that wait" 0 "$(call GET '/api/v1/jobs?state=queued' | json it.jobs.length)"
    saw "500 pushes of one branch: the first job was stopped in its suite, the newest ran, no other was started"
}

# Consistent while the service writes, and checked.
backup() {
    local folder=$topic_place/storm
    start_service "$folder"
    "$selfheal" store backup "$topic_place/copy.db" --data "$folder/data" >/dev/null
    contains "check of the copy" "nothing is wrong" "$("$selfheal" store check "$topic_place/copy.db")"
    saw "a copy of $(wc -c <"$topic_place/copy.db") octets while the service runs; nothing is wrong with it"
}

# Each part by whoever is free, here by the job's own worker.
parts() {
    local folder=$topic_place/parts job
    mkdir "$folder"
    make_clock "$folder/clock"
    write_clock_configuration "$folder/selfheal.yaml" samples/clock "path: $(quoted "$folder/clock")"
    echo '    shards: 2' >>"$folder/selfheal.yaml"
    start_service "$folder"
    job=$(ask_for_job '{"repository": "samples/clock", "ref": "main", "dryRun": true}')
    expect_outcome needs-human "$(ended "$job")"
    contains "its fix" would-apply "$(call GET "/api/v1/jobs/$job/report" | json 'it.fixes.map((fix) => fix.state).join()')"
    expect "jobs that were started" 3 "$(grep -c 'Job started' "$folder/service.out.err")"
    saw "job $job, a dry run, ran its suite in two parts, and would do what it would do for one"
}

# The one that has the job is stopped as by a machine that hangs; the other takes it over and ends it.
two_nodes() {
    local folder=$topic_place/nodes first other job
    if ! newest_postgres >/dev/null; then
        saw "SKIPPED: PostgreSQL's programs are not installed (Debian's package postgresql)"
        return
    fi
    make_slow_suite "$folder"
    # A socket's path has 107 octets at most.
    postgres=$(mktemp -d /tmp/selfheal-demo.XXXXXX)
    trap 'stop_started; stop_postgres; rm -rf "$postgres"' EXIT
    start_postgres "$postgres"
    as_postgres "$postgres_bin/createdb" --host "$postgres_socket" --username postgres selfheal
    local url="postgres://postgres@${postgres_socket//\//%2F}/selfheal"
    mkdir "$folder/one" "$folder/two"
    cp "$folder/selfheal.yaml" "$folder/one"
    cp "$folder/selfheal.yaml" "$folder/two"
    start_service "$folder/one" "DATABASE_URL=$url"
    first=${started[-1]}
    job=$(ask_for_job '{"repository": "acme/shop", "ref": "main"}')
    wait_for_start "$folder"
    kill -STOP "$first"
    start_service "$folder/two" "DATABASE_URL=$url"
    other=$(ended "$job")
    kill -CONT "$first"
    expect_outcome green "$other"
    expect "starts of the suite" 2 "$(wc -l <"$folder/starts")"
    saw "job $job went from a node that hangs to another one, and is ended once"
}

box "queue, a storm of pushes" storm
box "queue, backup and check" backup
box "queue, a suite in parts" parts
box "queue, two nodes" two_nodes
