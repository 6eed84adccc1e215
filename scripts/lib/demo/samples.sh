# shellcheck shell=bash disable=SC2034,SC2154
# Repositories to heal, each with a commit that broke it.

quoted() { node -p 'JSON.stringify(process.argv[1])' -- "$1"; }

# make_clock FOLDER: the smallest sample, whose newest commit renamed a test id; sets base and head.
make_clock() {
    cp -R "$repository/Tests/EndToEndTests/Samples/clock" "$1"
    sample_git "$1" init --quiet --initial-branch=main
    commit_sample "$1" 2026-01-05T09:00:00Z "Add the clock"
    sed -i 's/data-testid="start"/data-testid="begin"/' "$1/index.html"
    commit_sample "$1" 2026-01-06T09:00:00Z "Use the product's word for starting"
    base=$(sample_git "$1" rev-parse HEAD~1)
    head=$(sample_git "$1" rev-parse HEAD)
}

# write_clock_configuration FILE NAME PLACE: where PLACE is `path: ...` or `clone: ...`.
write_clock_configuration() {
    cat >"$1" <<YAML
repositories:
  - name: $2
    $3
    setup: [["ln", "-sfn", $(quoted "$SELFHEAL_PLAYWRIGHT_MODULES"), "node_modules"]]
    timeout: 5m
YAML
}
