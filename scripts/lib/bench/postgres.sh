# shellcheck shell=bash disable=SC2154
# A PostgreSQL server of our own, with its defaults: fsync and synchronous_commit are on. It listens on a socket in its folder,
# and nowhere else.

# start_postgres FOLDER: makes a cluster in it and starts it; sets postgres_bin and postgres_socket. The folder's path has to be
# short, because a socket's may have 107 characters, and open to the user that the server runs as.
start_postgres() {
    postgres_folder=$1/postgres
    postgres_socket=$1/socket
    postgres_bin=$(newest_postgres) || fail "there is no PostgreSQL server program" "Look at: apt-get install postgresql"
    mkdir "$postgres_folder" "$postgres_socket"
    # The folder above is closed to all others, and the server refuses to run as root.
    if [[ $(id -u) -eq 0 ]]; then
        chmod 711 "$1"
        chown postgres "$postgres_folder" "$postgres_socket"
    fi
    chmod 700 "$postgres_folder" "$postgres_socket"
    as_postgres "$postgres_bin/initdb" --pgdata "$postgres_folder/data" --username postgres --auth trust --encoding UTF8 \
        --locale C.UTF-8 >"$1/initdb.log" 2>&1 || fail "no PostgreSQL cluster could be made" "$(tail -n 3 "$1/initdb.log")"
    as_postgres "$postgres_bin/pg_ctl" --pgdata "$postgres_folder/data" --log "$postgres_folder/log" --wait --silent \
        --options "-c listen_addresses='' -c unix_socket_directories='$postgres_socket'" start ||
        fail "the PostgreSQL server did not start" "$(tail -n 3 "$postgres_folder/log")"
}

# Does nothing when none was started.
stop_postgres() {
    [[ -z ${postgres_folder:-} || ! -f $postgres_folder/data/postmaster.pid ]] ||
        as_postgres "$postgres_bin/pg_ctl" --pgdata "$postgres_folder/data" --mode immediate --silent stop
}

newest_postgres() {
    local found
    found=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort --version-sort | tail -n 1)
    [[ -n $found ]] && dirname "$found"
}

# Debian's package has made the user. From a folder that it may be in.
as_postgres() {
    if [[ $(id -u) -eq 0 ]]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}
