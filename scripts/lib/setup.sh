# shellcheck shell=bash
# Everything that building, testing and the demo need. Source this file, then call `set_up`.
# Afterwards SELFHEAL_PLAYWRIGHT_MODULES (a node_modules folder), CHROMIUM_PATH and PATH are exported.

library=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$library/../.." && pwd)
for part in log debian swift browser playwright postgresql; do
    # shellcheck source=/dev/null
    source "$library/$part.sh"
done

# Git ignores `.build*`.
tools_folder() { echo "${SELFHEAL_TOOLS:-$repository/.build-tools}"; }

set_up() {
    step "Debian packages"
    ensure_debian_packages ca-certificates git libpq-dev libsqlite3-dev libssl-dev pkg-config zlib1g-dev
    step "Swift toolchain"
    ensure_swift
    set_up_suites
}

# What a Playwright suite needs, without the Swift side.
set_up_suites() {
    step "Browser"
    ensure_chromium
    step "Node and Playwright Test"
    local tools lock
    tools=$(tools_folder)
    mkdir -p "$tools"
    # Two runs at once would sweep away each other's unfinished folders.
    exec {lock}>"$tools/.lock"
    flock "$lock"
    ensure_node "$tools"
    ensure_playwright "$tools"
    exec {lock}>&-
    finish_step
}
