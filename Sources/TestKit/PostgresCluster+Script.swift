extension PostgresCluster {
    /// Makes and starts the cluster, then obeys `stop`, `start` and `sql STATEMENT`; the end of its input is the end of the cluster.
    ///
    /// A lock that it holds tells the next run whether a folder still has an owner; it is taken before there is a folder.
    static let script = #"""
        folder=$1 programs=$2 user=$3 fsync=$4
        cd / || exit 1
        # The one that it tells that the server has started may be gone already, which must not end it.
        trap '' HUP INT TERM PIPE
        as_user() {
            if [[ -n $user ]]; then
                setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups "$@" 9>&-
            else
                "$@" 9>&-
            fi
        }
        control() { as_user "$programs/pg_ctl" --silent --wait --pgdata "$1/data" --log "$1/log" "${@:2}" >/dev/null 2>&1; }
        take_away() {
            [[ ! -e $1/data/postmaster.pid ]] || control "$1" stop --mode immediate
            rm -rf "$1" "$1.lock"
        }
        start() {
            if control "$folder" start; then
                echo started
            else
                tail -n 3 "$folder/log" | paste -sd " "
            fi
        }
        carry_out() {
            if "$programs/psql" -h "$folder" -U selfheal -d postgres -Xqv ON_ERROR_STOP=1 -c "$1" \
                </dev/null >"$folder/sql.log" 2>&1 9>&-; then
                echo done
            else
                paste -sd " " "$folder/sql.log"
            fi
        }

        for stale in /tmp/selfheal-pg-*; do
            [[ -d $stale && -O $stale.lock ]] || continue
            (flock --nonblock 9 && take_away "$stale") 9>"$stale.lock"
        done
        exec 9>"$folder.lock" && flock 9 && mkdir --mode 0755 "$folder" || exit 1
        [[ -z $user ]] || chown "$user" "$folder"
        as_user "$programs/initdb" --no-sync --username selfheal --auth trust --encoding UTF8 --locale C.UTF-8 \
            --pgdata "$folder/data" >"$folder/initdb.log" 2>&1 || {
            tail -n 3 "$folder/initdb.log" | paste -sd " "
            take_away "$folder"
            exit 1
        }
        cat >>"$folder/data/postgresql.conf" <<SETTINGS
        listen_addresses = ''
        unix_socket_directories = '$folder'
        fsync = $fsync
        max_connections = 300
        shared_buffers = 32MB
        timezone = 'Asia/Kathmandu'
        SETTINGS
        cat >"$folder/data/pg_hba.conf" <<RULES
        local all guarded scram-sha-256
        local all all trust
        RULES
        start
        while read -r command; do
            case $command in
                stop) control "$folder" stop --mode immediate; echo stopped ;;
                start) start ;;
                sql\ *) carry_out "${command#sql }" ;;
            esac
        done
        take_away "$folder"
        """#
}
