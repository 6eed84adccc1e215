# shellcheck shell=bash
# Running the suite of a sample repository.

# A port that nobody listens on, so that suites on one machine do not meet.
free_port() {
    node -e 'const server = require("node:net").createServer().listen(0, "127.0.0.1", () => {
        console.log(server.address().port);
        server.close();
    });'
}

# run_suite DIRECTORY REPORT: writes Playwright's JSON report. Red tests are a result, not an error.
run_suite() {
    local directory=$1 report=$2
    ln -sfn "$SELFHEAL_PLAYWRIGHT_MODULES" "$directory/node_modules"
    (
        cd "$directory"
        PORT=$(free_port) PLAYWRIGHT_JSON_OUTPUT_NAME=$report node_modules/.bin/playwright test --reporter=json
    ) >/dev/null || true
    [[ -s $report ]] || fail "the suite in $directory left no report" "Run it by hand: cd $directory && node_modules/.bin/playwright test"
}
