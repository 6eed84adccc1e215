# shellcheck shell=bash disable=SC2154,SC2016
# Language models: a mistake of a test that no rule mends, with models that answer as scripted.

make_misspelt_clock "$topic_place/clock"
write_clock_configuration "$topic_place/selfheal.yaml" samples/clock "path: $(quoted "$topic_place/clock")"
typo="  await page.getByTestId('strat').click();"
mended="  await page.getByTestId('start').click();"

# start_models SEARCH REPLACE [FILE STRATEGY]: models whose patch is this one; sets models_url.
start_models() {
    node -e 'const [, file, search, replace, path, strategy] = process.argv;
        require("fs").writeFileSync(file, JSON.stringify({
            "root-cause": { rootCause: "What the test waits for is not what the page has.", evidence: ["e1"],
                wouldBeDisprovenBy: "A page that has it." },
            strategy: { strategy, reason: "One word is wrong." },
            patch: `${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`,
        }));' -- "$topic_place/answers.json" "$1" "$2" "${3:-tests/clock.spec.ts}" "${4:-test-code}"
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

# The product itself is wrong, by its newest commit. A change of it is only ever a draft that asks somebody.
draft() {
    local shop=$topic_place/counting line
    cp -R "$repository/Tests/EndToEndTests/Samples/clock" "$shop"
    # A rule would take the commit back before any model is asked.
    echo 'reverts: none' >"$shop/.selfheal.yaml"
    sample_git "$shop" init --quiet --initial-branch=main
    commit_sample "$shop" 2026-01-05T09:00:00Z "Add the clock"
    sed -i 's/Number(elapsed.textContent) + 1/Number(elapsed.textContent) + 2/' "$shop/index.html"
    commit_sample "$shop" 2026-01-06T09:00:00Z "Count faster"
    start_github octo-org/counting "$shop"
    if [[ -d $github_kit ]]; then
        github_control user '{"login": "mona"}'
        github_control repo '{"owner": "octo-org", "name": "counting", "update": true, "collaborators": {"mona": "write"}}'
    fi
    write_clock_configuration "$topic_place/counting.yaml" octo-org/counting "$github_place"
    echo '    reviewers: [mona]' >>"$topic_place/counting.yaml"
    line=$(grep "elapsed.textContent) + 2" "$shop/index.html")
    start_models "$line" "${line/+ 2/+ 1}" index.html app-code
    mapfile -t variables < <(github_environment)
    start_service_with "$topic_place/counting.yaml" "${variables[@]}" SELFHEAL_GPU=off \
        ANTHROPIC_API_KEY=sk-ant-test-key-of-this-suite "ANTHROPIC_BASE_URL=$models_url"
    local job pull
    job=$(ask_for_job '{"repository": "octo-org/counting", "ref": "main"}')
    expect_outcome proposed "$(ended "$job")"
    expect "class" C "$(call GET "/api/v1/jobs/$job/report" | json 'it.fixes[0].class')"
    pull=$(pull_requests)
    expect "draft" true "$(json 'it[0].draft' <<<"$pull")"
    expect "asked for a review" mona "$(json 'it[0].requested_reviewers.map((one) => one.login).join()' <<<"$pull")"
    saw "pull request $(json 'it[0].number' <<<"$pull") changes $(pull_request_files 1), is a draft and asks mona for a review"
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
box "fix, class C: a draft that asks for a review" draft
box "orchestration, Playwright MCP" live_page
