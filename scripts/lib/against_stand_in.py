#!/usr/bin/env python3
"""Runs a command while a stand-in serves, whose first line of output, one JSON object, the command gets in a variable.

    against_stand_in.py VARIABLE SERVER.py [OPTION]... -- COMMAND...
"""

import os
import subprocess
import sys


def main():
    variable, *rest = sys.argv[1:]
    server, command = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
    stand_in = subprocess.Popen([sys.executable, *server], stdout=subprocess.PIPE, text=True)
    try:
        facts = stand_in.stdout.readline().strip()
        if not facts:
            sys.exit(f"{server[0]} did not start")
        return subprocess.run(command, env={**os.environ, variable: facts}, check=False).returncode
    finally:
        stand_in.terminate()
        stand_in.wait()


if __name__ == "__main__":
    sys.exit(main())
