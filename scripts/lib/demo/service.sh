# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# The service under show, and what comes to it.

webhook_secret=demo-webhook-secret
api_token=demo-api-token

# start_service FOLDER [NAME=VALUE...]: with FOLDER/selfheal.yaml; sets service_url.
start_service() {
    local folder=$1
    shift
    start_service_with "$folder/selfheal.yaml" "$@"
}

# start_service_with FILE [NAME=VALUE...]: the same with this configuration; its data lies beside it.
start_service_with() {
    local file=$1 folder
    folder=$(dirname "$1")
    shift
    start "$folder/service.out" env GITHUB_WEBHOOK_SECRET=$webhook_secret "SELFHEAL_API_TOKEN=demo:$api_token:write" "$@" \
        "$selfheal" serve --port 0 --config "$file" --data "$folder/data"
    service_url=$(first_line "$folder/service.out")
    service_url=${service_url#listening on }
}

# call METHOD PATH [CURL OPTION...]: with the token; prints the body.
call() {
    local method=$1 path=$2
    shift 2
    curl --silent --show-error --max-time 600 --request "$method" --header "Authorization: Bearer $api_token" "$@" \
        "$service_url$path"
}

# call_status METHOD PATH [CURL OPTION...]: prints the status alone.
call_status() { call "$@" --output /dev/null --write-out '%{http_code}'; }

# ask_for_job JSON: by hand; prints the job's id.
ask_for_job() { call POST /api/v1/jobs --header 'Content-Type: application/json' --data "$1" | json 'it.jobs[0].id'; }

# deliver EVENT DELIVERY BODY [SECRET]: a webhook, signed as GitHub signs; prints the answer.
deliver() {
    local signature
    signature=$(node -e 'const [, secret, body] = process.argv;
        console.log(require("crypto").createHmac("sha256", secret).update(body).digest("hex"));' -- "${4:-$webhook_secret}" "$3")
    call POST /webhooks/github --header 'Content-Type: application/json' --header "X-GitHub-Event: $1" \
        --header "X-GitHub-Delivery: $2" --header "X-Hub-Signature-256: sha256=$signature" --data-binary "$3"
}

# push_of REPOSITORY BASE HEAD: what GitHub says of a push to main.
push_of() {
    printf '{"ref": "refs/heads/main", "before": "%s", "after": "%s", "repository": {"full_name": "%s"},
        "sender": {"login": "sam"}}' "$2" "$3" "$1"
}

# ended JOB: follows its events, which end with it; prints the job.
ended() {
    call GET "/api/v1/jobs/$1/events" >/dev/null
    call GET "/api/v1/jobs/$1"
}

# expect_outcome OUTCOME JOB-DOCUMENT
expect_outcome() {
    local found
    found=$(json '`${it.state}, ${it.outcome ?? it.error}`' <<<"$2")
    expect "the job's end" "succeeded, $1" "$found"
}
