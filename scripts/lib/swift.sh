# shellcheck shell=bash
# The Swift toolchain, by the official installer where there is none (https://www.swift.org/install/linux/).

swift_needed=6.3 # the tools version of Package.swift

swift_is_new_enough() {
    local found
    command -v swift >/dev/null || return 1
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
    [[ -n $found ]] && printf '%s\n%s\n' "$swift_needed" "$found" | sort --version-sort --check=quiet
}

ensure_swift() {
    load_swiftly_environment
    if swift_is_new_enough; then
        say "present: $(swift --version 2>/dev/null | head -n 1)"
        return
    fi
    say "installing Swift $swift_needed with swiftly"
    ensure_debian_packages ca-certificates curl gnupg tar
    install_swift_with_swiftly
    load_swiftly_environment
    swift_is_new_enough || fail "Swift $swift_needed or newer is not on PATH after swiftly ran" \
        "Look at: swiftly list; then: swiftly install $swift_needed && swiftly use $swift_needed"
}

# The lines of swiftly's own guide to unattended installation.
install_swift_with_swiftly() {
    local folder archive
    folder=$(mktemp -d)
    archive="swiftly-$(uname -m).tar.gz"
    if ! (
        cd "$folder" &&
            curl --fail --location --remote-name "https://download.swift.org/swiftly/linux/$archive" &&
            tar -zxf "$archive" &&
            ./swiftly init --assume-yes --quiet-shell-followup --skip-install &&
            load_swiftly_environment &&
            swiftly install "$swift_needed" --use --assume-yes --post-install-file post-install.sh
    ); then
        rm -rf "$folder"
        fail "the Swift toolchain could not be installed" \
            "Install Swift $swift_needed by hand (https://www.swift.org/install/linux/) and run this again."
    fi
    if [[ -f $folder/post-install.sh ]]; then
        # The Debian packages that the toolchain needs and this machine lacks.
        update_debian_lists
        as_root env DEBIAN_FRONTEND=noninteractive bash "$folder/post-install.sh"
    fi
    rm -rf "$folder"
}

load_swiftly_environment() {
    local file=${SWIFTLY_HOME_DIR:-$HOME/.local/share/swiftly}/env.sh
    # shellcheck source=/dev/null
    [[ ! -f $file ]] || source "$file"
    hash -r
}
