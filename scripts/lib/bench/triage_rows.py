"""The rows of `scripts/bench triage`. Speeds are of processor time, which other programs on the machine disturb least, and of the
best of some rounds, which says what the program can do; none of them fails anything."""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time

import large_report


class Failed(Exception):
    """A measurement that broke."""


def run(command, output=subprocess.DEVNULL, folder=None):
    """Runs it on one core. Returns processor seconds, seconds, and the peak of its memory in bytes."""
    if os.path.exists("/usr/bin/taskset"):
        command = ["taskset", "--cpu-list", str(min(os.sched_getaffinity(0)))] + command
    start = time.monotonic()
    with subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, cwd=folder) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss * 1024


class Triage:
    def __init__(self, options):
        self.options = options
        self.output = open(options.output, "a", encoding="utf-8") if options.output else None

    def best(self, command, **arguments):
        return min(run(command, **arguments) for _ in range(self.options.rounds))

    def tell(self, row, text, bar=None, reached=None, **figures):
        verdict = "" if bar is None else f"   (bar: {bar}, {'reached' if reached else 'not reached'})"
        print(f"   {text}{verdict}", flush=True)
        if self.output:
            self.output.write(json.dumps({"row": row, **figures}) + "\n")
            self.output.flush()

    def report(self, megabytes, share=0.01):
        path = os.path.join(self.options.place, f"report-{megabytes}-{share}.json")
        if not os.path.exists(path):
            large_report.write(path, megabytes, share)
        return path

    def parse(self):
        """Reading a report"""
        report = self.report(200)
        seconds, wall, _ = self.best([self.options.triage_bench, "parse", report])
        speed = os.path.getsize(report) / seconds / 1e6
        self.tell("parse", f"{speed:.0f} MB/s on one core, {wall:.1f} s on the clock", "200 MB/s", speed >= 200, mbPerSecond=speed)

    def memory(self):
        """Memory while a report streams"""
        peaks = {}
        for megabytes in (100, self.options.megabytes):
            path = self.report(megabytes)
            seconds, _, peaks[megabytes] = run([self.options.selfheal, "triage", path, "--format", "jsonl"])
            self.tell("memory", f"{megabytes} MB: {peaks[megabytes] / 1e6:.0f} MB at most, {seconds:.1f} s",
                      megabytes=megabytes, peakBytes=peaks[megabytes], seconds=seconds)
        ratio = peaks[self.options.megabytes] / peaks[100]
        self.tell("memory", f"{self.options.megabytes / 100:.0f} times the report takes {ratio:.2f} times the memory",
                  "flat, 1.2 times", ratio <= 1.2, ratio=ratio)

    def classify(self):
        """Failures classified"""
        report = self.report(30, 1.0)
        best = 0
        for _ in range(self.options.rounds):
            read, write = os.pipe()
            seconds, _, _ = run([self.options.triage_bench, "classify", report, "--seconds", "2"], output=write)
            os.close(write)
            with os.fdopen(read) as lines:
                best = max(best, json.loads(lines.read())["failures"] / seconds)
        self.tell("classify", f"the classifier: {best:.0f}/s", "10000/s", best >= 10_000, perSecond=best)
        listing = os.path.join(self.options.place, "failures.jsonl")
        with open(listing, "w", encoding="utf-8") as file:
            seconds, _, _ = run([self.options.selfheal, "triage", report, "--format", "jsonl"], output=file)
        with open(listing, encoding="utf-8") as file:
            count = sum(1 for _ in file)
        self.tell("classify", f"the command, from report to JSON lines: {count / seconds:.0f}/s of {count} failures",
                  "10000/s", count / seconds >= 10_000, perSecondOfCommand=count / seconds)

    def trace(self):
        """Reading a trace"""
        seconds, wall, _ = self.best([self.options.triage_bench, "trace", self.options.trace])
        self.tell("trace", f"selfheal: {wall * 1000:.0f} ms, {seconds * 1000:.0f} ms of the processor", seconds=seconds)
        program = os.path.join(self.options.modules, "playwright", "cli.js")
        if not os.path.exists(program):
            return print(f"   SKIPPED: {program} is not there, so Playwright's own command is not measured")
        theirs = [0.0, 0.0]
        for command in (["open", self.options.trace], ["actions"], ["errors"]):
            took = self.best(["node", program, "trace", *command], folder=self.options.place)
            theirs = [theirs[0] + took[0], theirs[1] + took[1]]
        start = self.best(["node", program, "--version"])
        self.tell("trace", f"playwright trace open, actions, errors: {theirs[1] * 1000:.0f} ms, {theirs[0] * 1000:.0f} ms of the "
                  f"processor, of which {3 * start[0] * 1000:.0f} ms are three starts", theirs=theirs[0], starts=3 * start[0])
        run(["node", program, "trace", "close"], folder=self.options.place)
        ratio = max(theirs[0] - 3 * start[0], 0) / seconds
        self.tell("trace", f"{theirs[0] / seconds:.0f} times as fast, {ratio:.0f} times without their starts", "faster", ratio > 1,
                  ratio=ratio)

    def accuracy(self):
        """Accuracy on the labelled failures"""
        corpus = self.options.corpus
        gold = os.path.join(corpus, "dev.jsonl")
        if not os.path.exists(gold):
            return print(f"   SKIPPED: {corpus} is not there")
        folder = os.path.join(self.options.place, "corpus")
        run([sys.executable, os.path.join(corpus, "to_report.py"), gold, "--out", folder])
        reports = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".json"))
        listing = os.path.join(folder, "failures.jsonl")
        with open(listing, "w", encoding="utf-8") as file:
            run([self.options.selfheal, "triage", *reports, "--format", "jsonl"], output=file)
        with open(listing, encoding="utf-8") as file:
            failures = [json.loads(line) for line in file]
        with open(gold, encoding="utf-8") as file:
            labels = {label["id"]: label for label in map(json.loads, file)}
        ours = {name(failure): failure for failure in failures}
        # What looks at nothing but the type of the error has no doubts.
        theirs = {number: {"confidence": 1.0, **by_error_type(failure["errorMessage"])} for number, failure in ours.items()}
        for side, given in (("selfheal", ours), ("by error type alone", theirs)):
            self.score(side, labels, given)
            self.calibration(side, labels, given)
            self.false_certainty(side, labels, given)

    def score(self, side, labels, given):
        shares = {key: statistics.mean(given.get(number, {}).get(key) == label[key] for number, label in labels.items())
                  for key in ("category", "kind", "severity", "culprit")}
        shares["macroF1"] = macro_f1({number: label["category"] for number, label in labels.items()},
                                     {number: value["category"] for number, value in given.items()})
        text = ", ".join(f"{key} {share:.3f}" for key, share in shares.items())
        self.tell("accuracy", f"{side}: {text}", side=side, **shares)

    def calibration(self, side, labels, given):
        """Of what it is so sure of, how much is right: of 0.9, nine in ten should be."""
        answers = [(given[number]["confidence"], *(given[number][key] == label[key] for key in ("category", "kind")))
                   for number, label in labels.items() if number in given]
        for words, low, high in BINS:
            found = [answer for answer in answers if low <= answer[0] < high]
            if not found:
                continue
            sure, category, kind = (statistics.mean(values) for values in zip(*found))
            self.tell("calibration", f"{side}: of {len(found)} {words} (mean {sure:.2f}) the category of {category:.3f} is right, "
                      f"the kind of {kind:.3f}", side=side, low=low, high=high, count=len(found), mean=sure, category=category,
                      kind=kind)

    def false_certainty(self, side, labels, given):
        """Of what nobody could tell, how much it is sure of."""
        unknown = [number for number, label in labels.items() if label["category"] == "unknown"]
        sure = [number for number in unknown if given.get(number, {}).get("category", "unknown") != "unknown"
                and given[number]["confidence"] >= 0.8]
        if not unknown:
            return
        share = len(sure) / len(unknown)
        self.tell("falseCertainty", f"{side}: {len(sure)} of {len(unknown)} failures labelled unknown get another category at 0.8 or "
                  f"more, {share:.3f}", "at most 0.05", share <= 0.05, side=side, share=share, count=len(unknown))


