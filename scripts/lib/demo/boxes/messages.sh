# shellcheck shell=bash disable=SC2154,SC2016
# What people are told: Slack, Discord, and an issue for what is the app's fault. Slack and Discord are the stand-ins from outside
# where they are there; else a small server of ours that takes everything.

cp -R "$repository/Tests/EndToEndTests/Samples/clock" "$topic_place/clock"
sample_git "$topic_place/clock" init --quiet --initial-branch=main
commit_sample "$topic_place/clock" 2026-01-05T09:00:00Z "Add the clock"
sed -i 's/Number(elapsed.textContent) + 1/Number(elapsed.textContent) + 2/' "$topic_place/clock/index.html"
commit_sample "$topic_place/clock" 2026-01-06T09:00:00Z "Count faster"
start_github acme/clock "$topic_place/clock"
write_clock_configuration "$topic_place/selfheal.yaml" acme/clock "$github_place"
echo 'notify: { slack: [status, pull-request], discord: [status, pull-request] }' >>"$topic_place/selfheal.yaml"

cat >"$topic_place/channels.mjs" <<'JS'
import { createServer } from 'node:http';
const taken = [];
createServer((request, response) => {
  let body = '';
  request.on('data', (piece) => (body += piece));
  request.on('end', () => {
    if (request.method === 'POST') taken.push({ path: request.url, body: JSON.parse(body) });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(request.method === 'POST' ? (request.url.startsWith('/services') ? 'ok' : '{"id":"1"}') : JSON.stringify(taken));
  });
}).listen(0, '127.0.0.1', function () { console.log(`listening on http://127.0.0.1:${this.address().port}`); });
JS
start "$topic_place/channels.out" node "$topic_place/channels.mjs"
channels_url=$(first_line "$topic_place/channels.out")
channels_url=${channels_url#listening on }
mapfile -t variables < <(github_environment)
start_service "$topic_place" "${variables[@]}" "SLACK_WEBHOOK_URL=$channels_url/services/T000/B000/secretsecret" \
    "DISCORD_WEBHOOK_URL=$channels_url/api/webhooks/1/secretsecret"
job=$(ask_for_job '{"repository": "acme/clock", "ref": "main"}')
ended "$job" >/dev/null
report=$(call GET "/api/v1/jobs/$job/report")

# Messages go out after the job has ended; the audit log says what became of them.
told() {
    local end
    for _ in $(seq 100); do
        end=$(call GET "/api/v1/audit?limit=50" | json "it.entries.filter((one) => one.what === 'notify' && one.target === '$1').map((one) => one.result).join()")
        [[ -z $end ]] || break
        sleep 0.1
    done
    printf '%s' "$end"
}

slack() {
    expect "what became of the message" sent "$(told slack)"
    saw "$(curl --silent "$channels_url/" | json 'it.find((one) => one.path.startsWith("/services")).body.text.split("\n")[0]')"
}

discord() {
    expect "what became of the message" sent "$(told discord)"
    saw "$(curl --silent "$channels_url/" | json 'JSON.stringify(it.find((one) => one.path.startsWith("/api")).body).length') characters in embeds, mentions off"
}

issue() {
    expect "resolution" issue-opened "$(json 'it.failures[0].resolution' <<<"$report")"
    expect "tests changed" 0 "$(json 'it.fixes.filter((fix) => fix.class !== "C").length' <<<"$report")"
    saw "$(json '`${it.failures[0].verdict}: ${it.failures[0].issue}`' <<<"$report")"
}

secrets() {
    local found
    found=$(grep -rl "secretsecret" "$topic_place/service.out" "$topic_place/service.out.err" "$topic_place/data/artifacts" || true)
    expect "files that show a webhook's address" "" "$found"
    expect "answers that show it" 0 "$(grep -c secretsecret <<<"$report" || true)"
    saw "no webhook's address in logs, artifacts and report"
}

box "report, Slack" slack
box "report, Discord" discord
[[ ! -d $github_kit ]] || box "fix, an issue for what is the app's fault" issue
box "safety, no secret in logs and reports" secrets
