# shellcheck shell=bash disable=SC2154,SC2016
# Language models: a mistake of a test that no rule mends, with models that answer as scripted.

make_typo() {
    cp -R "$repository/Tests/EndToEndTests/Samples/clock" "$1"
    sample_git "$1" init --quiet --initial-branch=main
    commit_sample "$1" 2026-01-05T09:00:00Z "Add the clock"
    sed -i "s/getByTestId('start')/getByTestId('strat')/" "$1/tests/clock.spec.ts"
    commit_sample "$1" 2026-01-06T09:00:00Z "Tidy the tests"
}

make_typo "$topic_place/clock"
write_clock_configuration "$topic_place/selfheal.yaml" samples/clock "path: $(quoted "$topic_place/clock")"
typo="  await page.getByTestId('strat').click();"
mended="  await page.getByTestId('start').click();"

# start_models SEARCH REPLACE: models whose patch is this one; sets models_url.
start_models() {
    node -e 'const [, file, search, replace] = process.argv;
        require("fs").writeFileSync(file, JSON.stringify({
            "root-cause": { rootCause: "The test looks for a test id that the page never had.", evidence: ["e1"],
                wouldBeDisprovenBy: "A page that has it." },
            strategy: { strategy: "test-code", reason: "The test id is misspelt." },
            patch: `tests/clock.spec.ts\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`,
        }));' -- "$topic_place/answers.json" "$1" "$2"
    start "$topic_place/models.out" node "$repository/Tests/EndToEndTests/Fakes/models.mjs" "$topic_place/answers.json"
    models_url=$(first_line "$topic_place/models.out")
    models_url=${models_url#listening on }
}

# heal_with MODE NAME=VALUE...: into report.json; prints the exit status.
heal_with() {
    local mode=$1 status=0
    shift
    env SELFHEAL_GPU=off "$@" timeout 5m "$selfheal" heal "$topic_place/clock" --config "$topic_place/selfheal.yaml" \
        --data "$topic_place/data" --report "$topic_place/report.json" --llm "$mode" --publish none \
        >"$topic_place/heal.txt" || status=$?
    echo "$status"
}

report() { json "$1" <"$topic_place/report.json"; }
told() { report '`${it.fixes[0].state} by ${it.fixes[0].model}, ${it.metrics.llm.calls} calls, ${it.fixes[0].proof.after.green} of ${it.fixes[0].proof.after.runs} runs green`'; }

anthropic() {
    start_models "$typo" "$mended"
    expect "exit status" 0 "$(heal_with anthropic ANTHROPIC_API_KEY=sk-ant-test-key-of-this-suite "ANTHROPIC_BASE_URL=$models_url")"
    expect "source of the fix" model "$(report 'it.fixes[0].source')"
    saw "$(told)"
}

ollama() {
    start_models "$typo" "$mended"
    expect "exit status" 0 "$(heal_with ollama "OLLAMA_HOST=$models_url")"
    expect "source of the fix" model "$(report 'it.fixes[0].source')"
    saw "$(told)"
}

cheating() {
    start_models "$typo" "  await page.getByRole('button').first().click();"
    expect "exit status" 1 "$(heal_with anthropic ANTHROPIC_API_KEY=sk-ant-test-key-of-this-suite "ANTHROPIC_BASE_URL=$models_url")"
    expect "state of the fix" rejected "$(report 'it.fixes[0].state')"
    saw "$(report 'it.fixes[0].proof.checks.filter((one) => !one.passed).map((one) => `${one.name}: ${one.text}`).join("; ")')"
}

live_page() {
    expect "exit status" 1 "$(heal_with none)"
    saw "$(report 'it.failures[0].evidence.filter((one) => one.source === "live-page").map((one) => one.text).join("; ")')"
}

# Cards that a program of ours tells about, by the name of the real one.
gpu() {
    mkdir -p "$topic_place/bin"
    printf '#!/bin/sh\necho "0, GPU-1, NVIDIA GeForce RTX 5090, 32607, 2, 32140, 580.95.05, 12.0, [N/A]"\n' >"$topic_place/bin/nvidia-smi"
    chmod +x "$topic_place/bin/nvidia-smi"
    local found
    found=$(PATH=$topic_place/bin:$PATH "$selfheal" doctor --format json --data "$topic_place/doctor") || true
    contains "doctor" "RTX 5090" "$found"
    saw "$(json 'it.find((one) => one.name === "GPU").text' <<<"$found")"
}

box "models, GPU detection" gpu
box "models, Anthropic" anthropic
box "models, Ollama" ollama
box "models, a cheating answer is refused" cheating
box "orchestration, Playwright MCP" live_page
