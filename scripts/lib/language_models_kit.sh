# shellcheck shell=bash
# The client of language models, over real sockets, against a stand-in of Ollama's and Anthropic's APIs: each of its faults
# on both.

language_models_stand_in() {
    local out address status=0
    out=$(mktemp)
    # shellcheck disable=SC2154 # kits.sh, which sources this, sets it
    python3 "$kits/fakes/llm/scripted.py" --port 0 >"$out" &
    local stand_in=$!
    for _ in $(seq 100); do
        address=$(sed -n 's/^scripted LLM APIs on //p' "$out")
        [[ -n $address ]] && break
        sleep 0.1
    done
    if [[ -n $address ]]; then
        SELFHEAL_LLM_STAND_IN=$address SELFHEAL_SMI_STAND_IN=$kits/fakes/llm/nvidia-smi timeout 10m swift test --skip-build --filter LanguageModelsTests || status=$?
    else
        say "the stand-in of language models did not start"
        status=1
    fi
    kill "$stand_in"
    wait "$stand_in" 2>/dev/null || true
    rm -f "$out"
    return "$status"
}
