"""The repositories that are pushed to: bare ones on this disk, whose commits are made as they are needed."""

import json
import os
import pathlib
import subprocess

from suite import SPEC, TEXTS

OWN = pathlib.Path(__file__).resolve().parent
REPOSITORIES = ["storm/atlas", "storm/borea", "storm/cirro", "storm/dunes"]
BRANCHES = ["acorn", "birdy", "cedar", "daisy", "eagle", "fjord", "glade", "heron", "islet", "jetty", "knoll", "larch"]

# What a commit does to the suite, with how often it comes.
KINDS = {"green": 40, "app-bug": 30, "environment": 30}


class Scenario:
    """What a pushed commit is like, and so what may become of its job."""

    def __init__(self, kind, repository, branch, number, random):
        self.kind, self.repository, self.branch, self.number = kind, repository, branch, number
        self.text = random.choice(TEXTS) if kind == "app-bug" else None
        self.how = random.choice(["refused", "503"]) if kind == "environment" else None

    def files(self):
        """Kinds differ in what they change: an error of the server after a change of the app would be the app's."""
        if self.kind == "app-bug":
            return {"app/page.json": json.dumps({"wrong": self.text, "commit": self.number})}
        if self.kind == "environment":
            need = {"repository": short(self.repository), "branch": self.branch, "number": self.number, "how": self.how}
            return {"tests/need.json": json.dumps(need)}
        return {"app/page.json": json.dumps({"wrong": None, "commit": self.number})}


def short(repository):
    return repository.split("/")[1]


class Origin:
    """One repository: a green first commit, on which each push puts one commit of its own."""

    def __init__(self, folder, name):
        self.name = name
        self.path = folder / f"{short(name)}.git"
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", self.path], check=True)
        files = {
            "playwright": (OWN / "suite.py").read_text(), "ops/mend.py": (OWN / "mend.py").read_text(),
            "playwright.config.ts": "export default {};\n", SPEC: "// The storm's own suite stands in for it.\n",
            "app/page.json": json.dumps({"wrong": None})}
        self.root = self._import("main", files, "Begin", None)

    @property
    def url(self):
        return self.path.as_uri()

    def push(self, scenario):
        """Makes the scenario's commit the head of its branch. Returns its name."""
        title = f"{scenario.kind} number {scenario.number}"
        return self._import(scenario.branch, scenario.files(), title, self.root)

    def _import(self, branch, files, message, parent):
        lines = [f"commit refs/heads/{branch}", "mark :1", "committer Sam <sam@example.com> 1760000000 +0000",
                 _data(message)]
        if parent:
            lines.append(f"from {parent}")
        for path, text in files.items():
            mode = "100755" if text.startswith("#!") else "100644"
            lines += [f"M {mode} inline {path}", _data(text)]
        lines += ["get-mark :1", "done", ""]
        done = subprocess.run(
            ["git", "fast-import", "--quiet", "--force", "--done"], cwd=self.path, check=True, capture_output=True,
            input="\n".join(lines).encode(), env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"})
        return done.stdout.decode().strip()


def _data(text):
    return f"data {len(text.encode())}\n{text}"


def playbooks(repository, branches, target):
    """One for each branch, by a request and by a command in turns, so that no branch waits for another's cool-down."""
    entries = {}
    for index, branch in enumerate(branches):
        entry = {"when": {"text": f"the branch {branch} needs mending"}, "cooldown": f"{COOLDOWN}s"}
        if index % 2:
            entry |= {"command": ["python3", "-S", "ops/mend.py", branch], "timeout": "4s",
                      "environment": {"CHAOS_TARGET": target.address}}
        else:
            entry |= {"http": {"method": "POST", "url": f"{target.url}/act/{short(repository)}/{branch}"},
                      "timeout": "10s"}
        entries[f"mend-{branch}"] = entry
    return entries


# Seconds for which a branch's target is left alone after an act.
COOLDOWN = 1
