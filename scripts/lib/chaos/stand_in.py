"""What all stand-ins share: a server on loopback, a journal of every effect, and faults on demand."""

import http.server
import json
import random
import socket
import struct
import threading
import time
import urllib.parse


class Journal:
    """Effects in the order in which they took place, in memory and as lines of JSON in a file."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8")
        self._lock = threading.Lock()
        self.entries = []

    def add(self, **effect):
        with self._lock:
            entry = {"at": time.time(), **effect}
            self.entries.append(entry)
            self._file.write(json.dumps(entry) + "\n")
            self._file.flush()

    def count(self):
        return len(self.entries)


class Answer:
    def __init__(self, status=200, body=None, is_steady=False):
        """is_steady: no fault ever hits it, because it is not for the service."""
        self.status, self.body, self.is_steady = status, body, is_steady


class StandIn:
    """A server in threads of this process. Subclasses say in `answer` what a request does."""

    def __init__(self, name, folder, seed):
        self.name = name
        self.journal = Journal(folder / f"{name}.jsonl")
        self.faults = 0.0
        # Set at each effect, before it is answered.
        self.acted = None
        # After the effect and before the answer, so that kills fall between the two.
        self.slowest = 0.1
        self.requests = 0
        self.resets = 0
        self._random = random.Random(f"{seed} {name}")
        self._lock = threading.RLock()
        stand_in = self

        class Handler(_Handler):
            owner = stand_in

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.address = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.address}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, method, path, query, headers, body):
        raise NotImplementedError

    def serve(self, method, target, headers, body):
        """Carries the request out. Returns the answer, and whether it gets lost."""
        parts = urllib.parse.urlsplit(target)
        query = dict(urllib.parse.parse_qsl(parts.query))
        with self._lock:
            self.requests += 1
            before = self.journal.count()
            answer = self.answer(method, urllib.parse.unquote(parts.path), query, headers, body)
            if self.acted and self.journal.count() > before:
                self.acted.set()
            # What only reads is asked again after a while, which proves little and takes time.
            chance = self.faults / 3 if method == "GET" else self.faults
            is_lost = not answer.is_steady and self._random.random() < chance
            pause = 0 if answer.is_steady else self._random.uniform(0, self.slowest)
            self.resets += is_lost
        time.sleep(pause)
        return answer, is_lost

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        # A client that was killed in the middle is what this is about.
        pass


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner = None
    timeout = 60

    def _handle(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer, is_lost = self.owner.serve(self.command, self.path, self.headers, body)
        if is_lost:
            # With a linger of zero the system sends a reset instead of an orderly end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        is_text = isinstance(answer.body, str)
        data = b"" if answer.body is None else answer.body.encode() if is_text else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "text/plain" if is_text else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _handle

    def log_message(self, format, *args):
        pass
