#!/usr/bin/env python3
"""Kills the service again and again while it works, and proves afterwards that nothing was lost, stuck or done twice."""

import argparse
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

from service import DidNotStart
from storm import Storm


def read_options():
    options = argparse.ArgumentParser(prog="scripts/chaos", description=__doc__)
    options.add_argument("--program", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    options.add_argument("--kills", type=int, default=30, help="how many (30)")
    options.add_argument("--seed", type=int, help="of kills and pushes; by chance when it is not given")
    options.add_argument("--faults", type=float, default=30, metavar="PERCENT",
                         help="answers that are lost in one phase of the storm, after the deed (30)")
    options.add_argument("--store", choices=["sqlite", "postgres"], default="sqlite",
                         help="postgres: two nodes over a throw-away cluster")
    options.add_argument("--stop", action="store_true", help="also SIGSTOP, for longer than a lease, and SIGCONT")
    options.add_argument("--freeze", type=float, default=20, metavar="SECONDS", help="how long such a stop is (20)")
    options.add_argument("--workers", type=int, default=4, help="of each node (4)")
    options.add_argument("--kinds", type=lambda text: text.split(","), metavar="KIND,...",
                         help="only these kinds of kills: service, effect, all, git, start, child, ...")
    options.add_argument("--keep", action="store_true", help="leave the folder also when all is well")
    return options.parse_args()


def again(options):
    """The same storm, as far as a seed can repeat it."""
    words = ["--seed", options.seed, "--kills", options.kills, "--store", options.store, "--faults", f"{options.faults:g}"]
    words += ["--kinds", ",".join(options.kinds)] if options.kinds else []
    words += ["--stop", "--freeze", f"{options.freeze:g}"] if options.stop else []
    return " ".join(map(str, words))


def tell(figures, violations):
    width = max(map(len, figures))
    print()
    for name, figure in figures.items():
        print(f"  {name:<{width}}  {figure:>7}")
    print(f"  {'violations':<{width}}  {len(violations):>7}")
    for violation in violations:
        print(f"VIOLATION {violation}")


def main():
    options = read_options()
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1_000_000)
    # So that nothing of the storm goes on when it is stopped from outside.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    began = time.time()
    place = pathlib.Path(tempfile.mkdtemp(prefix="selfheal-chaos-"))
    print(f"chaos: {options.kills} kills, {options.store}, seed {options.seed}, in {place}", flush=True)
    storm = Storm(options, place)
    try:
        storm.run()
        figures = storm.prove()
    except DidNotStart as error:
        figures = {"kills": sum(storm.kills.values())}
        storm.violations.append(str(error))
    finally:
        storm.close()
    figures["seconds in all"] = f"{time.time() - began:.0f}"
    tell(figures, storm.violations)
    if storm.violations:
        print(f"Look at {place}; once more: scripts/chaos {again(options)}")
        return 1
    if options.keep:
        print(f"All of it is in {place}")
    else:
        shutil.rmtree(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
