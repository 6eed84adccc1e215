"""What schemathesis cannot know from openapi.yaml: how GitHub signs, and that a pause must not last."""

import hashlib
import hmac
import os
import urllib.request

import requests.auth
import schemathesis

SECRET = os.environ["GITHUB_WEBHOOK_SECRET"].encode()
RESUME = urllib.request.Request(
    os.environ["SERVICE_URL"] + "/api/v1/resume", method="POST", headers={"Authorization": "Bearer fuzz-token"})


class Signature(requests.auth.AuthBase):
    """Signs the bytes that are really sent."""

    def __call__(self, request):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        if isinstance(body, bytes):
            request.headers["X-Hub-Signature-256"] = "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        return request


class Bearer(requests.auth.AuthBase):
    def __call__(self, request):
        request.headers["Authorization"] = "Bearer fuzz-token"
        return request


schemathesis.auth.set_from_requests(Signature()).apply_to(path="/webhooks/github")
schemathesis.auth.set_from_requests(Bearer()).apply_to(path_regex="^/(api|hooks|metrics)")


@schemathesis.hook
def after_call(context, case, response):
    """A job that waits for the end of a pause would keep its stream of events open."""
    if case.method == "POST" and case.path == "/api/v1/pause" and response.status_code == 200:
        urllib.request.urlopen(RESUME, timeout=10).close()
