#!/usr/bin/env python3
"""A proof that finds nothing proves nothing: each thing that may not happen is done to a good world, and has to be told."""

import copy
import types
import unittest

from proof import Proof

CAUSE = ["f00d", "acorn"]


def job(number, kind, outcome, **members):
    return {"id": f"job-{number}", "state": "succeeded", "stage": "report", "outcome": outcome, "attempt": 1,
            "repository": "storm/atlas", "ref": "acorn", "trigger": {"delivery": f"delivery-{number}"},
            "startedAt": "2026-01-01T00:00:00.000Z", "finishedAt": "2026-01-01T00:00:09.000Z", **members}


class World:
    """Three jobs, one of each kind, with everything that belongs to them."""

    def __init__(self):
        self.jobs = [job(1, "green", "green"), job(2, "app-bug", "proposed"), job(3, "environment", "healed")]
        kinds = [("green", None), ("app-bug", "amber"), ("environment", None)]
        self.deliveries = [
            types.SimpleNamespace(
                identity=f"delivery-{number}", job=f"job-{number}", tries=1, scenario=types.SimpleNamespace(
                    kind=kind, text=text, repository="storm/atlas", branch="acorn", number=number))
            for number, (kind, text) in enumerate(kinds, 1)]
        url = "https://github.invalid/storm/atlas/issues/1"
        self.issues = {"storm/atlas": [{"html_url": url}]}
        self.github = [
            {"what": "open", "repository": "storm/atlas", "number": 1, "cause": CAUSE},
            {"what": "comment", "repository": "storm/atlas", "number": 1, "body": "Green again."}]
        self.acts = [{"repository": "atlas", "branch": "acorn", "number": 3, "at": 100.0}]
        self.messages = [{"job": f"job-{number}"} for number in (1, 2, 3)]
        self.audit = [{"job": f"job-{number}", "what": "notify", "target": "slack", "result": "sent"}
                      for number in (1, 2, 3)]
        self.audit.append({"job": "job-3", "what": "playbook", "target": "mend-acorn", "result": "answered 200"})
        self.reports = {
            "job-1": {"failures": [], "actions": []}, "job-2": {"failures": [{"issue": url}], "actions": []},
            "job-3": {"failures": [], "actions": [{"what": "playbook", "result": "answered 200"}]}}
        self.killed = []

    def violations(self):
        api = types.SimpleNamespace(jobs=lambda: self.jobs, audit=lambda: self.audit, report=self.reports.get)
        journal = lambda entries: types.SimpleNamespace(entries=entries)
        return Proof(
            api, types.SimpleNamespace(deliveries=self.deliveries),
            types.SimpleNamespace(journal=journal(self.github), issues=self.issues),
            types.SimpleNamespace(journal=journal(self.acts)),
            [types.SimpleNamespace(name="slack", journal=journal(self.messages))], self.killed).run().violations


class ProofTest(unittest.TestCase):
    def setUp(self):
        self.world = World()

    def told(self, *words):
        violations = self.world.violations()
        self.assertTrue(violations)
        for word in words:
            self.assertIn(word, "\n".join(violations))

    def test_all_is_well(self):
        self.assertEqual(self.world.violations(), [])

    def test_lost_job(self):
        self.world.jobs = [entry for entry in self.world.jobs if entry["id"] != "job-1"]
        self.told("delivery-1 was acknowledged")

    def test_second_job_of_a_delivery(self):
        self.world.jobs.append({**self.world.jobs[0], "id": "job-9"})
        self.told("delivery-1 was acknowledged")

    def test_job_that_nobody_acknowledged(self):
        self.world.deliveries.pop(0)
        self.told("which nobody acknowledged")

    def test_stuck(self):
        self.world.jobs[0]["state"] = "running"
        self.told("is still running")

    def test_failed(self):
        self.world.jobs[0] |= {"state": "failed", "error": "no reason"}
        self.told("failed: no reason")

    def test_failed_with_its_child(self):
        self.world.jobs[0] |= {"state": "failed", "error": "status 137"}
        self.world.killed.append(types.SimpleNamespace(job="job-1", repository=None, ended=1.0))
        self.assertEqual(self.world.violations(), [])

    def test_superseded(self):
        self.world.jobs[2]["state"] = "superseded"
        self.told("no newer one")
        self.world = World()
        self.world.jobs[0]["state"] = "superseded"
        self.assertEqual(self.world.violations(), [])

    def test_attempt_that_nobody_asked_for(self):
        self.world.jobs[0]["attempt"] = 2
        self.told("at attempt 2")

    def test_wrong_outcome(self):
        self.world.jobs[0]["outcome"] = "proposed"
        self.told("of the kind green ended as proposed")

    def test_issue_that_is_not_there(self):
        self.world.issues = {"storm/atlas": []}
        self.told("which is not there")

    def test_two_issues_of_one_cause(self):
        self.world.github.append({**self.world.github[0], "number": 2})
        self.told("for the one cause")

    def test_comment_twice(self):
        self.world.github.append(copy.copy(self.world.github[1]))
        self.told("2 times")

    def test_act_twice(self):
        self.world.acts.append({**self.world.acts[0], "at": 200.0})
        self.told("acted 2 times", "was healed by 2 acts")

    def test_act_without_intent(self):
        self.world.audit.pop()
        self.told("the audit log knows of 0")

    def test_more_acts_than_the_guards_allow(self):
        self.world.acts += [{**self.world.acts[0], "number": number, "at": 100.0 * number} for number in range(4, 10)]
        self.told("6 are the limit")

    def test_act_within_the_cool_down(self):
        self.world.acts.append({**self.world.acts[0], "number": 4, "at": 100.3})
        self.told("within its cool-down")

    def test_environment_that_nothing_explains(self):
        self.world.jobs[2]["outcome"] = "needs-human"
        self.told("no playbook says why")

    def test_message_twice(self):
        self.world.messages.append({"job": "job-1"})
        self.told("2 messages for job job-1")

    def test_message_lost(self):
        self.world.messages.pop(0)
        self.told("no message for job job-1")

    def test_message_given_up(self):
        self.world.messages.pop(0)
        self.world.audit[0]["result"] = "not sent again: it was begun before the job was cut off"
        self.assertEqual(self.world.violations(), [])


if __name__ == "__main__":
    unittest.main()
