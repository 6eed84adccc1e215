# shellcheck shell=bash disable=SC2030,SC2031
# The frame of `scripts/demo --all`: a topic is a file of boxes/ with what it needs started once; a box is a function that looks at
# one thing, says with `saw` what was seen, and fails by any command that fails.

# shellcheck disable=SC2154 # topic.sh sets topic_place, scripts/demo demo_place

# What a topic or a box has started; ended with it, the youngest first.
started=()

# box NAME FUNCTION: one line of the demo.
box() {
    local name=$1 function=$2 began=$SECONDS status=0 log=$topic_place/$2.log
    : >"$log.saw"
    # In the background, because bash ignores `set -e` inside of whatever is tested by `if`, `&&` or `||`.
    (
        started=()
        trap stop_started EXIT
        set -euo pipefail
        saw_file=$log.saw
        "$function"
    ) >"$log" 2>&1 &
    wait $! || status=$?
    if [[ $status -eq 0 && -s $log.saw ]]; then
        tell "ok   $name: $(tr '\n' ' ' <"$log.saw")($((SECONDS - began)) s)"
    else
        tell "FAIL $name: $(tail -n 1 "$log") ($((SECONDS - began)) s, $log)"
        tail -n 25 "$log" | sed 's/^/     | /' >&2
    fi
}

tell() { printf '%s\n' "$1" | tee -a "$demo_place/lines"; }

# What was seen, for the box's line; nothing is no sight.
saw() {
    [[ -n $* ]] || return 1
    printf '%s\n' "$*" >>"$saw_file"
}

# expect WHAT EXPECTED FOUND: ends the box where they differ.
expect() {
    [[ $2 == "$3" ]] && return
    printf '%s: expected %s, found %s\n' "$1" "$2" "$3"
    return 1
}

# contains WHAT PART TEXT
contains() {
    [[ $3 == *"$2"* ]] && return
    printf '%s: expected “%s” in it, found: %.300s\n' "$1" "$2" "$3"
    return 1
}

# json EXPRESSION: of the document on standard input, which is called `it`.
json() {
    node -e 'const it = JSON.parse(require("fs").readFileSync(0, "utf8")), found = eval(process.argv[1]);
        console.log(typeof found === "string" ? found : JSON.stringify(found) ?? "");' -- "$1"
}

# start LOG COMMAND...: in the background; standard output into LOG, standard error into LOG.err.
start() {
    local log=$1
    shift
    "$@" >"$log" 2>"$log.err" &
    started+=($!)
}

stop_started() {
    local index
    for ((index = ${#started[@]} - 1; index >= 0; index--)); do
        # Its status is that of the signal.
        kill "${started[index]}" 2>/dev/null && wait "${started[index]}" 2>/dev/null || true
    done
    started=()
}

# first_line LOG: what a program that was started says when it is ready; at most 30 seconds.
first_line() {
    for _ in $(seq 300); do
        if [[ $(wc -l <"$1") -gt 0 ]]; then
            head -n 1 "$1"
            return
        fi
        sleep 0.1
    done
    printf 'nothing was said within 30 s: %s\n' "$(tail -n 3 "$1.err")"
    return 1
}
