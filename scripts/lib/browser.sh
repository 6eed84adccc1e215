# shellcheck shell=bash
# A Chromium for the suites. Any that is installed will do; Debian's is taken where there is none.

find_chromium() {
    local name
    for name in "${CHROMIUM_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [[ -n $name ]] && command -v "$name" && return 0
    done
    return 1
}

ensure_chromium() {
    if [[ -n ${CHROMIUM_PATH:-} && ! -x $CHROMIUM_PATH ]]; then
        fail "CHROMIUM_PATH=$CHROMIUM_PATH cannot be executed" "Correct it, or unset it to have one found or installed."
    fi
    find_chromium >/dev/null || install_debian_packages chromium
    CHROMIUM_PATH=$(find_chromium) || fail "chromium was installed and is still not on PATH" "Set CHROMIUM_PATH to its executable."
    export CHROMIUM_PATH
    say "browser: $CHROMIUM_PATH"
}
