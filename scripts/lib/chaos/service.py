"""The service under test: a process that is started again whenever it was killed."""

import os
import pathlib
import re
import signal
import subprocess
import threading
import time

from api import Api

START_LIMIT = 30.0
START_TRIES = 5
JOB = re.compile(r"(?:workspaces|artifacts)/([0-9a-f-]{36})")
MIRROR = re.compile(r"mirrors/([^/]+)\.git")


class DidNotStart(Exception):
    pass


class Node:
    """One `selfheal serve`, over all its lives."""

    def __init__(self, name, program, folder, configuration, environment):
        self.name = name
        self.data = folder / f"data-{name}"
        self.starts = 0
        # Seconds from the start of each process to its address.
        self.start_times = []
        self.address = None
        self.listening_since = None
        self._words = [str(program), "serve", "--port", "0", "--config", str(configuration), "--data", str(self.data)]
        self._environment = environment
        self._log = folder / f"service-{name}.log"
        self._process = None
        self._is_told = threading.Event()

    @property
    def pid(self):
        return self._process.pid

    @property
    def api(self):
        return Api(self.address) if self.address else None

    def start(self):
        self.starts += 1
        self.address, self.listening_since = None, None
        self._is_told = threading.Event()
        with open(self._log, "a", encoding="utf-8") as log:
            log.write(f"--- start {self.starts} at {time.time():.3f}\n")
            log.flush()
            self._process = subprocess.Popen(
                self._words, env=self._environment, stdout=subprocess.PIPE, stderr=log, text=True)
        threading.Thread(target=self._listen, args=(self._process, time.time(), self._is_told), daemon=True).start()

    def _listen(self, process, began, is_told):
        for line in process.stdout:
            if process is self._process and line.startswith("listening on "):
                self.address = line.split()[-1]
                self.listening_since = time.time()
                self.start_times.append(self.listening_since - began)
                is_told.set()
        is_told.set()

    def wait_until_listening(self):
        """Starts it again when it ends before it listens, as what supervises a service does; that is told as a fault."""
        faults = []
        while True:
            self._is_told.wait(START_LIMIT)
            if self.address is not None:
                return faults
            holders = self._lock_holders()
            faults.append(f"{self.name} did not listen within {START_LIMIT:.0f} s of start {self.starts}, status "
                          f"{self._ended()}: {self.last_words()}; its lock is open in {holders}")
            if len(faults) == START_TRIES:
                raise DidNotStart("\n  ".join(faults))
            if self.is_alive:
                self.kill()
            time.sleep(0.2)
            self.start()

    def _lock_holders(self):
        lock = str(self.data / "lock")
        holders = [pid for pid in processes() if lock in open_files(pid)]
        return [f"{pid} ({Child(pid).words[:80]}), child of {parent(pid)}" for pid in holders]

    def _ended(self):
        """The exit status; None while it is still there."""
        try:
            return self._process.wait(1)
        except subprocess.TimeoutExpired:
            return None

    def last_words(self):
        """Of its newest life."""
        log = self._log.read_text(encoding="utf-8", errors="replace").rpartition("--- start ")[2]
        return " / ".join(log.splitlines()[1:][-3:])

    def kill(self):
        """As by `kill -9`: the process alone, whatever it has started stays."""
        self.address = None
        self._process.kill()
        self._process.wait()

    def kill_all(self):
        """As by the end of a container or of the machine's power: with everything that it has started."""
        children = descendants(self.pid)
        self.kill()
        for pid in children + self._left():
            end(pid)

    def freeze(self):
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self.pid, signal.SIGCONT)

    def stop(self):
        """In order. Returns the exit status; None when it had to be killed."""
        self._process.terminate()
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    @property
    def is_alive(self):
        return self._process is not None and self._process.poll() is None

    def children(self):
        """Processes that it has started, and theirs."""
        return [Child(pid) for pid in descendants(self.pid)]

    def sweep(self):
        """Ends what the service has left behind; for the end of the storm."""
        if self.is_alive:
            self.kill()
        for pid in self._left():
            end(pid)

    def _left(self):
        marker = f"SELFHEAL_OWNER={self.data}".encode()
        return [pid for pid in processes() if marker in read(f"/proc/{pid}/environ").split(b"\0")]


class Child:
    """A process of the service, with what tells whose work it does."""

    def __init__(self, pid):
        self.pid = pid
        self.ended = None
        self.words = read(f"/proc/{pid}/cmdline").replace(b"\0", b" ").decode(errors="replace").strip()
        try:
            place = os.readlink(f"/proc/{pid}/cwd")
        except OSError:
            place = ""
        seen = f"{self.words} {place}"
        job, mirror = JOB.search(seen), MIRROR.search(seen)
        self.job = job.group(1) if job else None
        # As the service writes a repository's name into a folder's.
        self.repository = re.sub("_([0-9a-f]{2})", lambda code: chr(int(code[1], 16)), mirror[1]) if mirror else None


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def descendants(root):
    parents = {}
    for pid in processes():
        fields = read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
        if len(fields) > 1 and fields[0] != b"Z":
            parents.setdefault(int(fields[1]), []).append(pid)
    found, open_ = [], [root]
    while open_:
        children = parents.get(open_.pop(), [])
        found += children
        open_ += children
    return found


def parent(pid):
    fields = read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    return int(fields[1]) if len(fields) > 1 else None


def open_files(pid):
    found = []
    try:
        for name in os.listdir(f"/proc/{pid}/fd"):
            found.append(os.readlink(f"/proc/{pid}/fd/{name}"))
    except OSError:
        # Gone meanwhile, or not ours.
        pass
    return found


def end(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def read(path):
    """Empty for a process that is gone."""
    try:
        return pathlib.Path(path).read_bytes()
    except OSError:
        return b""
