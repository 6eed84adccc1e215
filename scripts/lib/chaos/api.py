"""The service's HTTP API, as far as a look from outside needs it."""

import http.client
import json
import urllib.parse

GONE = (OSError, http.client.HTTPException, ValueError)
"""What a service that is being killed answers with."""

FINAL = {"succeeded", "failed", "cancelled", "superseded"}


class Unexpected(Exception):
    """An answer with a status that nobody asked for."""


class Api:
    def __init__(self, url, timeout=10):
        self._host = urllib.parse.urlsplit(url).netloc
        self._timeout = timeout

    def send(self, method, path, body=None, headers=None):
        """Returns status and body of one exchange on a connection of its own."""
        connection = http.client.HTTPConnection(self._host, timeout=self._timeout)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def get(self, path):
        status, body = self.send("GET", path)
        if status != 200:
            raise Unexpected(f"GET {path} answered {status}: {body[:300]!r}")
        return json.loads(body)

    def jobs(self, **filters):
        """All pages, newest first."""
        return self._pages("/api/v1/jobs", "jobs", filters)

    def audit(self):
        return self._pages("/api/v1/audit", "entries", {})

    def _pages(self, path, name, filters):
        query = {**filters, "limit": 200}
        found = []
        while True:
            page = self.get(f"{path}?{urllib.parse.urlencode(query)}")
            found += page[name]
            if not page.get("nextCursor"):
                return found
            query["cursor"] = page["nextCursor"]

    def messages_waiting(self):
        """Messages to people that are not sent yet."""
        status, body = self.send("GET", "/metrics")
        for line in body.decode().splitlines():
            if line.startswith("selfheal_messages_waiting "):
                return int(line.split()[1])
        raise Unexpected(f"GET /metrics answered {status} without the messages that wait")

    def job(self, identity):
        return self.get(f"/api/v1/jobs/{identity}")

    def report(self, identity):
        """None where there is none."""
        status, body = self.send("GET", f"/api/v1/jobs/{identity}/report")
        if status == 404:
            return None
        if status != 200:
            raise Unexpected(f"the report of {identity} answered {status}: {body[:300]!r}")
        return json.loads(body)

    def last_event(self, identity, after=0):
        """The number of the newest event of a job so far."""
        connection = http.client.HTTPConnection(self._host, timeout=self._timeout)
        try:
            connection.request("GET", f"/api/v1/jobs/{identity}/events", headers={"Last-Event-ID": str(after)})
            answer = connection.getresponse()
            last = after
            # A line that begins with a colon comes when everything so far has been told.
            for line in iter(answer.readline, b""):
                if line.startswith(b":"):
                    break
                if line.startswith(b"id: "):
                    last = int(line[4:])
            return last
        finally:
            connection.close()
