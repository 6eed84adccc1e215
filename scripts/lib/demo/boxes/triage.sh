# shellcheck shell=bash disable=SC2154,SC2016
# Each class of failure on the shop, broken by its switch: what `triage` and `locate` say, without running anything.

cp -R "$samples/shop" "$topic_place/shop"

# triage_of FAULT PROJECT CATEGORY KIND: the shop's suite under that fault has a failure that is so classified.
triage_of() {
    local fault=$1 project=$2 wanted="$3 $4" report=$topic_place/$1.json found
    ln -sfn "$SELFHEAL_PLAYWRIGHT_MODULES" "$topic_place/shop/node_modules"
    (
        cd "$topic_place/shop"
        SHOP_BREAK=$fault PORT=$(free_port) PLAYWRIGHT_JSON_OUTPUT_NAME=$report \
            timeout 3m node_modules/.bin/playwright test --project="$project" --reporter=json --max-failures=3 >/dev/null
    ) || true
    found=$("$selfheal" triage --format json "$report" | json 'it.map((one) => `${one.category} ${one.kind}`).join(", ")')
    contains "classes under $fault" "$wanted" "$found"
    saw "$fault: $found"
}

auth() { triage_of token-expired contracts auth token-expired; }
api() { triage_of http-5xx contracts api http-5xx; }
interface() { triage_of selector modules ui locator-not-found; }
network() { triage_of network contracts network connection-reset; }

# A remembered button, one that was renamed, and one that only looks near.
locate() {
    cat >"$topic_place/case.json" <<'JSON'
{"target": {"tag": "button", "testId": "start", "text": "Start", "role": "button", "id": "go"},
 "candidates": [{"key": "renamed", "attributes": {"tag": "button", "testId": "begin", "text": "Start", "role": "button", "id": "go"}},
                {"key": "other", "attributes": {"tag": "a", "text": "Imprint", "role": "link"}}]}
JSON
    local answer
    answer=$("$selfheal" locate "$topic_place/case.json")
    expect "choice" renamed "$(json it.choice <<<"$answer")"
    saw "$(json '`${it.choice}, confidence ${it.confidence.toFixed(2)}`' <<<"$answer")"
}

box "triage, auth" auth
box "triage, API" api
box "triage, UI" interface
box "triage, network" network
box "triage, find an element again" locate
