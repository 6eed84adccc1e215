# shellcheck shell=bash disable=SC2154
# Real small models behind Ollama's and Anthropic's APIs: answers that nobody wrote, on the way of a whole job. What they are worth
# differs; that no job breaks on them and nothing unproven is proposed does not.

small_models() {
    local bed=$repository/.build-tools/small-models place status=0 api
    LLM_BED_MODELS=${SELFHEAL_SMALL_MODELS:-qwen2.5-coder:0.5b} "$kits/fakes/llm/install.sh" "$bed" >/dev/null || {
        say "SKIPPED: the small models could not be installed, so no job was run with real ones"
        return
    }
    place=$(mktemp -d)
    make_misspelt_clock "$place/clock"
    configure_clock "$place"
    # shellcheck disable=SC2016 # the kit prints lines for `eval`
    eval "$("$kits/fakes/llm/start.sh" "$bed" | grep '^export ')"
    for api in anthropic ollama; do heal_with_small_model "$place" "$api" || status=1; done
    "$kits/fakes/llm/stop.sh" "$bed" >/dev/null
    unset ANTHROPIC_BASE_URL ANTHROPIC_API_KEY OLLAMA_HOST
    rm -rf "$place"
    return "$status"
}

configure_clock() {
    cat >"$1/selfheal.yaml" <<YAML
repositories:
  - name: samples/clock
    path: "$1/clock"
    setup: [["ln", "-sfn", "$SELFHEAL_PLAYWRIGHT_MODULES", "node_modules"]]
    timeout: 5m
YAML
}

# heal_with_small_model PLACE API
heal_with_small_model() {
    local place=$1 api=$2 ended=0
    SELFHEAL_GPU=off timeout 10m "$(swift build --show-bin-path)/selfheal" heal "$place/clock" --config "$place/selfheal.yaml" \
        --data "$place/data-$api" --report "$place/$api.json" --llm "$api" >"$place/$api.txt" 2>&1 || ended=$?
    node "$repository/scripts/lib/small-models.mjs" "$api" "$ended" "$place/$api.json" || {
        tail -n 40 "$place/$api.txt" >&2
        return 1
    }
}
