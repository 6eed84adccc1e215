#!/usr/bin/env -S python3 -S
"""Stands in for `playwright` in the repositories of the storm: of its commands it knows `test`, takes its options, writes
its JSON report, and is red or green by what stands in the checkout.

`app/page.json` names the one text of the page that is wrong, if any: an app bug. `tests/need.json` names a thing of the
environment that has to be mended first; the target says whether it was.
"""

import http.client
import json
import os
import re
import sys
import time

SPEC = "tests/shop.spec.ts"
PROJECT = "chromium"
TEXTS = ["amber", "birch", "coral", "delta", "ember"]
NAMES = {"start": "shows the start page", **{text: f"shows the text {text}" for text in TEXTS},
         "backend": "pays by the backend"}


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def wrong_text(text):
    return (
        "Error: expect(locator).toHaveText(expected) failed\n\n"
        f"Locator:  getByTestId('{text}')\nExpected: \"right\"\nReceived: \"wrong\"\nTimeout:  5000ms\n\n"
        "Call log:\n  - Expect \"toHaveText\" with timeout 5000ms\n"
        f"  - waiting for getByTestId('{text}')\n    9 × locator resolved to <p data-testid=\"{text}\">wrong</p>\n"
        "      - unexpected value \"wrong\"\n")


def out_of_order(need):
    words = f"the branch {need['branch']} needs mending"
    if need["how"] == "refused":
        return f"Error: page.goto: net::ERR_CONNECTION_REFUSED at http://127.0.0.1:4173/\n\n{words}"
    return f"Error: expect(received).toBe(expected)\n\nExpected: 200\nReceived: 503\n\n{words}"


def is_mended(need):
    host, port = os.environ["CHAOS_TARGET"].split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    connection.request("GET", f"/state/{need['repository']}/{need['branch']}/{need['number']}")
    return json.loads(connection.getresponse().read())["mended"]


def errors():
    """What is red, by the name of the test."""
    found = {}
    wrong = (read("app/page.json") or {}).get("wrong")
    if wrong:
        found[NAMES[wrong]] = wrong_text(wrong)
    need = read("tests/need.json")
    if need and not is_mended(need):
        found[NAMES["backend"]] = out_of_order(need)
    return found


def chosen(words):
    """The tests that the options and filters leave."""
    options = dict(word[2:].split("=", 1) for word in words if word.startswith("--") and "=" in word)
    files = [word for word in words if not word.startswith("-")]
    if files and not any(re.search(pattern, os.path.abspath(SPEC)) for pattern in files):
        return [], options
    pattern = re.compile(options.get("grep", ""))
    return [name for name in NAMES.values() if pattern.search(f"{PROJECT} {SPEC} {name}")], options


def told(name, number, error):
    failure = [] if error is None else [{"message": error}]
    status = "passed" if error is None else "failed"
    result = {"workerIndex": 0, "status": status, "duration": 5, "retry": 0, "errors": failure, "stdout": [],
              "stderr": [], "attachments": [], "startTime": "2026-01-01T00:00:00.000Z"}
    if failure:
        result["error"] = failure[0]
    test = {"timeout": 30000, "annotations": [], "expectedStatus": "passed", "projectId": PROJECT,
            "projectName": PROJECT, "results": [result], "status": "expected" if error is None else "unexpected"}
    return {"title": name, "ok": error is None, "tags": [], "tests": [test], "id": f"test-{number}", "file": SPEC,
            "line": 3 * number, "column": 1}


def progress(done, total):
    print("\x1eselfheal " + json.dumps({"done": done, "total": total, "unit": "tests"}), flush=True)


def main():
    command, *words = sys.argv[1:]
    if command != "test":
        print(f"error: unknown command '{command}'", file=sys.stderr)
        return 1
    names, options = chosen(words)
    red = errors()
    # Long enough to be met by a kill in the middle, short enough for many jobs.
    pause = float(os.environ.get("CHAOS_SUITE_SECONDS", "0.2")) / max(1, len(names))
    for done in range(len(names)):
        progress(done, len(names))
        time.sleep(pause)
    progress(len(names), len(names))
    numbers = {name: number for number, name in enumerate(NAMES.values(), 1)}
    specs = [told(name, numbers[name], red.get(name)) for name in names]
    failed = sum(not spec["ok"] for spec in specs)
    folder = os.getcwd()
    report = {
        "config": {"configFile": f"{folder}/playwright.config.ts", "rootDir": folder, "version": "1.56.0", "workers": 1,
                   "projects": [{"id": PROJECT, "name": PROJECT, "testDir": f"{folder}/tests", "retries": 0,
                                 "timeout": 30000, "outputDir": options.get("output", "")}]},
        "suites": [{"title": SPEC, "file": SPEC, "line": 0, "column": 0, "specs": specs}] if specs else [],
        "errors": [] if specs else [{"message": "Error: No tests found"}],
        "stats": {"startTime": "2026-01-01T00:00:00.000Z", "duration": 40, "expected": len(specs) - failed,
                  "skipped": 0, "unexpected": failed, "flaky": 0},
    }
    path = os.environ["PLAYWRIGHT_JSON_OUTPUT_FILE"]
    # Whole or not at all, as what a run that was killed leaves must not look like a report.
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(report, file)
    os.rename(path + ".part", path)
    return 1 if failed or not specs else 0


if __name__ == "__main__":
    sys.exit(main())
