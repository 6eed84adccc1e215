#!/usr/bin/env python3
"""Heals, refuses and undoes: runs `selfheal heal` on suites that a commit broke, and says how often it was right, by family.

Right is: the verdict of every red test, and for what is to be healed a proven patch of tests alone that brings what it has to;
for a bug no patch of a test. A patch where none belongs, or another one, is a false heal.
"""

import argparse
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import repair_cases  # noqa: E402
import repair_cases_market  # noqa: E402
import repair_cases_market_bugs  # noqa: E402
import repair_cases_market_more  # noqa: E402
import repair_cases_more  # noqa: E402

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
SAMPLES = REPOSITORY / "Tests" / "Samples"
CASES = (repair_cases.CASES + repair_cases_market.CASES + repair_cases_market_more.CASES + repair_cases_market_bugs.CASES
         + repair_cases_more.CASES)


def git(folder, *arguments, day):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment.update(
        GIT_CONFIG_NOSYSTEM="1", GIT_CONFIG_GLOBAL="/dev/null", GIT_AUTHOR_NAME="Sam Sample",
        GIT_AUTHOR_EMAIL="sam@example.com", GIT_COMMITTER_NAME="Sam Sample", GIT_COMMITTER_EMAIL="sam@example.com",
        GIT_AUTHOR_DATE=f"2026-01-{day:02}T09:00:00Z", GIT_COMMITTER_DATE=f"2026-01-{day:02}T09:00:00Z")
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env=environment, stdout=subprocess.DEVNULL)


def make_repository(case, folder):
    ignored = shutil.ignore_patterns("node_modules", "test-results", "playwright-report")
    shutil.copytree(SAMPLES / case.app, folder, ignore=ignored)
    git(folder, "init", "--quiet", "--initial-branch=main", day=5)
    git(folder, "add", "--all", day=5)
    git(folder, "commit", "--quiet", "--message", f"Add the {case.app} and its suite", day=5)
    for path, old, new in case.edits:
        file = folder / path
        text = file.read_text()
        if old not in text:
            raise SystemExit(f"{case.app}/{case.name}: {path} has no {old!r}")
        file.write_text(text.replace(old, new))
    git(folder, "add", "--all", day=6)
    git(folder, "commit", "--quiet", "--message", case.message, day=6)


def heal(case, program, modules, place, port):
    folder = place / "repository"
    make_repository(case, folder)
    (place / "selfheal.yaml").write_text(
        f'repositories:\n  - name: samples/{case.app}\n    path: "{folder}"\n'
        f'    setup: [["ln", "-sfn", "{modules}", "node_modules"]]\n    timeout: 10m\n'
        f'    environment: {{ PORT: "{port}" }}\n')
    start = time.monotonic()
    run = subprocess.run(
        [program, "heal", str(folder), "--config", str(place / "selfheal.yaml"), "--report", str(place / "report.json"),
         "--data", str(place / "data"), "--dry-run", "--llm", "none"],
        capture_output=True, text=True, timeout=900)
    seconds = time.monotonic() - start
    report = place / "report.json"
    if not report.exists():
        raise SystemExit(f"{case.app}/{case.name}: no report\n{run.stderr[-2000:]}")
    return json.loads(report.read_text()), seconds


def judge(case, report):
    """What was right and wrong of one report, in a few words each."""
    failures, fixes = report["failures"], report["fixes"]
    verdicts = collections.Counter(failure["verdict"] for failure in failures)
    proven = [fix for fix in fixes if fix["proof"]["checks"] and all(check["passed"] for check in fix["proof"]["checks"])]
    tests = [fix for fix in proven if fix["class"] != "C"]
    diff = "".join(fix.get("diff") or "" for fix in tests)
    added = "\n".join(line[1:] for line in diff.splitlines() if line.startswith("+") and not line.startswith("+++"))
    healed = {identifier for fix in tests for identifier in fix["failures"]}
    whole = bool(failures) and all(failure["id"] in healed for failure in failures)
    if case.verdict == "app-bug":
        outcome = "false heal" if tests else "refused"
    elif not tests:
        outcome = "missed"
    elif not whole:
        # What is wanted of the whole is not all to be found in a part.
        outcome = "partly" if not case.fix or any(text in added for text in case.fix) else "false heal"
    else:
        outcome = "healed" if all(text in added for text in case.fix) else "false heal"
    return {
        "app": case.app, "name": case.name, "family": case.family, "wanted": case.verdict, "verdicts": dict(verdicts),
        "verdictIsRight": set(verdicts) == {case.verdict}, "outcome": outcome, "diff": diff,
        "refusals": [fix["proof"]["checks"] for fix in fixes if fix not in proven],
    }


def rate(results, wanted):
    return sum(map(wanted, results)) / len(results) if results else float("nan")


def tell(results):
    print(f"\n{'':34}{'cases':>6}{'right verdict':>15}{'healed or refused':>19}{'false heals':>13}")
    rows = [(f"{verdict}: {family}", [r for r in results if (r["wanted"], r["family"]) == (verdict, family)])
            for verdict, family in sorted({(r["wanted"], r["family"]) for r in results})]
    rows += [(f"all {verdict}", [r for r in results if r["wanted"] == verdict])
             for verdict in sorted({r["wanted"] for r in results})] + [("all", results)]
    for name, some in rows:
        print(f"{name:34}{len(some):>6}{rate(some, lambda r: r['verdictIsRight']):>15.2f}"
              f"{rate(some, lambda r: r['outcome'] in ('healed', 'refused')):>19.2f}"
              f"{rate(some, lambda r: r['outcome'] == 'false heal'):>13.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--modules", required=True)
    parser.add_argument("--cases", default="", help="only those whose app/name has one of these, between commas")
    parser.add_argument("--output", help="a line of JSON for each case is added")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the reports of the cases")
    parser.add_argument("--port", type=int, default=24000)
    options = parser.parse_args()
    wanted = [text for text in options.cases.split(",") if text]
    results = []
    for number, case in enumerate(CASES):
        name = f"{case.app}/{case.name}"
        if wanted and not any(text in name for text in wanted):
            continue
        with tempfile.TemporaryDirectory(prefix="selfheal-repair-") as place:
            report, seconds = heal(case, options.program, options.modules, pathlib.Path(place), options.port + number)
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{case.app}-{case.name}.json").write_text(json.dumps(report, indent=1))
        result = judge(case, report) | {"seconds": round(seconds, 1)}
        results.append(result)
        mark = "" if result["verdictIsRight"] else f" WRONG VERDICT {result['verdicts']}, not {case.verdict}"
        print(f"   {name:40} {result['outcome']:11}{result['seconds']:6.1f} s{mark}", flush=True)
        if options.output:
            with open(options.output, "a") as file:
                file.write(json.dumps(result) + "\n")
    tell(results)


main()
