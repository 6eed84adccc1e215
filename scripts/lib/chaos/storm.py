"""The storm itself: a service at work, deliveries that keep coming, and kills."""

import collections
import json
import os
import random
import subprocess
import threading
import time

from api import GONE, Unexpected
from channels import Discord, Slack
from deliveries import Sender, Tide
from github import GitHub
from origins import BRANCHES, REPOSITORIES, Origin, playbooks
from postgres import Cluster
from proof import Proof
from resumption import LIMIT, Resumption, marks
from service import Node, end
from stand_in import Journal
from target import Target

TOKEN, SECRET = "storm-token", "storm-secret"
DRAIN_LIMIT = 180.0
# Seconds that a kill waits for the moment that it is meant for.
EFFECT_LIMIT = 3.0
# Jobs that are open at a time, for each worker.
DEPTH = 3


class Phase:
    """A part of the storm: how many kills, of which kinds, with how many answers lost.

    Kinds are `service` (its process alone), `effect` (the same, right after something was done in a stand-in), `all` (with
    everything that it has started, as when a container ends), `git` (the same, in the middle of a git), `start` (twice,
    the second time before it is quite there), `child` (a process that it has started, alone), `stop` (SIGSTOP, and
    SIGCONT after a while), and of PostgreSQL `backend`, `backend by signal` and `server`.
    """

    def __init__(self, name, kills, kinds, faults=0.0):
        self.name, self.kills, self.kinds, self.faults = name, kills, kinds, faults


def phases(options):
    kinds = {"service": 30, "effect": 25, "git": 20, "all": 15, "start": 10}
    parts = [("calm", 40, kinds, 0.0), ("faults", 40, kinds, options.faults / 100),
             ("children", 20, {"service": 40, "child": 60}, 0.0)]
    if options.store == "postgres":
        parts.append(("database", 30, {"service": 20, "backend": 30, "backend by signal": 25, "server": 25}, 0.0))
    if options.stop:
        parts.append(("stops", 10, {"service": 40, "stop": 60}, 0.0))
    if options.kinds:
        parts = [(name, share, dict.fromkeys(options.kinds, 1), faults) for name, share, _, faults in parts]
    total = sum(part[1] for part in parts)
    left = options.kills
    for name, share, weights, faults in parts[:-1]:
        count = round(options.kills * share / total)
        left -= count
        yield Phase(name, count, weights, faults)
    name, _, weights, faults = parts[-1]
    yield Phase(name, left, weights, faults)


