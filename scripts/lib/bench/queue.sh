# shellcheck shell=bash disable=SC2154
# The job queue beside huey, procrastinate, pgbench, Debian's webhook and Node: what they need, and a place for their stores.

bench_queue() {
    set_up_queue_bench
    build_queue_bench
    bench_place=$(mktemp -d "${SELFHEAL_BENCH_PLACE:-/var/tmp}/selfheal-bench.XXXXXX")
    trap clean_up_queue_bench EXIT
    step "PostgreSQL"
    start_postgres "$bench_place"
    say "$("$postgres_bin/postgres" --version), in $bench_place"
    if [[ $(stat --file-system --format %T "$bench_place") == tmpfs ]]; then
        say "$bench_place is in memory: a sync costs nothing there, so these figures are what the processor allows"
    fi
    build_peers
    finish_step
    PYTHONDONTWRITEBYTECODE=1 "$bench_python" "$repository/scripts/lib/bench/queue_rows.py" \
        --place "$bench_place" --socket "$postgres_socket" --postgres-bin "$postgres_bin" \
        --queue-bench "$bench_programs/QueueBench" --selfheal "$bench_programs/selfheal" \
        --group-commit "$bench_peers/group_commit" --webhook "$(command -v webhook)" --node "$(command -v node)" \
        "${kit_options[@]}" "$@"
}

set_up_queue_bench() {
    step "Debian packages"
    ensure_debian_packages ca-certificates gcc git libc6-dev libsqlite3-dev libssl-dev pkg-config postgresql python3-venv \
        webhook zlib1g-dev
    step "Swift toolchain"
    ensure_swift
    step "Node"
    mkdir -p "$(tools_folder)"
    ensure_node "$(tools_folder)"
    step "huey and procrastinate"
    bench_python=$(python_with queue-bench "huey==3.5.4" "procrastinate==3.10.0" "psycopg[binary]==3.3.9") ||
        fail "huey and procrastinate could not be installed" "Look at what pip said above."
    say "python: $bench_python"
}

# Only release builds are compared with programs that others have built for release.
build_queue_bench() {
    local product
    for product in selfheal QueueBench; do
        step "Build $product"
        swift build --package-path "$repository" --configuration release --product "$product"
    done
    bench_programs=$(swift build --package-path "$repository" --configuration release --show-bin-path)
}

# Sets bench_peers and kit_options. The kit is not part of this repository.
build_peers() {
    step "Peers in C"
    # Not beside the stores: nothing may be run from such a place on many a machine.
    bench_peers=$(tools_folder)/queue-bench-peers
    mkdir -p "$bench_peers"
    cc -O2 -o "$bench_peers/group_commit" "$repository/scripts/lib/bench/peers/group_commit.c" -lsqlite3
    kit_options=()
    if [[ ! -f $kits/bench/whload.c ]]; then
        say "SKIPPED: $kits/bench is not there, so deliveries over HTTP are not measured"
        return
    fi
    cc -O2 -pthread -o "$bench_peers/whload" "$kits/bench/whload.c" -lcrypto
    cc -O2 -o "$bench_peers/limits" "$kits/bench/limits.c" -lsqlite3 -lcrypto
    python3 "$kits/bench/make_payload.py" "$bench_peers" >/dev/null
    kit_options=(--whload "$bench_peers/whload" --limits "$bench_peers/limits" --body "$bench_peers/push-8k.json")
}

clean_up_queue_bench() {
    stop_postgres
    rm -rf "$bench_place"
}
