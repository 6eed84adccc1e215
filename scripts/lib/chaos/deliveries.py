"""Pushes, told to the service as GitHub tells them: signed, one after the other, and again until one was taken."""

import hashlib
import hmac
import json
import os
import threading
import time
import uuid

from api import GONE, Api, Unexpected
from origins import KINDS, Scenario


class Delivery:
    def __init__(self, identity, scenario, sha, body):
        self.identity, self.scenario, self.sha, self.body = identity, scenario, sha, body
        self.job = None
        self.tries = 0


class Tide(threading.Thread):
    """How many jobs are open, so that there is always work, and never a queue that takes for ever."""

    def __init__(self, nodes, limit):
        super().__init__(daemon=True)
        self._nodes, self._limit = nodes, limit
        self._open, self._risen = 0, 0
        self._lock = threading.Lock()

    def run(self):
        while True:
            with self._lock:
                before = self._risen
            for node in self._nodes:
                try:
                    if api := node.api:
                        count = sum(len(api.jobs(state=state)) for state in ("queued", "running"))
                        with self._lock:
                            self._open, self._risen = count, self._risen - before
                        break
                except (*GONE, Unexpected):
                    continue
            time.sleep(0.2)

    def rise(self):
        with self._lock:
            self._risen += 1

    def has_room(self):
        with self._lock:
            return self._open + self._risen < self._limit


class Sender(threading.Thread):
    """Keeps jobs flowing while there is room for them. What was acknowledged stands in a file before the next is sent."""

    def __init__(self, origins, branches, secret, nodes, random, folder, tide):
        super().__init__(daemon=True)
        self._origins, self._branches, self._secret, self._random = origins, branches, secret, random
        self._nodes, self._tide = nodes, tide
        self._acknowledged = open(folder / "acknowledged", "a", encoding="utf-8")
        self._is_over = threading.Event()
        self.deliveries = []
        self.again = 0
        self.violations = []

    def run(self):
        while not self._is_over.is_set():
            if not self._tide.has_room():
                time.sleep(0.05)
            elif self.deliveries and self._random.random() < 0.05:
                self._send_again(self._random.choice(self.deliveries))
            else:
                self._send(self._next())

    def stop(self):
        """The delivery that is under way is still brought home."""
        self._is_over.set()

    def _next(self):
        kind = self._random.choices(list(KINDS), list(KINDS.values()))[0]
        origin = self._random.choice(self._origins)
        scenario = Scenario(kind, origin.name, self._branch(), len(self.deliveries) + 1, self._random)
        sha = origin.push(scenario)
        body = json.dumps({
            "ref": f"refs/heads/{scenario.branch}", "before": origin.root, "after": sha,
            "repository": {"full_name": origin.name}, "sender": {"login": "sam"}}).encode()
        return Delivery(str(uuid.UUID(int=self._random.getrandbits(128), version=4)), scenario, sha, body)

    def _branch(self):
        """One is pushed to far more than the others, so that its jobs meet each other and the limits of its playbook."""
        first, *others = self._branches
        return first if self._random.random() < 0.4 else self._random.choice(others)

    def _send(self, delivery):
        delivery.job = self._taken(delivery)
        self.deliveries.append(delivery)
        self._tide.rise()
        self._acknowledged.write(f"{delivery.identity} {delivery.job}\n")
        self._acknowledged.flush()
        os.fsync(self._acknowledged.fileno())

    def _send_again(self, delivery):
        """A redelivery, as people ask for one at GitHub, must find the job of the first."""
        self.again += 1
        job = self._taken(delivery)
        if job != delivery.job:
            self.violations.append(f"delivery {delivery.identity} made job {delivery.job}, and {job} when it came again")

    def _taken(self, delivery):
        while True:
            delivery.tries += 1
            address = self._random.choice(self._nodes).address
            try:
                if address:
                    status, answer = self._post(address, delivery)
                    if status == 202:
                        return json.loads(answer)["jobs"][0]["id"]
                    if status != 503:
                        self.violations.append(f"delivery {delivery.identity} was answered {status}: {answer[:200]!r}")
                        time.sleep(1)
            except GONE:
                pass
            time.sleep(0.05)

    def _post(self, address, delivery):
        signature = hmac.new(self._secret.encode(), delivery.body, hashlib.sha256).hexdigest()
        return Api(address).send("POST", "/webhooks/github", delivery.body, {
            "Content-Type": "application/json", "User-Agent": "GitHub-Hookshot/chaos", "X-GitHub-Event": "push",
            "X-GitHub-Delivery": delivery.identity, "X-Hub-Signature-256": f"sha256={signature}"})
