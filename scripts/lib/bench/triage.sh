# shellcheck shell=bash disable=SC2154
# Triage beside its bars, Playwright's own trace command, and a baseline: what they need, and a place for reports of any size.

bench_triage() {
    step "Debian packages"
    ensure_debian_packages ca-certificates git libc6-dev libsqlite3-dev libssl-dev pkg-config python3 zlib1g-dev
    step "Swift toolchain"
    ensure_swift
    build_triage_bench
    bench_place=$(mktemp -d "${SELFHEAL_BENCH_PLACE:-/var/tmp}/selfheal-bench.XXXXXX")
    trap 'rm -rf "$bench_place"' EXIT
    finish_step
    PYTHONDONTWRITEBYTECODE=1 python3 "$repository/scripts/lib/bench/triage_rows.py" \
        --place "$bench_place" --triage-bench "$bench_programs/TriageBench" --selfheal "$bench_programs/selfheal" \
        --trace "$repository/Tests/EvidenceTests/Fixtures/orders-trace.zip" \
        --modules "${SELFHEAL_PLAYWRIGHT_MODULES:-$(tools_folder)/playwright/node_modules}" \
        --corpus "$kits/corpus/playwright-failures" "$@"
}

build_triage_bench() {
    local product
    for product in selfheal TriageBench; do
        step "Build $product"
        swift build --package-path "$repository" --configuration release --product "$product"
    done
    bench_programs=$(swift build --package-path "$repository" --configuration release --show-bin-path)
}
