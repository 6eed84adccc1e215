"""What must be true after the storm: nothing lost, nothing stuck, no effect done twice."""

import collections
import datetime

from api import FINAL
from origins import COOLDOWN, short

# Of the service: docs/playbooks.md, "What stands between a finding and an action".
ACTS_A_DAY = 6
# Clocks of two processes, and an answer that was under way.
TOLERANCE = 0.2


class Proof:
    """Holds the service's own account, by its API, against the journals of the stand-ins."""

    def __init__(self, api, sender, github, target, channels, killed_children):
        self.violations = []
        self.figures = {}
        self._api, self._github, self._target, self._channels = api, github, target, channels
        self._deliveries = {delivery.identity: delivery for delivery in sender.deliveries}
        self._jobs = {job["id"]: job for job in api.jobs()}
        self._notes = collections.defaultdict(list)
        for entry in api.audit():
            self._notes[entry.get("job")].append(entry)
        self._killed = killed_children

    def run(self):
        self._nothing_lost()
        self._nothing_stuck()
        self._right_outcomes()
        self._acts()
        self._issues()
        self._messages()
        return self

    def _say(self, text):
        self.violations.append(text)

    def _scenario(self, job):
        delivery = self._deliveries.get(job["trigger"].get("delivery"))
        return delivery.scenario if delivery else None

    def _nothing_lost(self):
        found = collections.defaultdict(list)
        for job in self._jobs.values():
            found[job["trigger"].get("delivery")].append(job["id"])
        for identity, delivery in self._deliveries.items():
            if found[identity] != [delivery.job]:
                self._say(f"delivery {identity} was acknowledged with job {delivery.job}, and has {found[identity]}")
        for identity in found.keys() - self._deliveries.keys():
            if found[identity]:
                self._say(f"jobs {found[identity]} are of delivery {identity}, which nobody acknowledged")
        self.figures["deliveries acknowledged"] = len(self._deliveries)
        self.figures["deliveries sent in all"] = sum(delivery.tries for delivery in self._deliveries.values())

    def _nothing_stuck(self):
        states = collections.Counter()
        for job in self._jobs.values():
            states[job["state"] + (f", {job['outcome']}" if job.get("outcome") else "")] += 1
            if job["state"] not in FINAL:
                self._say(f"job {_named(job)} is still {job['state']} at {job['stage']}")
            elif job["state"] == "superseded" and not self._is_overtaken(job):
                self._say(f"job {_named(job)} is superseded, and no newer one of its branch is there")
            elif job["state"] == "cancelled":
                self._say(f"job {_named(job)} is cancelled, and nobody asked for that")
            elif job["state"] == "failed" and not self._was_hit(job):
                self._say(f"job {_named(job)} failed: {job.get('error', '')[:600]}")
            elif job["state"] == "failed":
                self.figures["jobs failed with a child that was killed"] = (
                    self.figures.get("jobs failed with a child that was killed", 0) + 1)
            if job["attempt"] != 1:
                self._say(f"job {_named(job)} is at attempt {job['attempt']}, and nobody asked for another")
        for state, count in sorted(states.items()):
            self.figures[f"jobs {state}"] = count

    def _is_overtaken(self, job):
        # Ids grow with time.
        return any(
            other["id"] > job["id"] and (other["repository"], other["ref"]) == (job["repository"], job["ref"])
            for other in self._jobs.values())

    def _was_hit(self, job):
        """Whether a process that worked for it was killed under the service's hands, which may well fail a job."""
        return any(child.job == job["id"] or child.job is None and self._may_be_of(child, job) for child in self._killed)

    @staticmethod
    def _may_be_of(child, job):
        """A git at the mirror says for which repository it works, and not for which job."""
        began, ended = moment(job["startedAt"]), moment(job["finishedAt"])
        return child.repository in (None, job["repository"]) and began - TOLERANCE < child.ended < ended + TOLERANCE

    def _right_outcomes(self):
        self._urls = {}
        for job in self._jobs.values():
            scenario = self._scenario(job)
            if job["state"] != "succeeded" or scenario is None or self._was_hit(job):
                continue
            report = self._api.report(job["id"])
            if report is None:
                self._say(f"job {_named(job)} has succeeded, and has no report")
            elif scenario.kind == "green":
                self._expect(job, scenario, ["green"])
            elif scenario.kind == "app-bug":
                self._app_bug(job, scenario, report)
            else:
                self._environment(job, scenario, report)

    def _expect(self, job, scenario, outcomes):
        if job["outcome"] not in outcomes:
            self._say(f"job {_named(job)} of a commit of the kind {scenario.kind} ended as {job['outcome']}")

    def _app_bug(self, job, scenario, report):
        if _tells(report, "issue", ("failed: ", "not opened: ")):
            return self._expect(job, scenario, ["needs-human"])
        self._expect(job, scenario, ["proposed"])
        cause = (scenario.repository, scenario.branch, scenario.text)
        for url in {failure["issue"] for failure in report["failures"] if failure.get("issue")}:
            if self._urls.setdefault(cause, url) != url:
                self._say(f"{cause} has the issues {self._urls[cause]} and {url}")
        known = {issue["html_url"] for issue in self._github.issues[scenario.repository]}
        if job["outcome"] == "proposed" and self._urls.get(cause) not in known:
            self._say(f"job {_named(job)} names the issue {self._urls.get(cause)}, which is not there")

    def _environment(self, job, scenario, report):
        acts = self._acts_for(scenario)
        if job["outcome"] == "healed":
            if len(acts) != 1:
                self._say(f"job {_named(job)} was healed by {len(acts)} acts")
        elif job["outcome"] == "green" or not _tells(report, "playbook", ("not done: ", "failed: ", "taken over: ")):
            self._say(f"job {_named(job)} ended as {job['outcome']}, and no playbook says why: {_actions(report)}")

    def _acts_for(self, scenario):
        wanted = (short(scenario.repository), scenario.branch, scenario.number)
        return [
            act for act in self._target.journal.entries
            if (act["repository"], act["branch"], act["number"]) == wanted]

    def _acts(self):
        counts, times = collections.Counter(), collections.defaultdict(list)
        for act in self._target.journal.entries:
            counts[act["repository"], act["branch"], act["number"]] += 1
            times[act["repository"], act["branch"]].append(act["at"])
        for (repository, branch, number), count in counts.items():
            if number is None:
                self._say(f"{repository} {branch} was acted on before any commit needed it")
            if count > 1:
                self._say(f"the playbook for commit {number} of {repository} {branch} acted {count} times")
        for (repository, branch), moments in times.items():
            if len(moments) > ACTS_A_DAY:
                self._say(f"{repository} {branch} was acted on {len(moments)} times, where {ACTS_A_DAY} are the limit")
            gap = min((later - earlier for earlier, later in zip(moments, moments[1:])), default=COOLDOWN)
            if gap < COOLDOWN - TOLERANCE:
                self._say(f"{repository} {branch} was acted on again after {gap:.2f} s, within its cool-down")
        self._acts_have_intents(counts)
        self.figures["playbook acts"] = len(self._target.journal.entries)

    def _acts_have_intents(self, counts):
        intents = collections.Counter()
        for job in self._jobs.values():
            scenario = self._scenario(job)
            done = [
                note for note in self._notes[job["id"]]
                if note["what"] == "playbook" and not note["result"].startswith("not done: ")]
            # What is ended from outside in the middle of an act has no time to say so.
            is_cut = job["state"] != "succeeded" or self._was_hit(job)
            if scenario and (done or is_cut):
                intents[short(scenario.repository), scenario.branch, scenario.number] += 1
        for key, count in counts.items():
            if count > intents[key]:
                self._say(f"{key} was acted on {count} times, and the audit log knows of {intents[key]}")

    def _issues(self):
        causes, comments = collections.defaultdict(list), collections.Counter()
        for entry in self._github.journal.entries:
            if entry["what"] == "open":
                cause = tuple(entry["cause"]) if entry["cause"] else None
                causes[entry["repository"], cause].append(entry["number"])
            elif entry["what"] == "comment":
                comments[entry["repository"], entry["number"], entry["body"]] += 1
        for (repository, cause), numbers in causes.items():
            if cause is None:
                self._say(f"the issues {numbers} of {repository} name no cause")
            elif len(numbers) > 1:
                self._say(f"{repository} has the issues {numbers} for the one cause {cause}")
        for (repository, number, body), count in comments.items():
            if count > 1:
                self._say(f"issue {number} of {repository} has the comment “{body}” {count} times")
        urls = collections.Counter(self._urls.values())
        for url, count in urls.items():
            if count > 1:
                self._say(f"{url} stands for {count} causes")
        self.figures["issues opened"] = sum(map(len, causes.values()))
        self.figures["comments on issues"] = sum(comments.values())

    def _messages(self):
        for channel in self._channels:
            counts = collections.Counter(entry["job"] for entry in channel.journal.entries)
            for job, count in counts.items():
                if count > 1:
                    self._say(f"{channel.name} has {count} messages for job {job}")
                if job not in self._jobs:
                    self._say(f"{channel.name} has a message for a job {job}, which nobody knows")
            unsent = [job for job in self._jobs.values() if job["state"] == "succeeded" and not counts[job["id"]]]
            for job in unsent:
                told = [note["result"] for note in self._notes[job["id"]]
                        if (note["what"], note["target"]) == ("notify", channel.name)]
                # At most once means that one whose sending was cut off may be missing; then the audit log says so.
                if all(result == "sent" for result in told):
                    self._say(f"{channel.name} has no message for job {_named(job)}; the audit log says {told}")
            self.figures[f"messages on {channel.name}"] = sum(counts.values())
            self.figures[f"messages on {channel.name} given up"] = len(unsent)


def moment(text):
    """Seconds since 1970 of a time as the API gives it."""
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def _named(job):
    return f"{job['id']} ({job['repository']} {job['ref']})"


def _tells(report, what, beginnings):
    return any(action["what"] == what and action["result"].startswith(beginnings) for action in report["actions"])


def _actions(report):
    return [f"{action['what']}: {action['result'][:120]}" for action in report["actions"]]
