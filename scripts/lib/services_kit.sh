# shellcheck shell=bash disable=SC2154
# The clients of Railway and Unleash against stand-ins of both, with trouble on each call.

# services_stand_in FOLDER: runs the suites that need the stand-ins in FOLDER.
services_stand_in() {
    local python=$repository/.build-tools/services-stand-in place status=0 line=""
    if [[ ! -x $python/bin/python ]]; then
        python3 -m venv "$python"
        # What the servers need, by the README beside them; the rest is for their own test.
        "$python/bin/pip" install --quiet "graphql-core>=3.2,<3.4" "jsonschema>=4.20,<5"
    fi
    place=$(mktemp -d)
    "$python/bin/python" "$1/serve.py" --parent $$ >"$place/out" 2>"$place/err" &
    local server=$!
    for _ in $(seq 100); do
        line=$(head -n 1 "$place/out")
        [[ -n $line ]] && break
        sleep 0.1
    done
    if [[ -z $line ]]; then
        cat "$place/err" >&2
        status=1
    else
        SELFHEAL_SERVICES_STAND_IN=$line timeout 15m swift test --skip-build \
            --filter 'RailwayStandInTests|UnleashStandInTests' || status=$?
    fi
    kill "$server" 2>/dev/null || true
    wait "$server" || true
    rm -rf "$place"
    return "$status"
}