class Storm:
    def __init__(self, options, place):
        self._options, self._place = options, place
        self._random = random.Random(options.seed)
        self.violations = []
        self.kills = collections.Counter()
        self._killed_children, self._resumptions = [], {}
        self._log = Journal(place / "kills.jsonl")
        self._cluster = Cluster() if options.store == "postgres" else None
        self._origins = [self._origin(name) for name in REPOSITORIES]
        # A branch may be acted on six times a day, so that a long storm needs more of them.
        many = [f"{branch}{series or ''}" for series in range(20) for branch in BRANCHES]
        self._branches = many[: max(4, min(len(many), options.kills // 6))]
        self.github = GitHub(place, options.seed, TOKEN, REPOSITORIES)
        self.target = Target(place, options.seed)
        self.channels = [Slack(place, options.seed), Discord(place, options.seed)]
        self._stand_ins = [self.github, self.target, *self.channels]
        self._acted = threading.Event()
        for stand_in in self._stand_ins:
            stand_in.acted = self._acted
        configuration = self._configuration()
        count = 2 if options.store == "postgres" else 1
        self.nodes = [
            Node(f"node{number}", options.program, place, configuration, self._environment())
            for number in range(1, count + 1)]
        # Its own dice, so that the order of kills does not depend on how many deliveries there is time for.
        self._tide = Tide(self.nodes, DEPTH * options.workers * count)
        self.sender = Sender(self._origins, self._branches, SECRET, self.nodes, random.Random(f"{options.seed} pushes"),
                             place, self._tide)

    def _origin(self, name):
        folder = self._place / "origins"
        folder.mkdir(exist_ok=True)
        return Origin(folder, name)

    def _configuration(self):
        path = self._place / "selfheal.yaml"
        path.write_text(json.dumps({
            "workers": self._options.workers, "llm": {"mode": "none"},
            "repositories": [{
                "name": origin.name, "clone": origin.url, "setup": [], "timeout": "60s",
                "test": ["./playwright", "test"], "environment": {"CHAOS_TARGET": self.target.address},
                "playbooks": playbooks(origin.name, self._branches, self.target)} for origin in self._origins]}, indent=1))
        return path

    def _environment(self):
        slack, discord = self.channels
        environment = {
            name: value for name, value in os.environ.items()
            # Nothing of what somebody has set for a service of their own.
            if name in ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")}
        environment |= {
            "GITHUB_WEBHOOK_SECRET": SECRET, "GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": self.github.url,
            "SLACK_WEBHOOK_URL": slack.webhook, "DISCORD_WEBHOOK_URL": discord.webhook}
        if self._cluster:
            environment["DATABASE_URL"] = self._cluster.url
        return environment

    # The storm

    def run(self):
        for node in self.nodes:
            node.start()
        for node in self.nodes:
            self.violations += node.wait_until_listening()
        self._tide.start()
        self.sender.start()
        for phase in phases(self._options):
            self._weather(phase)
        self._drain()

    def _weather(self, phase):
        began, before = time.time(), len(self.sender.deliveries)
        for stand_in in self._stand_ins:
            stand_in.faults = phase.faults
        left = phase.kills
        while left > 0:
            self._wait(1 + 2 * phase.faults)
            kind = self._random.choices(list(phase.kinds), list(phase.kinds.values()))[0]
            left -= self._strike(kind)
        print(f"{phase.name}: {phase.kills} kills, {len(self.sender.deliveries) - before} deliveries, "
              f"{phase.faults:.0%} of answers lost, {time.time() - began:.0f} s", flush=True)

    def _wait(self, patience):
        """Often hardly, mostly while stages run, sometimes long enough for whole jobs."""
        low, high = self._random.choices([(0.0, 0.4), (0.4, 3.0), (3.0, 6.0)], [25, 60, 15])[0]
        time.sleep(self._random.uniform(low, high) * patience)

    def _strike(self, kind):
        """Returns how many kills it was."""
        node, child = self._random.choice(self.nodes), None
        if kind == "child":
            child = self._kill_child(node)
            kind = "child" if child else "service"
        if kind == "effect":
            self._wait_for_effect()
        elif kind == "git":
            self._find_child(node, "git ")
        if kind in ("service", "effect"):
            self._kill(node)
        elif kind in ("all", "git"):
            self._kill(node, Node.kill_all)
        elif kind == "start":
            self._kill(node, lives=self._random.uniform(0, 0.5))
        elif kind == "stop":
            self._freeze(node)
        elif kind == "server":
            self._cluster.crash()
        elif kind.startswith("backend"):
            self._cluster.end_backend(kind.endswith("signal"), self._random)
        self.kills[kind] += 1
        self._log.add(what="kill", kind=kind, node=node.name, child=child.words if child else None)
        return 1

    def _kill(self, node, how=Node.kill, lives=None):
        self._end_watch(node)
        others = [other for other in self.nodes if other is not node and other.address]
        how(node)
        known = self._marks(others)
        node.start()
        if lives is not None:
            time.sleep(lives)
            node.kill()
            node.start()
        self.violations += node.wait_until_listening()
        self._watch(node, known)

    def _wait_for_effect(self):
        """So that the service dies before, while or after it hears that it was done."""
        self._acted.clear()
        self._acted.wait(EFFECT_LIMIT)
        time.sleep(self._random.choice([0, self._random.uniform(0, 0.15)]))

    def _find_child(self, node, beginning=""):
        """A git, a suite or a playbook's command, whichever is there first. None when none comes."""
        deadline = time.time() + EFFECT_LIMIT
        while time.time() < deadline:
            children = [child for child in node.children() if child.words.startswith(beginning) and child.words]
            if children:
                return self._random.choice(children)
            time.sleep(0.002)
        return None

    def _kill_child(self, node):
        child = self._find_child(node)
        if child:
            end(child.pid)
            child.ended = time.time()
            self._killed_children.append(child)
        return child

    def _freeze(self, node):
        """Longer than a lease: others take its jobs over, and it wakes up believing that they are still its own."""
        self._end_watch(node)
        others = [other for other in self.nodes if other is not node and other.address]
        node.freeze()
        known, began = self._marks(others), time.time()
        if known:
            self._watch_at(node, others[0].api, began, known, workers=self._options.workers * len(others))
        time.sleep(self._options.freeze)
        node.thaw()

    def _marks(self, others):
        """With one node the state tells who runs again; with several only events do."""
        if not self._cluster:
            return None
        for other in others:
            try:
                return marks(other.api)
            except (*GONE, Unexpected):
                continue
        return {}

    # Jobs that run again

    def _watch(self, node, known):
        self._watch_at(node, node.api, node.listening_since, known)

    def _watch_at(self, node, api, since, known, workers=None):
        watch = Resumption(api, since, known, workers)
        self._resumptions.setdefault(node.name, []).append(watch)
        watch.start()

    def _end_watch(self, node):
        for watch in self._resumptions.get(node.name, [])[-1:]:
            watch.end()

    # The end

    def _drain(self):
        began = time.time()
        for stand_in in self._stand_ins:
            stand_in.faults = 0.0
        self.sender.stop()
        self.sender.join(60)
        if self.sender.is_alive():
            self.violations.append("the last delivery was not taken within 60 s of the last kill")
        api = self.nodes[0].api
        while time.time() - began < DRAIN_LIMIT:
            try:
                if not api.jobs(state="queued") and not api.jobs(state="running") and api.messages_waiting() == 0:
                    break
            except (*GONE, Unexpected):
                pass
            time.sleep(0.2)
        for node in self.nodes:
            self._end_watch(node)
        print(f"drain: {time.time() - began:.0f} s", flush=True)

    def prove(self):
        """Returns the figures; what is wrong is in `violations`."""
        api = self.nodes[0].api
        proof = Proof(api, self.sender, self.github, self.target, self.channels, self._killed_children).run()
        self.violations += self.sender.violations + proof.violations
        self._check_rest(api)
        self._check_stops()
        return {**self._kill_figures(), **proof.figures, **self._resumption_figures()}

    def _check_rest(self, api):
        """One start more must find nothing to do."""
        before = [stand_in.journal.count() for stand_in in self._stand_ins]
        ends = {job["id"]: job.get("finishedAt") for job in api.jobs()}
        self._kill(self.nodes[0])
        time.sleep(2)
        if ends != {job["id"]: job.get("finishedAt") for job in self.nodes[0].api.jobs()}:
            self.violations.append("jobs changed at a start after all of them had ended")
        if before != [stand_in.journal.count() for stand_in in self._stand_ins]:
            self.violations.append("something was done at a start after all jobs had ended")

    def _check_stops(self):
        for node in self.nodes:
            self._end_watch(node)
            status = node.stop()
            if status != 0:
                self.violations.append(f"{node.name} ended with {status} at SIGTERM: {node.last_words()}")
        for node in self.nodes[:1]:
            check = subprocess.run(
                [self._options.program, "store", "check", "--data", node.data], env=self._environment(), text=True,
                capture_output=True, check=False, timeout=300)
            if check.returncode != 0:
                self.violations.append(f"store check: {(check.stdout + check.stderr).strip()}")

    def _kill_figures(self):
        figures = {f"kills of kind “{kind}”": count for kind, count in sorted(self.kills.items())}
        figures["starts"] = sum(node.starts for node in self.nodes)
        times = [seconds for node in self.nodes for seconds in node.start_times]
        figures["seconds from start to address, most"] = f"{max(times):.2f}"
        figures["requests of the service to stand-ins"] = sum(stand_in.requests for stand_in in self._stand_ins)
        figures["answers lost"] = sum(stand_in.resets for stand_in in self._stand_ins)
        figures["redeliveries of what was acknowledged"] = self.sender.again
        return figures

    def _resumption_figures(self):
        watches = [watch for watches in self._resumptions.values() for watch in watches]
        delays = sorted(delay for watch in watches for delay in watch.delays)
        for watch in watches:
            for job in watch.late:
                self.violations.append(f"job {job} did not run again within {LIMIT:.0f} s of the restart")
        return {
            "jobs that ran again after a kill": len(delays),
            "seconds until they did, median": f"{delays[len(delays) // 2]:.2f}" if delays else "none",
            "seconds until they did, most": f"{delays[-1]:.2f}" if delays else "none",
            "jobs killed again before they could": sum(watch.cut_off for watch in watches),
        }

    def close(self):
        for node in self.nodes:
            node.sweep()
        for stand_in in self._stand_ins:
            stand_in.close()
        if self._cluster:
            self._cluster.close()
