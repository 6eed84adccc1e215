# shellcheck shell=bash disable=SC2154
# What is healed and what is refused, on suites that a commit broke.

bench_repair() {
    set_up_suites
    step "Build selfheal"
    swift build --package-path "$repository" --configuration release --product selfheal
    local program
    program=$(swift build --package-path "$repository" --configuration release --show-bin-path)/selfheal
    step "Repairs"
    PYTHONDONTWRITEBYTECODE=1 python3 "$repository/scripts/lib/bench/repair.py" \
        --program "$program" --modules "$SELFHEAL_PLAYWRIGHT_MODULES" "$@"
    finish_step
}
