#!/usr/bin/env python3
"""The rows of `scripts/bench queue`: who is measured, how, and which ratio was promised.

Every side has its best honest mode, said where it is driven: huey and procrastinate in peers/, the receivers in receivers.py.
All are durable: a commit is on disk before it counts. Stores are made anew for each measurement, so that no side works with a
bigger table, and every log is warmed alike: until it was folded into the database for the first time.
"""
import argparse
import glob
import json
import os
import re
import subprocess
import sys

import psycopg

import finished_jobs
from receivers import Receivers
from rounds import FEWEST_ROUNDS, Bench, Disk, Failed, Figure, Row, Side

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(HERE, "peers")
FINISHED_JOBS = 1_000_000


class Queue:
    def __init__(self, options):
        self.options = options
        self.place = options.place
        self.seconds = options.seconds
        self.row_octets = None
        self.finished_stores = {}

    # How sides are run

    def tool(self, *command):
        """A program that prints one line of JSON."""
        try:
            result = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=600, check=False)
        except subprocess.TimeoutExpired as error:
            raise Failed(f"{os.path.basename(str(command[0]))} took longer than {error.timeout:.0f} s") from error
        if result.returncode != 0:
            raise Failed(f"{os.path.basename(str(command[0]))}: {result.stderr.strip()[-400:]}")
        return json.loads(result.stdout)

    def ours(self, command, store, *arguments):
        return self.tool(self.options.queue_bench, command, "--store", store, *arguments)

    def peer(self, script, *arguments):
        return self.tool(sys.executable, os.path.join(PEERS, script), *arguments)

    def new_file(self, name="store.db"):
        path = os.path.join(self.place, name)
        for leftover in glob.glob(glob.escape(path) + "*"):
            os.unlink(leftover)
        return path

    def new_database(self, name="bench"):
        """Also a checkpoint, so that no side pays for what another has written."""
        with psycopg.connect(f"host={self.options.socket} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
            connection.execute("CHECKPOINT")
        return name

    def conninfo(self, database):
        return f"host={self.options.socket} user=postgres dbname={database}"

    def address(self, database):
        return f"postgres://postgres@/{database}?host={self.options.socket}"

    # Durable enqueue on SQLite

    def enqueue(self):
        def ours():
            return self.ours("enqueue", f"sqlite:{self.new_file()}", "--callers", 64, "--seconds", self.seconds)

        def raw():
            if self.row_octets is None:
                probe = self.ours("enqueue", f"sqlite:{self.new_file()}", "--callers", 64, "--seconds", 0.1)
                self.row_octets = probe["rowOctets"]
            return self.tool(self.options.group_commit, self.new_file(), 64, self.seconds, self.row_octets)

        return Row("Durable enqueue, SQLite, 64 callers", [
            Side("selfheal", ours),
            Side("huey", lambda: self.peer("huey_peer.py", "enqueue", self.new_file(), self.seconds)),
            Side("C loop", raw),
        ], [
            Figure("enqueue, SQLite FULL, 64 callers / huey", "selfheal", "huey", 20),
            Figure("enqueue, SQLite FULL, 64 callers / group commits in C", "selfheal", "C loop", 0.8),
        ])

    # Webhooks over HTTP

    def deliveries(self):
        options = self.options
        receivers = Receivers(self.place, options.whload, options.body, self.seconds + 2)
        node = os.path.join(PEERS, "receiver.mjs")

        def limit():
            name = "sqlite_wal_FULL_group64_rowid_ckpt1000"
            result = subprocess.run([options.limits, self.place, options.body, str(self.seconds), name], capture_output=True,
                                    text=True, timeout=300, check=False)
            found = re.search(rf"^{name} rows_per_s=(\d+)", result.stdout, re.MULTILINE)
            if not found:
                raise Failed(f"limits: {result.stdout} {result.stderr}")
            return {"perSecond": float(found[1])}

        return Row("Signed deliveries of 8 KB over HTTP, 64 connections", [
            Side("selfheal", lambda: receivers.selfheal(options.selfheal)),
            Side("webhook", lambda: receivers.webhook(options.webhook)),
            Side("Node, a commit each", lambda: receivers.node(options.node, node, "each")),
            Side("Node, shared commits", lambda: receivers.node(options.node, node, "grouped")),
            Side("limit of 64 rows a commit", limit),
        ], [
            Figure("deliveries / Debian's webhook", "selfheal", "webhook", 4),
            Figure("deliveries / Node, a commit each", "selfheal", "Node, a commit each", 4),
            Figure("deliveries / Node, shared commits", "selfheal", "Node, shared commits"),
            Figure("deliveries / limit of 64 rows a commit", "selfheal", "limit of 64 rows a commit", 0.85),
        ])

    # Claim and complete

    def claim_sqlite(self):
        return Row("Claim and complete, SQLite, 64 workers", [
            Side("selfheal", lambda: self.ours(
                "claim", f"sqlite:{self.new_file()}", "--workers", 64, "--jobs", self.options.jobs, "--seconds", self.seconds)),
            Side("huey", lambda: self.peer(
                "huey_peer.py", "claim", self.new_file(), self.options.jobs, self.seconds)),
        ], [
            Figure("claim and complete, SQLite, 64 workers / huey", "selfheal", "huey", 15),
        ])

    def claim_postgres(self):
        def ours():
            return self.ours("claim", self.address(self.new_database()), "--workers", 16, "--jobs", self.options.jobs,
                             "--seconds", self.seconds)

        def procrastinate(processes):
            # It is the slowest by far: more jobs would only have to be filled in.
            jobs = min(self.options.jobs, 5000)
            return self.peer("procrastinate_peer.py", "claim", self.conninfo(self.new_database()), jobs, self.seconds, 16,
                             processes)

        return Row("Claim and complete, PostgreSQL, 16 workers", [
            Side("selfheal", ours),
            Side("procrastinate, 1 process", lambda: procrastinate(1)),
            Side("procrastinate, 4 processes", lambda: procrastinate(4)),
            Side("pgbench", self.pgbench),
        ], [
            # The bar was set by this one: a worker with a concurrency of 16, which is how its manual has it.
            Figure("claim and complete, PostgreSQL, 16 workers / procrastinate", "selfheal", "procrastinate, 1 process", 16),
            Figure("claim and complete, PostgreSQL, 16 workers / procrastinate, 4 x 4", "selfheal",
                   "procrastinate, 4 processes"),
            Figure("claim and complete, PostgreSQL, 16 workers / pgbench", "selfheal", "pgbench", 0.8),
            # What is possible at all.
            Figure("(pgbench / procrastinate)", "pgbench", "procrastinate, 1 process"),
            Figure("(pgbench / procrastinate, 4 x 4)", "pgbench", "procrastinate, 4 processes"),
        ])

    def pgbench(self):
        """What the server gives for our statements: pgbench with 16 clients, in C, with nothing to do between them."""
        database = self.new_database()
        # Enough for both runs below: a claim that finds nothing is an error to pgbench.
        self.ours("fill", self.address(database), "--jobs", int(6000 * (self.seconds + 1)))
        with psycopg.connect(self.conninfo(database), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE job")
        run = [f"{self.options.postgres_bin}/pgbench", "-h", self.options.socket, "-U", "postgres", "-n", "-M", "prepared",
               "-c", "16", "-j", "2", "-f", f"{PEERS}/claim.sql"]
        checked([*run, "-T", "1", database])
        output = checked([*run, "-T", str(max(1, round(self.seconds))), database])
        return {"perSecond": float(re.search(r"^tps = ([\d.]+)", output, re.MULTILINE)[1])}

    # Latency

    def latency(self):
        jobs, rate = self.options.latency_jobs, 20

        def allowance():
            milliseconds = 1 + Disk.measure(self.place).p50_milliseconds
            return {"p50Milliseconds": milliseconds, "p50AfterStoring": milliseconds}

        return Row("From enqueue to start, 20 jobs a second", [
            Side("selfheal, PostgreSQL", lambda: self.ours(
                "latency", self.address(self.new_database()), "--jobs", jobs, "--rate", rate)),
            Side("procrastinate", lambda: self.peer(
                "procrastinate_peer.py", "latency", self.conninfo(self.new_database()), jobs, rate)),
            Side("selfheal, SQLite", lambda: self.ours(
                "latency", f"sqlite:{self.new_file()}", "--jobs", jobs, "--rate", rate)),
            Side("1 ms and a sync", allowance),
        ], [
            Figure("enqueue to start, PostgreSQL, p50 / procrastinate", "selfheal, PostgreSQL", "procrastinate", 0.3,
                   "p50Milliseconds", at_most=True),
            Figure("enqueue to start, PostgreSQL, p99 / procrastinate", "selfheal, PostgreSQL", "procrastinate", 0.5,
                   "p99Milliseconds", at_most=True),
            # From the moment that the job was stored: the caller's own sync is not the start's, the claim's is.
            Figure("stored to start, SQLite in process, p50 / (1 ms + a sync)", "selfheal, SQLite", "1 ms and a sync", 1,
                   "p50AfterStoring", at_most=True),
        ], unit=" ms", shown="p50Milliseconds")

    # A million finished jobs

    def finished(self):
        claims = self.options.claims

        def measure(store):
            return self.ours("claim-latency", store, "--claims", claims)

        return Row(f"Claims beside {FINISHED_JOBS:,} finished jobs", [
            Side("SQLite, empty", lambda: measure(f"sqlite:{self.new_file()}")),
            Side("SQLite, a million", lambda: measure(self.finished_store("sqlite"))),
            Side("PostgreSQL, empty", lambda: measure(self.address(self.new_database()))),
            Side("PostgreSQL, a million", lambda: measure(self.finished_store("postgres"))),
        ], [
            Figure(f"claim beside a million finished, {store}, p99 / empty", f"{store}, a million", f"{store}, empty", 1.5,
                   "p99Milliseconds", at_most=True)
            for store in ("SQLite", "PostgreSQL")
        ], unit=" ms", shown="p99Milliseconds")

    def finished_store(self, kind):
        """Filled once: a thousand more finished jobs by each round are nothing beside a million."""
        if kind not in self.finished_stores:
            if kind == "sqlite":
                path = self.new_file("finished.db")
                store = f"sqlite:{path}"
                finished_jobs.fill_sqlite(path, self.ours("finished-job", store)["id"], FINISHED_JOBS)
            else:
                database = self.new_database("finished")
                store = self.address(database)
                template = self.ours("finished-job", store)["id"]
                with psycopg.connect(self.conninfo(database), autocommit=True) as connection:
                    finished_jobs.fill_postgres(connection, template, FINISHED_JOBS)
            self.finished_stores[kind] = store
        return self.finished_stores[kind]


def checked(command):
    result = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if result.returncode != 0:
        raise Failed(f"{os.path.basename(command[0])}: {result.stderr.strip()[-400:]}")
    return result.stdout


ROWS = {
    "enqueue": Queue.enqueue, "deliveries": Queue.deliveries, "claim-sqlite": Queue.claim_sqlite,
    "claim-postgres": Queue.claim_postgres, "latency": Queue.latency, "finished": Queue.finished,
}


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=FEWEST_ROUNDS, help=f"rounds of each row; {FEWEST_ROUNDS} or more count")
    parser.add_argument("--seconds", type=float, default=3, help="length of one measurement")
    parser.add_argument("--rows", default=",".join(ROWS), help="only these, with commas: " + ", ".join(ROWS))
    parser.add_argument("--output", help="file that gets a line of JSON for each measurement")
    parser.add_argument("--jobs", type=int, default=20_000, help="jobs that wait when claims are measured")
    parser.add_argument("--latency-jobs", type=int, default=200)
    parser.add_argument("--claims", type=int, default=1000, help="claims of which the p99 is taken")
    for path in ("place", "socket", "postgres-bin", "queue-bench", "group-commit", "selfheal", "webhook", "node"):
        parser.add_argument(f"--{path}", required=True)
    for path in ("whload", "limits", "body"):
        parser.add_argument(f"--{path}", help="of the kit; without it, deliveries are skipped")
    options = parser.parse_args()
    unknown = [name for name in options.rows.split(",") if name not in ROWS]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}; there are {', '.join(ROWS)}")
    return options


def main():
    options = parsed()
    output = open(options.output, "a", encoding="utf-8") if options.output else None
    bench = Bench(options.place, options.pairs, output)
    queue = Queue(options)
    for name in options.rows.split(","):
        if name == "deliveries" and not options.whload:
            print("\n== Signed deliveries over HTTP\n   SKIPPED: the load driver is not here (../shared/bench)", flush=True)
            continue
        bench.run(ROWS[name](queue))
    bench.tell()
    if output:
        output.close()


if __name__ == "__main__":
    main()
