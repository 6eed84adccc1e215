# shellcheck shell=bash
# The PostgreSQL server of the tests: only its programs. The tests make a cluster of their own and throw it away.

ensure_postgresql() {
    local initdb
    initdb=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | tail -n 1) || true
    if [[ -n $initdb ]]; then
        say "present: ${initdb%/bin/initdb}"
        return
    fi
    # Debian's package would make a cluster and start it as a service. A file of our own, so that the package finds its own
    # configuration as it left it; whoever made such a file before keeps it.
    local folder=/etc/postgresql-common/createcluster.d
    if [[ ! -e $folder/no-main-cluster.conf ]]; then
        as_root mkdir -p "$folder"
        echo "create_main_cluster = false" | as_root tee "$folder/no-main-cluster.conf" >/dev/null
    fi
    install_debian_packages postgresql
}
