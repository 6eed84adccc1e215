"""Incoming webhooks of Slack and Discord, which keep for which job each message was."""

import re

from stand_in import Answer, StandIn

JOB = re.compile(r"selfheal job ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")


class Channel(StandIn):
    def __init__(self, name, folder, seed, path):
        super().__init__(name, folder, seed)
        self._path = path
        self.webhook = self.url + path

    def answer(self, method, path, query, headers, body):
        if method != "POST" or path != self._path:
            return Answer(404, "no_service")
        job = JOB.search(body.decode())
        self.journal.add(what="message", job=job.group(1) if job else None)
        return self.taken()

    def taken(self):
        raise NotImplementedError


class Slack(Channel):
    def __init__(self, folder, seed):
        super().__init__("slack", folder, seed, "/services/T000/B000/chaos")

    def taken(self):
        return Answer(200, "ok")


class Discord(Channel):
    def __init__(self, folder, seed):
        super().__init__("discord", folder, seed, "/api/webhooks/1/chaos")

    def taken(self):
        return Answer(200, {"id": str(1000 + self.journal.count()), "channel_id": "1", "content": ""})
