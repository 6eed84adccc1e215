"""A GitHub as far as issues are concerned: repositories, issues, comments, labels, and no pull requests."""

import json
import re
import time

from stand_in import Answer, StandIn

MARK = re.compile(r"<!-- selfheal:issue (\{.*\}) -->\s*$", re.DOTALL)


def mark_of(body):
    """The cause that an issue is about: (fingerprint, branch). None for an issue of somebody else."""
    found = MARK.search(body or "")
    if not found:
        return None
    mark = json.loads(found.group(1))
    return mark["fingerprint"], mark["branch"]


class GitHub(StandIn):
    def __init__(self, folder, seed, token, repositories):
        super().__init__("github", folder, seed)
        self._token = token
        self.issues = {name: [] for name in repositories}

    def answer(self, method, path, query, headers, body):
        if headers.get("Authorization") not in (f"Bearer {self._token}", f"token {self._token}"):
            return Answer(401, {"message": "Bad credentials"})
        parts = path.strip("/").split("/")
        if len(parts) < 3 or parts[0] != "repos" or "/".join(parts[1:3]) not in self.issues:
            return Answer(404, {"message": "Not Found"})
        name, rest = "/".join(parts[1:3]), parts[3:]
        document = json.loads(body) if body else {}
        if method == "GET" and not rest:
            return Answer(200, {
                "full_name": name, "has_issues": True, "default_branch": "main", "private": True,
                "permissions": {"admin": False, "maintain": False, "push": True, "triage": True, "pull": True}})
        if method == "GET" and rest == ["pulls"]:
            return Answer(200, [])
        if rest and rest[0] == "issues":
            return self._issues(method, name, rest[1:], query, document)
        return Answer(404, {"message": "Not Found"})

    def _issues(self, method, name, rest, query, document):
        issues = self.issues[name]
        if not rest:
            return self._list(issues, query) if method == "GET" else self._open(name, document)
        number = int(rest[0])
        if not 1 <= number <= len(issues):
            return Answer(404, {"message": "Not Found"})
        issue = issues[number - 1]
        if method == "GET" and len(rest) == 1:
            return Answer(200, _shown(issue))
        if method == "PATCH" and len(rest) == 1:
            return self._change(name, issue, document)
        if rest[1:] == ["comments"]:
            return self._comments(method, name, issue, query, document)
        if method == "POST" and rest[1:] == ["labels"]:
            self._label(name, issue, document["labels"])
            return Answer(200, [{"name": label} for label in issue["labels"]])
        if method == "DELETE" and rest[1:2] == ["labels"] and len(rest) == 3:
            if rest[2] not in issue["labels"]:
                return Answer(404, {"message": "Label does not exist"})
            issue["labels"].remove(rest[2])
            self.journal.add(what="unlabel", repository=name, number=number, label=rest[2])
            return Answer(200, [{"name": label} for label in issue["labels"]])
        return Answer(404, {"message": "Not Found"})

    @staticmethod
    def _list(issues, query):
        state, label = query.get("state", "open"), query.get("labels")
        found = [
            issue for issue in issues
            if state in ("all", issue["state"]) and (label is None or label in issue["labels"])]
        size, page = int(query.get("per_page", 30)), int(query.get("page", 1))
        return Answer(200, [_shown(issue) for issue in found[size * (page - 1) : size * page]])

    def _open(self, name, document):
        number = len(self.issues[name]) + 1
        issue = {
            "number": number, "html_url": f"https://github.invalid/{name}/issues/{number}", "state": "open",
            "state_reason": None, "title": document["title"], "body": document["body"],
            "labels": list(document.get("labels", [])), "comments": []}
        self.issues[name].append(issue)
        self.journal.add(what="open", repository=name, number=number, title=issue["title"],
                         cause=mark_of(issue["body"]))
        return Answer(201, _shown(issue))

    def _change(self, name, issue, document):
        for key in ("title", "body", "state", "state_reason"):
            if key in document:
                issue[key] = document[key]
        self.journal.add(what="change", repository=name, number=issue["number"],
                         **{key: document[key] for key in ("state", "state_reason") if key in document})
        return Answer(200, _shown(issue))

    def _comments(self, method, name, issue, query, document):
        if method == "GET":
            since = query.get("since", "")
            return Answer(200, [comment for comment in issue["comments"] if comment["updated_at"] >= since])
        comment = {
            "id": len(issue["comments"]) + 1, "body": document["body"],
            "updated_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
        issue["comments"].append(comment)
        self.journal.add(what="comment", repository=name, number=issue["number"], body=document["body"])
        return Answer(201, comment)

    def _label(self, name, issue, labels):
        for label in labels:
            if label not in issue["labels"]:
                issue["labels"].append(label)
                self.journal.add(what="label", repository=name, number=issue["number"], label=label)


def _shown(issue):
    return {**issue, "labels": [{"name": label} for label in issue["labels"]], "comments": len(issue["comments"])}
