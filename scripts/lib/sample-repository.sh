# shellcheck shell=bash
# Git repositories of the sample apps: a green commit, and a commit after it that broke the suite.

samples=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../Tests/Samples" && pwd)

# make_sample_repository APP BREAKAGE DIRECTORY
# Author, dates and messages are fixed, so the commits have the same names wherever they are made.
make_sample_repository() {
    local app=$1 directory=$3 breakage=$samples/$1-breakages/$2
    [[ -d $samples/$app ]] || fail "there is no sample app $app in $samples"
    [[ -f $breakage/change.patch ]] || fail "there is no breakage $2 of $app" "There are: $(sample_breakages "$app" | tr '\n' ' ')"
    [[ -z $(ls -A "$directory" 2>/dev/null) ]] || fail "$directory is not empty" "Remove it, or name another folder."
    mkdir -p "$directory"
    sample_git "$directory" init --quiet --initial-branch=main
    tar -C "$samples/$app" --exclude=./node_modules --exclude=./test-results --exclude=./playwright-report -cf - . |
        tar -C "$directory" -xf -
    commit_sample "$directory" 2026-01-05T09:00:00Z "Add the $app and its test suite"
    sample_git "$directory" apply --whitespace=nowarn "$breakage/change.patch"
    commit_sample "$directory" 2026-01-06T09:00:00Z "$(<"$breakage/message.txt")"
}

# make_misspelt_clock DIRECTORY: the smallest suite, whose newest commit misspelt a test id in a test that has another name since,
# so that nothing says what it was before; no rule mends that.
make_misspelt_clock() {
    cp -R "$samples/../EndToEndTests/Samples/clock" "$1"
    sample_git "$1" init --quiet --initial-branch=main
    commit_sample "$1" 2026-01-05T09:00:00Z "Add the clock"
    sed -i "s/getByTestId('start')/getByTestId('strat')/; s/counts each start/counts every start/" "$1/tests/clock.spec.ts"
    commit_sample "$1" 2026-01-06T09:00:00Z "Tidy the tests"
}

sample_breakages() { ls "$samples/$1-breakages"; }

commit_sample() {
    local directory=$1 date=$2 message=$3
    sample_git "$directory" add --all
    GIT_AUTHOR_DATE=$date GIT_COMMITTER_DATE=$date sample_git "$directory" commit --quiet --message "$message"
}

# Git as if on a machine where nobody configured it.
sample_git() {
    local directory=$1
    shift
    env -u GIT_DIR -u GIT_WORK_TREE -u GIT_INDEX_FILE GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null \
        GIT_AUTHOR_NAME='Sam Sample' GIT_AUTHOR_EMAIL=sam@example.com \
        GIT_COMMITTER_NAME='Sam Sample' GIT_COMMITTER_EMAIL=sam@example.com \
        git -C "$directory" "$@"
}
