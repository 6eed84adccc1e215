# shellcheck shell=bash
# `scripts/demo --all`: every topic of boxes/, each in a process of its own with a limit, then the count.

# shellcheck disable=SC2154 # setup.sh, which is sourced before, sets it
demo=$repository/scripts/lib/demo
topic_limit=12m
# shellcheck source-path=SCRIPTDIR source=samples.sh
source "$demo/samples.sh"

# show_boxes [TOPIC...]: all without a name. Status 1 when a box failed.
show_boxes() {
    demo_place=$repository/.build-demo-all
    rm -rf "$demo_place"
    mkdir -p "$demo_place"
    # shellcheck disable=SC2154 # scripts/demo sets it
    export demo_place selfheal
    local topic
    [[ $# -gt 0 ]] || set -- people heal triggers schedules queue triage orchestration models messages playbooks packaging
    for topic in "$@"; do
        [[ -f $demo/boxes/$topic.sh ]] || fail "there is no topic $topic in $demo/boxes"
        step "$topic"
        show_topic "$topic"
    done
    finish_step
    local failed
    failed=$(grep -c '^FAIL ' "$demo_place/lines") || true
    printf '\n== All boxes\n'
    cat "$demo_place/lines"
    printf '%d passed, %d failed, in %d s\n' "$(grep -c '^ok ' "$demo_place/lines")" "$failed" "$SECONDS"
    [[ $failed -eq 0 ]]
}

show_topic() {
    local status=0
    timeout --kill-after=20s $topic_limit "$demo/topic.sh" "$1" 2>"$demo_place/$1.err" || status=$?
    cat "$demo_place/$1.err" >&2
    if [[ $status -ne 0 ]]; then
        echo "FAIL $1: it did not get to its end (status $status): $(tail -n 1 "$demo_place/$1.err")" | tee -a "$demo_place/lines"
    fi
}
