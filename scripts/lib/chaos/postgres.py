"""A throw-away PostgreSQL cluster, with ways to hurt it."""

import getpass
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

DATABASE = "selfheal"
# Tries, one a second.
PATIENCE = 60
# What psql exits with when it has no connection, or lost it. Source: https://www.postgresql.org/docs/current/app-psql.html
NO_CONNECTION = 2


class Cluster:
    def __init__(self):
        # The server refuses to be root; the package's own account is there wherever the server is.
        self._user = "postgres" if os.geteuid() == 0 else getpass.getuser()
        # A socket's path may have about a hundred bytes.
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="chaos-pg-", dir="/tmp"))
        if os.geteuid() == 0:
            account = pwd.getpwnam(self._user)
            os.chown(self._folder, account.pw_uid, account.pw_gid)
        self._data = self._folder / "data"
        self._programs = _programs()
        self._run("initdb", "--pgdata", self._data, "--auth=trust", "--encoding=UTF8", "--locale=C",
                  f"--username={self._user}")
        self.start()
        self.ask(f"CREATE DATABASE {DATABASE}", database="postgres")

    @property
    def url(self):
        return f"postgres://{self._user}@localhost/{DATABASE}?host={self._folder}"

    def start(self):
        options = f"-k {self._folder} -c listen_addresses='' -c max_connections=100"
        self._run("pg_ctl", "--pgdata", self._data, "--options", options, "--log", self._folder / "log", "--wait", "start")

    def stop(self, mode="fast"):
        self._run("pg_ctl", "--pgdata", self._data, "--mode", mode, "--wait", "stop")

    def crash(self):
        """As by a loss of power, and up again: what was committed is there, and every connection is gone."""
        self.stop("immediate")
        self.start()

    def end_backend(self, by_signal, random):
        """Ends one connection of the service; by a signal, the server ends all the others, too.

        Returns whether there was one."""
        found = self.ask("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
                         f"AND datname = '{DATABASE}' AND pid <> pg_backend_pid()").split()
        if not found:
            return False
        backend = int(random.choice(found))
        if by_signal:
            os.kill(backend, signal.SIGKILL)
        else:
            self.ask(f"SELECT pg_terminate_backend({backend})")
        return True

    def ask(self, statement, database=DATABASE):
        """Waits for a server that recovers from having one of its processes killed, which takes it some seconds."""
        for left in reversed(range(PATIENCE)):
            try:
                return self._run("psql", "--no-psqlrc", "--tuples-only", "--no-align", "--host", self._folder,
                                 "--username", self._user, "--command", statement, database)
            except subprocess.CalledProcessError as error:
                if error.returncode != NO_CONNECTION or not left:
                    raise
                time.sleep(1)
        raise AssertionError("the last try returns or raises")

    def close(self):
        try:
            self.stop("immediate")
        except subprocess.CalledProcessError:
            # It was down already.
            pass
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program, *arguments):
        found = shutil.which(program, path=self._programs)
        if not found:
            raise FileNotFoundError(f"{program} of PostgreSQL is not there: install the package postgresql")
        account = {"user": self._user} if os.geteuid() == 0 else {}
        done = subprocess.run([found, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.DEVNULL, cwd="/", **account)
        return done.stdout


def _programs():
    """Debian keeps the server's programs off PATH."""
    folders = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return os.pathsep.join([os.environ["PATH"], *map(str, folders)])
