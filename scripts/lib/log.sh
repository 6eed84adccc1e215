# shellcheck shell=bash
# What a script says while it works: steps with the time they took, and errors that name the remedy.

step_title=""
step_began=0

# Opens a step and closes the one before it, so that each line of output belongs to a named step.
step() {
    finish_step
    step_title=$1
    step_began=$SECONDS
    printf '\n== %s\n' "$step_title"
}

finish_step() {
    [[ -n $step_title ]] || return 0
    printf -- '-- %s: %d s\n' "$step_title" "$((SECONDS - step_began))"
    step_title=""
}

say() { printf '   %s\n' "$*"; }

# What failed goes in the first argument, what to do about it in the rest, one line each.
fail() {
    printf 'error: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}
