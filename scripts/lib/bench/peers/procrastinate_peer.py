#!/usr/bin/env python3
"""procrastinate on PostgreSQL, driven at its best with durable commits.

    procrastinate_peer.py claim CONNINFO JOBS SECONDS WORKERS PROCESSES
    procrastinate_peer.py latency CONNINFO JOBS RATE

The database is empty. The task is a coroutine that does nothing, so that no thread has to be started for it, and
nothing is logged. Finished jobs are kept, as by default and as ours are. Prints one line of JSON.

claim: WORKERS jobs at a time, in one process by `concurrency`, its documented way, or shared out among several processes, which
makes it several times faster: its worker fetches one job after the other, and Python's lock holds a process to one core.
scripts/bench shows both.
latency: one process that defers by the clock and has a worker with LISTEN/NOTIFY, as ours does both in one.
"""
import asyncio
import json
import logging
import multiprocessing
import sys
import time

import procrastinate


def make_app(conninfo, connections):
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(conninfo=conninfo, min_size=connections, max_size=connections))
    app.started = {}

    @app.task(name="work")
    async def work(number, document):
        del document
        app.started.setdefault(number, time.monotonic())

    app.work = work
    return app


def document():
    """The same words as a job of ours has."""
    digits = "0192f3c4d5e67f8091a2b3c4d5e6f708"
    return {
        "trigger": {"kind": "manual", "delivery": digits, "sender": "octocat"}, "repository": "octo-org/hello-world",
        "ref": "topic/" + digits, "sha": digits + "01234567", "base": "76543210" + digits, "projects": [],
        "dryRun": False,
    }


async def make_schema(conninfo):
    app = make_app(conninfo, 1)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()


async def fill(conninfo, jobs):
    app = make_app(conninfo, 1)
    async with app.open_async():
        for first in range(0, jobs, 500):
            await app.work.batch_defer_async(
                *({"number": number, "document": document()} for number in range(first, min(first + 500, jobs))))
        # As after some minutes of service: with statistics, and not in the middle of the first vacuum.
        await app.connector.execute_query_async("ANALYZE procrastinate_jobs")


async def work_until(conninfo, concurrency, seconds, barrier):
    """Jobs finished by one process from its warming on, and in how many seconds."""
    logging.disable(logging.CRITICAL)
    # One connection more for LISTEN, one for the heartbeat.
    app = make_app(conninfo, concurrency + 2)
    async with app.open_async():
        worker = asyncio.create_task(app.run_worker_async(
            concurrency=concurrency, wait=True, install_signal_handlers=False))
        await asyncio.sleep(0.5)
        await asyncio.to_thread(barrier.wait)
        before, start = len(app.started), time.monotonic()
        await asyncio.sleep(seconds)
        count, took = len(app.started) - before, time.monotonic() - start
        worker.cancel()
        try:
            await worker
        except asyncio.CancelledError:
            pass
    return count, took


def work_process(conninfo, concurrency, seconds, barrier, results):
    results.put(asyncio.run(work_until(conninfo, concurrency, seconds, barrier)))


def claim(conninfo, jobs, seconds, workers, processes):
    jobs, seconds, workers, processes = int(jobs), float(seconds), int(workers), int(processes)
    asyncio.run(make_schema(conninfo))
    asyncio.run(fill(conninfo, jobs))
    barrier, results = multiprocessing.Barrier(processes), multiprocessing.Queue()
    running = [
        multiprocessing.Process(target=work_process, args=(conninfo, workers // processes, seconds, barrier, results))
        for _ in range(processes)]
    for process in running:
        process.start()
    found = [results.get() for _ in running]
    for process in running:
        process.join()
    return {"perSecond": sum(count / took for count, took in found), "count": sum(count for count, _ in found)}


async def latency(conninfo, jobs, rate):
    jobs, rate = int(jobs), float(rate)
    logging.disable(logging.CRITICAL)
    await make_schema(conninfo)
    app = make_app(conninfo, 5)
    called, stored = {}, {}
    warming = jobs // 10
    async with app.open_async():
        worker = asyncio.create_task(app.run_worker_async(wait=True, install_signal_handlers=False))
        await asyncio.sleep(0.5)
        start = time.monotonic()
        for number in range(jobs + warming):
            await asyncio.sleep(max(0, start + number / rate - time.monotonic()))
            called[number] = time.monotonic()
            await app.work.defer_async(number=number, document=document())
            stored[number] = time.monotonic()
        while len(app.started) < jobs + warming:
            await asyncio.sleep(0.005)
        worker.cancel()
        try:
            await worker
        except asyncio.CancelledError:
            pass
    measured = range(warming, jobs + warming)
    since_call = sorted(app.started[number] - called[number] for number in measured)
    since_stored = sorted(max(0, app.started[number] - stored[number]) for number in measured)

    def quantile(values, share):
        return values[int((len(values) - 1) * share)] * 1000

    return {
        "p50Milliseconds": quantile(since_call, 0.5), "p99Milliseconds": quantile(since_call, 0.99),
        "p50AfterStoring": quantile(since_stored, 0.5), "p99AfterStoring": quantile(since_stored, 0.99),
        "count": len(since_call),
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["claim"] and len(sys.argv) == 7:
        print(json.dumps(claim(*sys.argv[2:])))
    elif sys.argv[1:2] == ["latency"] and len(sys.argv) == 5:
        print(json.dumps(asyncio.run(latency(*sys.argv[2:]))))
    else:
        sys.exit(__doc__)
