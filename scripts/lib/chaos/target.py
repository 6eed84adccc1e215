"""What playbooks act on: each commit that needs mending finds it broken, until something acts on its branch."""

from stand_in import Answer, StandIn


class Target(StandIn):
    """`GET /state/REPOSITORY/BRANCH/NUMBER` is asked by suites; the first one breaks it for that commit.

    `POST /act/REPOSITORY/BRANCH` mends for the newest commit that has asked, `POST /act/REPOSITORY/BRANCH/NUMBER` for
    that one. Jobs of one branch never run at once, so that each act belongs to one commit, and so to one job.
    """

    def __init__(self, folder, seed):
        super().__init__("target", folder, seed)
        self._asked = {}
        self._mended = set()

    def answer(self, method, path, query, headers, body):
        parts = path.strip("/").split("/")
        if method == "GET" and parts[0] == "state" and len(parts) == 4:
            return self._state(parts[1], parts[2], int(parts[3]))
        if method == "POST" and parts[0] == "act" and len(parts) in (3, 4):
            return self._act(parts[1], parts[2], int(parts[3]) if len(parts) == 4 else None)
        return Answer(404, {"message": "no such thing"})

    def _state(self, repository, branch, number):
        self._asked[repository, branch] = max(number, self._asked.get((repository, branch), 0))
        return Answer(200, {"mended": (repository, branch, number) in self._mended}, is_steady=True)

    def _act(self, repository, branch, number):
        means = "http" if number is None else "command"
        if number is None:
            number = self._asked.get((repository, branch))
        if number is not None:
            self._mended.add((repository, branch, number))
        self.journal.add(what="act", means=means, repository=repository, branch=branch, number=number)
        return Answer(200, {"done": True})
