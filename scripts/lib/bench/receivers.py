"""The receivers of webhooks that are compared over HTTP: each is started anew with an empty store, warmed, and loaded."""
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time

from rounds import Failed

SECRET = "It's a Secret to Everybody"
STATUS = 202
START_LIMIT = 20


@contextlib.contextmanager
def running(command, folder, environment=None):
    """A process in `folder`, with its output in the files `out` and `err` there, and with no settings of ours but these."""
    inherited = {name: value for name, value in os.environ.items()
                 if name != "DATABASE_URL" and not name.startswith(("SELFHEAL_", "GITHUB_"))}
    with open(os.path.join(folder, "out"), "wb") as out, open(os.path.join(folder, "err"), "wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=folder, start_new_session=True,
                                   env={**inherited, **(environment or {})})
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        # What a command runner has started and not waited for is in its session.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def announced_port(process, folder):
    """The port out of a line such as `listening on http://127.0.0.1:4711`."""
    began = time.monotonic()
    while time.monotonic() - began < START_LIMIT:
        with open(os.path.join(folder, "out"), encoding="utf-8") as out:
            found = re.search(r"^listening on .*:(\d+)$", out.read(), re.MULTILINE)
        if found:
            return int(found[1])
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise Failed(f"{process.args[0]} did not start: {tail(folder)}")


def tail(folder):
    with open(os.path.join(folder, "err"), encoding="utf-8", errors="replace") as err:
        return err.read()[-400:].strip() or "it said nothing"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(port):
    began = time.monotonic()
    while time.monotonic() - began < START_LIMIT:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise Failed(f"nobody listens on port {port}")


class Receivers:
    def __init__(self, place, whload, body, seconds):
        self.place = place
        self.whload = whload
        self.body = body
        self.seconds = seconds

    def selfheal(self, program):
        """`selfheal serve` as it is installed, except that people have paused it: jobs queue, so that only the intake is
        measured and not what healing does meanwhile. Any repository whose webhook knows the secret is taken."""
        folder = self.fresh_folder()
        data = os.path.join(folder, "data")
        os.mkdir(data)
        with open(os.path.join(data, "PAUSE"), "w", encoding="utf-8") as pause:
            pause.write("scripts/bench measures the intake\n")
        command = [program, "serve", "--port", "0", "--data", data]
        with running(command, folder, {"GITHUB_WEBHOOK_SECRET": SECRET}) as process:
            return self.load(process, announced_port(process, folder), "/webhooks/github")

    def webhook(self, program):
        """Debian's webhook: HMAC check, then a command for each hook, which it cannot do without; /bin/true is the cheapest
        there is, and the answer does not wait for it. It stores nothing."""
        folder = self.fresh_folder()
        parameter = {"source": "header", "name": "X-Hub-Signature-256"}
        hook = {
            "id": "push", "execute-command": "/bin/true", "success-http-response-code": STATUS,
            "trigger-rule": {"match": {"type": "payload-hmac-sha256", "secret": SECRET, "parameter": parameter}},
        }
        hooks = os.path.join(folder, "hooks.json")
        with open(hooks, "w", encoding="utf-8") as file:
            json.dump([hook], file)
        port = free_port()
        with running([program, "-hooks", hooks, "-ip", "127.0.0.1", "-port", str(port)], folder) as process:
            wait_until_open(port)
            return self.load(process, port, "/hooks/push")

    def node(self, node, script, mode):
        folder = self.fresh_folder()
        with running([node, script, os.path.join(folder, "data"), mode, SECRET], folder) as process:
            port = announced_port(process, folder)
            with open(os.path.join(folder, "out"), encoding="utf-8") as out:
                storage = re.search(r"^storage=(.*)$", out.read(), re.MULTILINE)[1]
            return {**self.load(process, port, "/"), "storage": storage}

    def fresh_folder(self):
        folder = os.path.join(self.place, "receiver")
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        return folder

    def load(self, process, port, path):
        """64 connections, each of which sends its next delivery when the last was acknowledged. Not measured: the first 3000
        or four seconds, until stores are warm and logs have wrapped."""
        common = [self.whload, "-q", "-p", str(port), "-u", path, "-s", SECRET, "-b", self.body, "-c", "64", "-e", str(STATUS),
                  "-P", str(process.pid)]
        self.whload_run([*common, "-n", "3000", "-T", "4"])
        line = self.whload_run([*common, "-n", "1000000", "-T", str(self.seconds)])
        return {
            "perSecond": float(line["acked_per_s"]), "p99Milliseconds": float(line["p99_ms"]),
            "cpuMicroseconds": float(line["cpu_us_per_req"]),
        }

    @staticmethod
    def whload_run(command):
        result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        line = dict(word.split("=", 1) for word in result.stdout.split() if "=" in word)
        if result.returncode != 0 or int(line.get("acked", "0")) == 0:
            raise Failed(f"whload: {result.stdout.strip()} {result.stderr.strip()}")
        return line
