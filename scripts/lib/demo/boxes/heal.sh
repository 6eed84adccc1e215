# shellcheck shell=bash disable=SC2154,SC2016
# `selfheal heal`: no service, a local folder, the reports.

make_clock "$topic_place/clock"
write_clock_configuration "$topic_place/selfheal.yaml" samples/clock "path: $(quoted "$topic_place/clock")"

heal_clock() {
    timeout 5m "$selfheal" heal "$topic_place/clock" --config "$topic_place/selfheal.yaml" \
        --data "$topic_place/data" --report "$topic_place/report.json" "$@"
}

branches() { sample_git "$topic_place/clock" for-each-ref --format='%(refname:short)' refs/heads/selfheal; }

dry_run() {
    heal_clock --dry-run >"$topic_place/dry.txt"
    expect "branches" "" "$(branches)"
    expect "state of the fix" would-apply "$(json 'it.fixes[0].state' <"$topic_place/report.json")"
    saw "proven, would-apply, no branch"
}

local_fix() {
    # As GitHub Actions sets it.
    GITHUB_STEP_SUMMARY=$topic_place/summary.md heal_clock >"$topic_place/console.txt"
    local branch
    branch=$(branches)
    contains "spec on $branch" "getByTestId('begin')" "$(sample_git "$topic_place/clock" show "$branch:tests/clock.spec.ts")"
    expect "working tree" "" "$(sample_git "$topic_place/clock" status --porcelain)"
    saw "branch $branch, the working tree as it was, exit status 0"
}

pull_request_text() {
    local file
    for file in "$topic_place"/pull-request-*.md; do
        contains "$file" '```diff' "$(<"$file")"
        saw "$(grep -c '^#' "$file") sections with the diff in ${file##*/}"
    done
}

json_report() {
    expect "schema" selfheal.report/1 "$(json it.schema <"$topic_place/report.json")"
    saw "$(json '`${it.failures.length} failure (${it.failures[0].verdict}), ${it.fixes.length} fix, green ` +
        `${it.fixes[0].proof.after.green} of ${it.fixes[0].proof.after.runs}, ${it.artifacts.length} artifacts`' \
        <"$topic_place/report.json")"
}

actions_summary() {
    contains "summary" '|' "$(<"$topic_place/summary.md")"
    saw "$(wc -l <"$topic_place/summary.md") lines of markdown, first: $(grep -m 1 . "$topic_place/summary.md")"
}

console_report() {
    saw "$(grep -m 1 . "$topic_place/console.txt")"
}

nothing_red() {
    sample_git "$topic_place/clock" checkout --quiet "$(branches)"
    heal_clock >"$topic_place/green.txt"
    expect "outcome" green "$(json it.job.outcome <"$topic_place/report.json")"
    saw "the fix checked out: green"
}

box "safety, dry run" dry_run
box "trigger, selfheal heal" local_fix
box "fix, pull request's text" pull_request_text
box "report, JSON" json_report
box "report, Actions summary" actions_summary
box "report, console" console_report
box "fix, the suite is green again" nothing_red
