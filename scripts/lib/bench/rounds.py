"""Measures several sides in turn, round by round, and compares them inside each round.

A machine that others use, and above all its disk, is several times slower in one minute than in the next. So no figure is
compared with one of another round: each round measures every side, in an order that is reversed from round to round, and what
counts is the ratio within a round. Beside each round stand the machine's load and what the disk can do just then.
"""
import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

FEWEST_ROUNDS = 9


class Unavailable(Exception):
    """A side that cannot be measured here, and why; the others still are."""


class Failed(Exception):
    """A measurement that broke."""


@dataclass(frozen=True)
class Side:
    """One of those who are compared: `measure` returns figures by name."""
    name: str
    measure: Callable[[], dict]


@dataclass(frozen=True)
class Figure:
    """A ratio of two sides: of `side` to `peer`."""
    title: str
    side: str
    peer: str
    bar: float | None = None
    key: str = "perSecond"
    at_most: bool = False


@dataclass(frozen=True)
class Row:
    name: str
    sides: list[Side]
    figures: list[Figure]
    unit: str = "/s"
    shown: str = "perSecond"


@dataclass
class Verdict:
    figure: Figure
    ratios: list[float] = field(default_factory=list)
    reason: str = ""

    @property
    def text(self):
        if not self.ratios:
            return f"NOT MEASURED: {self.reason or 'no round has both sides'}"
        if self.figure.bar is None:
            return "for comparison"
        middle = statistics.median(self.ratios)
        reached = middle <= self.figure.bar if self.figure.at_most else middle >= self.figure.bar
        short = f" ({len(self.ratios)} rounds only)" if len(self.ratios) < FEWEST_ROUNDS else ""
        return ("reached" if reached else "NOT REACHED") + short


@dataclass(frozen=True)
class Disk:
    """What a sync of one overwritten page costs just now."""
    per_second: float
    p50_milliseconds: float

    @staticmethod
    def measure(folder, seconds=0.4):
        path = os.path.join(folder, "sync-probe")
        page, times = b"x" * 4096, []
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            for number in range(64):
                os.pwrite(file, page, number * 4096)
            os.fsync(file)
            start = last = time.monotonic()
            while last - start < seconds:
                os.pwrite(file, page, len(times) % 64 * 4096)
                os.fdatasync(file)
                now = time.monotonic()
                times.append(now - last)
                last = now
        finally:
            os.close(file)
            os.unlink(path)
        return Disk(len(times) / (last - start), statistics.median(times) * 1000)


class Bench:
    def __init__(self, folder, rounds, output):
        self.folder = folder
        self.rounds = rounds
        self.output = output
        self.verdicts = []

    def run(self, row):
        print(f"\n== {row.name}", flush=True)
        missing, measured = {}, []
        for number in range(1, self.rounds + 1):
            measured.append(self.round(row, number, missing))
        for figure in row.figures:
            self.verdicts.append(verdict(figure, measured, missing))

    def round(self, row, number, missing):
        disk, load = Disk.measure(self.folder), os.getloadavg()[0]
        print(f"   round {number}/{self.rounds}: load {load:.1f}, fdatasync {disk.per_second:.0f}/s"
              f" (p50 {disk.p50_milliseconds:.2f} ms)", flush=True)
        found = {}
        facts = {"row": row.name, "round": number, "load": load, "fdatasyncPerSecond": disk.per_second,
                 "fdatasyncP50Milliseconds": disk.p50_milliseconds}
        for side in row.sides if number % 2 else reversed(row.sides):
            if side.name in missing:
                continue
            try:
                found[side.name] = side.measure()
            except Unavailable as reason:
                missing[side.name] = str(reason)
                print(f"      {side.name}: NOT MEASURED, {reason}", flush=True)
                continue
            except (Failed, OSError, subprocess.SubprocessError) as error:
                print(f"      {side.name}: FAILED, {error}", flush=True)
                self.note({**facts, "side": side.name, "error": str(error)})
                continue
            self.note({**facts, "side": side.name, **found[side.name]})
            print(f"      {side.name}: {shown(found[side.name], row)}", flush=True)
        return found

    def note(self, facts):
        if self.output:
            self.output.write(json.dumps({"at": time.time(), **facts}) + "\n")
            self.output.flush()

    def tell(self):
        lines = [("figure", "median", "min..max", "bar", "")]
        for each in self.verdicts:
            figure = each.figure
            sign = "<=" if figure.at_most else ">="
            lines.append((
                figure.title,
                f"{statistics.median(each.ratios):.3g}" if each.ratios else "-",
                f"{min(each.ratios):.3g}..{max(each.ratios):.3g}" if each.ratios else "-",
                f"{sign} {figure.bar:g}" if figure.bar is not None else "-", each.text))
        widths = [max(len(line[column]) for line in lines) for column in range(4)]
        print("\n== Paired ratios")
        for line in lines:
            cells = [line[0].ljust(widths[0])] + [line[column].rjust(widths[column]) for column in (1, 2, 3)]
            print("   " + "  ".join([*cells, line[4]]).rstrip())


def shown(figures, row):
    others = [f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}"
              for name, value in figures.items() if name != row.shown]
    return f"{figures[row.shown]:.4g}{row.unit}" + (f" ({', '.join(others)})" if others else "")


def verdict(figure, measured, missing):
    result = Verdict(figure)
    for found in measured:
        if figure.side in found and figure.peer in found and found[figure.peer][figure.key] > 0:
            result.ratios.append(found[figure.side][figure.key] / found[figure.peer][figure.key])
    result.reason = missing.get(figure.side) or missing.get(figure.peer) or ""
    return result