# What is said, from what confidence, below what.
BINS = [("at 0.9 or more", 0.9, 2), ("at 0.8 or more", 0.8, 2), ("from 0.8 to 0.9", 0.8, 0.9), ("from 0.7 to 0.8", 0.7, 0.8),
        ("from 0.55 to 0.7", 0.55, 0.7), ("below 0.55", -1, 0.55)]


def name(failure):
    found = re.search(r"\[(pw-\d{4})\]", failure["testName"])
    return found.group(1) if found else ""


def macro_f1(gold, given):
    scores = []
    for category in set(gold.values()):
        hits = sum(given.get(number) == category == label for number, label in gold.items())
        wanted = sum(label == category for label in gold.values())
        said = sum(given.get(number) == category for number in gold)
        scores.append(2 * hits / (wanted + said))
    return statistics.mean(scores)


def by_error_type(message):
    """What the first words of an error say, and nothing else: the commonest label of each type."""
    first = message.split("\n", 1)[0]
    for mark, (category, kind, severity, culprit) in {
        "net::": ("network", "connection-refused", "critical", "environment"),
        "ECONNREFUSED": ("network", "connection-refused", "critical", "environment"),
        "expect(": ("ui", "assertion-text-or-value", "medium", "app"),
        "TimeoutError": ("ui", "locator-not-found", "medium", "test"),
        "strict mode": ("ui", "locator-ambiguous", "medium", "test"),
        "Test timeout": ("unknown", "test-timeout-unspecific", "medium", "test"),
        "TypeError": ("unknown", "test-code-bug", "low", "test"),
        "ReferenceError": ("unknown", "test-code-bug", "low", "test"),
    }.items():
        if mark in first:
            return {"category": category, "kind": kind, "severity": severity, "culprit": culprit}
    return {"category": "ui", "kind": "locator-not-found", "severity": "medium", "culprit": "test"}


ROWS = {"parse": Triage.parse, "memory": Triage.memory, "classify": Triage.classify, "trace": Triage.trace,
        "accuracy": Triage.accuracy}


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="of each measurement, of which the best counts")
    parser.add_argument("--rows", default=",".join(ROWS), help="only these, with commas: " + ", ".join(ROWS))
    parser.add_argument("--output", help="file that gets a line of JSON for each figure")
    parser.add_argument("--megabytes", type=int, default=1000, help="size of the large report")
    for path in ("place", "triage-bench", "selfheal", "trace", "modules", "corpus"):
        parser.add_argument(f"--{path}", required=True)
    options = parser.parse_args()
    unknown = [row for row in options.rows.split(",") if row not in ROWS]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}; there are {', '.join(ROWS)}")
    return options


def main():
    options = parsed()
    triage = Triage(options)
    for row in options.rows.split(","):
        print(f"\n== {ROWS[row].__doc__}", flush=True)
        try:
            ROWS[row](triage)
        except (Failed, OSError, ValueError) as error:
            print(f"   BROKEN: {error}", flush=True)


if __name__ == "__main__":
    main()
