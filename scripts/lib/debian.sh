# shellcheck shell=bash
# Debian packages: only what is missing is installed, and the package lists are fetched only for that.

as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root: $*" "Run the script as root, or install sudo, or run that command yourself first."
    fi
}

debian_package_installed() {
    # A removed package that left its configuration is known to dpkg too, so the state decides.
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

ensure_debian_packages() {
    local package missing=()
    for package in "$@"; do
        debian_package_installed "$package" || missing+=("$package")
    done
    if [[ ${#missing[@]} -eq 0 ]]; then
        say "present: $*"
        return
    fi
    install_debian_packages "${missing[@]}"
}

install_debian_packages() {
    command -v apt-get >/dev/null || fail "missing: $*, and there is no apt-get to install them with" \
        "On a system that is not Debian's kind, install their counterparts with its own package manager."
    say "installing: $*"
    update_debian_lists
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "$@" ||
        fail "apt-get could not install: $*" "Its messages are above; once they are dealt with, run this again."
}

# Once a run: a second fetch would bring the same lists.
debian_lists_updated=""
update_debian_lists() {
    [[ -z $debian_lists_updated ]] || return 0
    as_root apt-get update --quiet || fail "apt-get could not fetch the package lists" "Check the network and /etc/apt/sources.list*."
    debian_lists_updated=yes
}
