# shellcheck shell=bash
# Node and Playwright Test. From npm when its registry answers; else from a PyPI wheel that carries both complete.

playwright_version=1.63.0
playwright_wheel=robotframework-browser-batteries==20.6.0 # carries Playwright 1.63.0
node_needed=20                                            # the oldest that this Playwright starts on

node_is_new_enough() {
    local found
    found=$(node --version 2>/dev/null) || return 1
    found=${found#v}
    [[ ${found%%.*} -ge $node_needed ]]
}

# Debian 12 has only Node 18. Where the distribution's is too old, the wheel's own Node is used.
ensure_node() {
    local tools=$1 candidate
    [[ ! -x $tools/node/bin/node ]] || PATH=$tools/node/bin:$PATH
    if ! node_is_new_enough && command -v apt-cache >/dev/null; then
        update_debian_lists
        candidate=$(apt-cache policy nodejs | sed -n 's/ *Candidate: \([0-9]*\)\..*/\1/p')
        [[ ${candidate:-0} -lt $node_needed ]] || install_debian_packages nodejs
    fi
    if ! node_is_new_enough; then
        say "taking Node out of the wheel $playwright_wheel"
        node_from_wheel "$tools" || fail "no Node $node_needed or newer: not on PATH, not in Debian's packages, not by pip" \
            "Install Node $node_needed or newer (https://nodejs.org/) and run this again."
        PATH=$tools/node/bin:$PATH
    fi
    export PATH
    say "node: $(node --version)"
}

# Sets SELFHEAL_PLAYWRIGHT_MODULES to a node_modules folder that a suite can link to.
ensure_playwright() {
    local tools=$1 stamp=$1/playwright/.version
    SELFHEAL_PLAYWRIGHT_MODULES=$tools/playwright/node_modules
    export SELFHEAL_PLAYWRIGHT_MODULES
    if [[ -f $stamp && $(<"$stamp") == "$playwright_version" ]]; then
        say "present: Playwright Test $playwright_version in $SELFHEAL_PLAYWRIGHT_MODULES"
        return
    fi
    if npm_registry_answers; then
        say "installing @playwright/test@$playwright_version with npm"
        install_playwright "$tools" modules_from_npm && return
    else
        say "npm or its registry does not answer"
    fi
    say "installing Playwright $playwright_version out of the wheel $playwright_wheel"
    install_playwright "$tools" modules_from_wheel && return
    fail "Playwright Test $playwright_version could not be installed" \
        "Tried: npm install @playwright/test@$playwright_version" \
        "Tried: python3 -m pip download --no-deps $playwright_wheel" \
        "Give this machine a way to either registry (for example by npm's and pip's proxy settings), or put the packages" \
        "@playwright/test, playwright and playwright-core $playwright_version into $SELFHEAL_PLAYWRIGHT_MODULES and run:" \
        "echo $playwright_version > $stamp"
}

npm_registry_answers() {
    command -v npm >/dev/null &&
        timeout 10 npm view "@playwright/test@$playwright_version" version \
            --fetch-timeout=4000 --fetch-retries=0 >/dev/null 2>&1
}

# Fills a folder beside the final one and renames it when it works: an interrupted run leaves nothing half done.
install_playwright() {
    local tools=$1 source=$2 new
    mkdir -p "$tools"
    rm -rf "$tools"/playwright.new.*
    new=$(mktemp -d "$tools/playwright.new.XXXXXX")
    if ! "$source" "$tools" "$new" || ! "$new/node_modules/.bin/playwright" --version >/dev/null; then
        rm -rf "$new"
        return 1
    fi
    echo "$playwright_version" >"$new/.version"
    rm -rf "$tools/playwright"
    chmod 755 "$new"
    mv "$new" "$tools/playwright"
}

modules_from_npm() {
    local folder=$2
    echo '{ "private": true }' >"$folder/package.json"
    # The suites use an installed Chromium; Playwright's own browsers are not wanted.
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --prefix "$folder" --no-audit --no-fund --loglevel=error \
        "@playwright/test@$playwright_version"
}

modules_from_wheel() {
    local tools=$1 folder=$2 inside=BrowserBatteries/bin/wrapper/node_modules
    extract_from_wheel "$tools" "$folder" $inside/playwright/ $inside/playwright-core/ || return 1
    mv "$folder/$inside" "$folder/node_modules"
    rm -rf "$folder/BrowserBatteries"
    write_playwright_test_package "$folder/node_modules/@playwright/test"
    mkdir "$folder/node_modules/.bin"
    chmod +x "$folder/node_modules/playwright/cli.js"
    ln -s ../playwright/cli.js "$folder/node_modules/.bin/playwright"
}

# The published package does no more than this: it gives playwright/test its second name.
write_playwright_test_package() {
    local folder=$1
    mkdir -p "$folder"
    cat >"$folder/package.json" <<JSON
{
  "name": "@playwright/test",
  "version": "$playwright_version",
  "main": "index.js",
  "types": "index.d.ts",
  "bin": { "playwright": "cli.js" },
  "exports": {
    ".": { "types": "./index.d.ts", "import": "./index.mjs", "require": "./index.js", "default": "./index.js" },
    "./cli": "./cli.js",
    "./package.json": "./package.json",
    "./reporter": { "types": "./reporter.d.ts", "default": "./reporter.js" }
  },
  "dependencies": { "playwright": "$playwright_version" }
}
JSON
    echo "module.exports = require('playwright/test');" >"$folder/index.js"
    printf '%s\n' "export * from 'playwright/test';" "export { default } from 'playwright/test';" |
        tee "$folder/index.mjs" >"$folder/index.d.ts"
    echo "export * from 'playwright/types/testReporter';" >"$folder/reporter.d.ts"
    echo "// Types only." >"$folder/reporter.js"
    printf '%s\n' '#!/usr/bin/env node' "require('playwright/lib/program').program.parse(process.argv);" >"$folder/cli.js"
    chmod +x "$folder/cli.js"
}

node_from_wheel() {
    local tools=$1 new
    mkdir -p "$tools"
    rm -rf "$tools"/node.new.*
    new=$(mktemp -d "$tools/node.new.XXXXXX")
    if ! extract_from_wheel "$tools" "$new" BrowserBatteries/bin/node; then
        rm -rf "$new"
        return 1
    fi
    mkdir "$new/bin"
    mv "$new/BrowserBatteries/bin/node" "$new/bin/node"
    chmod +x "$new/bin/node"
    rm -rf "$new/BrowserBatteries" "$tools/node"
    chmod 755 "$new"
    mv "$new" "$tools/node"
}

# extract_from_wheel TOOLS FOLDER PREFIX...: the members of the wheel whose names begin with a prefix.
extract_from_wheel() {
    local tools=$1 folder=$2 wheel
    shift 2
    command -v python3 >/dev/null || install_debian_packages python3
    python3 -m pip --version >/dev/null 2>&1 || install_debian_packages python3-pip
    rm -rf "$tools"/wheel.*
    wheel=$(mktemp -d "$tools/wheel.XXXXXX")
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
        --dest "$wheel" "$playwright_wheel" || return 1
    python3 - "$wheel"/*.whl "$folder" "$@" <<'PYTHON' || return 1
import sys, zipfile
wheel, folder, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    members = [name for name in archive.namelist() if name.startswith(tuple(prefixes))]
    if not members:
        sys.exit(f"{wheel} has none of {prefixes}")
    archive.extractall(folder, members)
PYTHON
    rm -rf "$wheel"
}
