#!/usr/bin/env python3
"""huey on SQLite, driven at its best with durable commits.

    huey_peer.py enqueue FILE SECONDS
    huey_peer.py claim FILE JOBS SECONDS

`fsync=True` is huey's own switch for synchronous=FULL; its log mode is WAL as it is. One thread does all the work, because
each call is a transaction that locks out all others: more threads make huey slower, they wait for the lock in sleeps.
Nothing is logged, and no result is stored (the task returns None), which spares it a second commit for each job. A claim is
`dequeue`, which deletes the job before it is run, so that a worker that dies loses it. Prints one line of JSON.
"""
import json
import logging
import os
import sys
import time

from huey import SqliteHuey

WARMING_LIMIT = 10


def open_queue(path):
    logging.disable(logging.CRITICAL)
    huey = SqliteHuey("bench", filename=path, fsync=True)

    @huey.task()
    def work(document):
        del document

    return huey, work


def document():
    """The same words as a job of ours has."""
    digits = "0192f3c4d5e67f8091a2b3c4d5e6f708"
    return {
        "trigger": {"kind": "manual", "delivery": digits, "sender": "octocat"}, "repository": "octo-org/hello-world",
        "ref": "topic/" + digits, "sha": digits + "01234567", "base": "76543210" + digits, "projects": [],
        "dryRun": False, "priority": 7, "attempt": 1,
    }


def warm(path, act):
    """Until the log was folded into the file for the first time, as all the others are."""
    before, began = os.path.getsize(path), time.monotonic()
    while os.path.getsize(path) == before and time.monotonic() - began < WARMING_LIMIT:
        act()


def rate(seconds, act):
    count, start, processor = 0, time.monotonic(), time.process_time()
    while time.monotonic() - start < seconds and act():
        count += 1
    return {
        "perSecond": count / (time.monotonic() - start), "count": count,
        "cpuMicroseconds": (time.process_time() - processor) / max(1, count) * 1e6,
    }


def enqueue(path, seconds):
    huey, work = open_queue(path)
    job = document()
    warm(path, lambda: work(job))

    def act():
        work(job)
        return True

    return rate(float(seconds), act)


def claim(path, jobs, seconds):
    huey, work = open_queue(path)
    job = document()
    # Filled in one transaction: huey's own call commits each job, and the filling is not what is measured.
    connection = huey.storage.conn
    connection.execute("begin")
    for _ in range(int(jobs)):
        task = work.s(job)
        connection.execute("insert into task (queue, data, priority) values (?, ?, 0)",
                           (huey.storage.name, huey.serialize_task(task)))
    connection.execute("commit")

    def act():
        task = huey.dequeue()
        if task is None:
            return False
        huey.execute(task)
        return True

    rate(0.3, act)
    return rate(float(seconds), act)


if __name__ == "__main__":
    commands = {"enqueue": enqueue, "claim": claim}
    if len(sys.argv) < 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    print(json.dumps(commands[sys.argv[1]](*sys.argv[2:])))
