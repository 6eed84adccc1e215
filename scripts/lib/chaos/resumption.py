"""How soon what was running when a process died runs again."""

import threading
import time

from api import FINAL, GONE, Unexpected

LIMIT = 10.0
# A lease, and the second in which somebody looks for those that are over.
LEASE = 7.0


class Resumption(threading.Thread):
    """Watches one life of the service, from the moment at which it listens until it is killed again.

    A job that has started and not ended was running when the process before died. On SQLite the one process puts all of
    them back when it starts, so that one which is `running` afterwards runs again; with leases the dead node's jobs stay
    `running` for a while, and only a new event shows a new life.
    """

    def __init__(self, api, since, marks=None, workers=None):
        """marks: the newest event of each job that was running, by its id; None where the state itself tells.

        workers: how many are left to take the jobs over; while all of them are at work, no time is counted. None where
        there are as many as before."""
        super().__init__(daemon=True)
        self._api, self._since, self._marks, self._workers = api, since, marks, workers
        self._is_over = threading.Event()
        self.delays = []
        self.cut_off = 0
        self.late = []

    def run(self):
        waiting, looked, spent = None, self._since, 0.0
        while not self._is_over.is_set():
            try:
                waiting = self._begun() if waiting is None else waiting
                for job in sorted(waiting):
                    if self._runs(job):
                        waiting.discard(job)
                        self.delays.append(time.time() - self._since)
                if not waiting:
                    return
                now = time.time()
                if self._has_room(now, waiting):
                    spent += now - looked
                looked = now
            except (*GONE, Unexpected):
                # It is being killed, or busy: the next look tells.
                pass
            if spent > LIMIT or self._workers is None and time.time() - self._since > LIMIT:
                self.late += sorted(waiting or {"nobody knows which"})
                return
            self._is_over.wait(0.05)
        self.cut_off += len(waiting or ())

    def _has_room(self, now, waiting):
        """Whether a worker has nothing to do. A job of the stopped node says `running` until it is taken over, and is at nobody's
        hands meanwhile."""
        if self._workers is None or now - self._since < LEASE:
            return True
        busy = {job["id"] for job in self._api.jobs(state="running")} - waiting
        return len(busy) < self._workers

    def _begun(self):
        if self._marks is not None:
            return set(self._marks)
        found = self._api.jobs(state="queued") + self._api.jobs(state="running")
        # What was put off on purpose comes when its time has come.
        return {job["id"] for job in found if job.get("startedAt") and not job.get("retries")}

    def _runs(self, job):
        state = self._api.job(job)["state"]
        if state in FINAL:
            return True
        if self._marks is None:
            return state == "running"
        return self._api.last_event(job, after=self._marks[job]) > self._marks[job]

    def end(self):
        self._is_over.set()
        self.join()


def marks(api):
    """What is running, with the newest event of each."""
    return {job["id"]: api.last_event(job["id"]) for job in api.jobs(state="running")}
