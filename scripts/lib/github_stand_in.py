#!/usr/bin/env python3
"""Drives the service against a stand-in of GitHub that validates every request.

A push that renames a test id has to end with one pull request on which the spec has the new name, also when each call of the
service is refused, answered with an error, cut off or answered after its effect was lost.

    github_stand_in.py --stand-in FOLDER --selfheal PROGRAM
"""

import argparse
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

SECRET = "stand-in-secret"
REPOSITORY = "octo-org/clock"
FAULTS = [
    {"name": "none"},
    {"name": "403 with retry-after", "status": 403, "headers": {"retry-after": "1"},
     "body": {"message": "You have exceeded a secondary rate limit."}},
    {"name": "500", "status": 500},
    {"name": "reset", "reset": True},
    {"name": "done, but the answer is lost", "reset": True, "when": "after"},
]
CALLS = [
    "GET /repos/*/*", "POST /repos/*/*/git/blobs", "POST /repos/*/*/git/trees", "POST /repos/*/*/git/commits",
    "POST /repos/*/*/git/refs", "POST /repos/*/*/pulls",
]


def request(url, body=None, headers=None, method=None):
    data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    call = urllib.request.Request(url, data=data, headers={"content-type": "application/json", **(headers or {})}, method=method)
    with urllib.request.urlopen(call, timeout=60) as answer:
        return json.loads(answer.read() or b"null")


def git(folder, *args):
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "Sam", "GIT_AUTHOR_EMAIL": "sam@example.com",
                   "GIT_COMMITTER_NAME": "Sam", "GIT_COMMITTER_EMAIL": "sam@example.com"}
    return subprocess.run(["git", "-C", folder, *args], env=environment, check=True, capture_output=True, text=True).stdout.strip()


def broken_clock(folder):
    sample = pathlib.Path(__file__).resolve().parents[2] / "Tests/EndToEndTests/Samples/clock"
    shutil.copytree(sample, folder)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Add the clock")
    base = git(folder, "rev-parse", "HEAD")
    page = folder / "index.html"
    page.write_text(page.read_text().replace('data-testid="start"', 'data-testid="begin"'))
    git(folder, "commit", "-qam", "Use the product's word for starting")
    return base, git(folder, "rev-parse", "HEAD")


class Case:
    """A stand-in and a service of their own."""

    def __init__(self, place, stand_in, selfheal):
        self.place, self.processes = place, []
        self.base, self.head = broken_clock(place / "clock")
        log = open(place / "github.log", "w")
        github = subprocess.Popen([sys.executable, str(stand_in / "server.py"), "--data", str(place / "github")],
                                  stdout=subprocess.PIPE, stderr=log, text=True)
        self.processes.append(github)
        facts = json.loads(github.stdout.readline())
        self.github, token = facts["url"], facts["tokens"][0]
        owner, name = REPOSITORY.split("/")
        request(self.github + "/_control/user", {"login": owner, "type": "Organization"})
        request(self.github + "/_control/repo", {"owner": owner, "name": name, "from": str(place / "clock")})
        modules = os.environ["SELFHEAL_PLAYWRIGHT_MODULES"]
        (place / "selfheal.yaml").write_text(json.dumps({"repositories": [{
            "name": REPOSITORY, "clone": f"{self.github}/{REPOSITORY}.git", "timeout": "5m",
            "setup": [["ln", "-sfn", modules, "node_modules"]]}]}))
        environment = {**os.environ, "GITHUB_WEBHOOK_SECRET": SECRET, "GITHUB_TOKEN": token, "GITHUB_API_URL": self.github,
                       "GITHUB_SERVER_URL": self.github}
        service = subprocess.Popen([selfheal, "serve", "--port", "0", "--config", str(place / "selfheal.yaml"),
                                    "--data", str(place / "data")],
                                   env=environment, stdout=subprocess.PIPE, stderr=open(place / "service.log", "w"), text=True)
        self.processes.append(service)
        self.service = service.stdout.readline().split()[-1]

    def push(self, delivery):
        body = json.dumps({"ref": "refs/heads/main", "before": self.base, "after": self.head,
                           "repository": {"full_name": REPOSITORY}, "sender": {"login": "sam"}}).encode()
        signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        answer = request(self.service + "/webhooks/github", body, {
            "X-GitHub-Event": "push", "X-GitHub-Delivery": delivery, "X-Hub-Signature-256": signature})
        return self.ended(answer["jobs"][0]["id"])

    def ended(self, job):
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline:
            state = request(f"{self.service}/api/v1/jobs/{job}")
            if state["state"] not in ("queued", "running"):
                return state
            time.sleep(0.5)
        raise TimeoutError(f"job {job} did not end")

    def problems(self, job):
        found = []
        if job.get("outcome") != "proposed":
            found.append(f"the job ended as {job['state']}, {job.get('outcome')}: {job.get('error', '')}")
        headers = {"Authorization": f"token {self.token()}", "User-Agent": "check"}
        pulls = request(f"{self.github}/repos/{REPOSITORY}/pulls?state=all", headers=headers)
        if len(pulls) != 1:
            found.append(f"there are {len(pulls)} pull requests")
        for pull in pulls:
            files = request(f"{self.github}/repos/{REPOSITORY}/pulls/{pull['number']}/files", headers=headers)
            if [file["filename"] for file in files] != ["tests/clock.spec.ts"] or "getByTestId('begin')" not in files[0]["patch"]:
                found.append("the pull request changes something else")
        branches = [
            branch["name"] for branch in request(f"{self.github}/repos/{REPOSITORY}/branches", headers=headers)]
        if len([name for name in branches if name.startswith("selfheal/")]) != 1:
            found.append(f"the branches are {branches}")
        for entry in request(self.github + "/_journal")["entries"]:
            unknown = (entry.get("note") or {}).get("unknown_keys")
            if unknown and "/repos/" in entry["path"]:
                found.append(f"{entry['method']} {entry['path']} has members that GitHub does not know: {unknown}")
        return found

    def token(self):
        return "ghp_fake0000000000000000000000000000admin"

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--stand-in", type=pathlib.Path, required=True)
    options.add_argument("--selfheal", required=True)
    options = options.parse_args()
    failed = 0
    for fault in FAULTS:
        place = pathlib.Path(tempfile.mkdtemp(prefix="selfheal-github-"))
        case = Case(place, options.stand_in, options.selfheal)
        try:
            if fault["name"] != "none":
                faults = [{"match": call, "times": 1, **{k: v for k, v in fault.items() if k != "name"}} for call in CALLS]
                request(case.github + "/_control", {"fail": faults})
            problems = case.problems(case.push(f"delivery-{fault['name']}"))
            if not problems:
                # The same cause, met by another job, must find what is there.
                problems = case.problems(case.push("delivery-again"))
        finally:
            case.close()
        print(f"{'FAIL' if problems else 'PASS'} {fault['name']} on every call", *problems, sep="\n  " if problems else " ", flush=True)
        if problems:
            failed += 1
            print((place / "service.log").read_text()[-3000:])
        else:
            shutil.rmtree(place)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
