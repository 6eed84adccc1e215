#!/usr/bin/env python3
"""Carries out the steps of a Dockerfile in chroots, and uses the image that they make; needs root, but no Docker.

Each FROM becomes a folder: a Debian of that release by debootstrap, or a copy of an earlier stage. The Swift image is Debian
with this machine's toolchain bound into it. What is read: FROM, ARG, ENV, RUN, COPY, WORKDIR, USER, EXPOSE, VOLUME, HEALTHCHECK,
ENTRYPOINT, CMD, in the forms that our Dockerfile uses; anything else is an error. Runs in a mount namespace of its own
(`unshare --mount`), so that nothing stays mounted when it dies. It is started by scripts/check-dockerfile.
"""

import argparse
import ctypes
import fnmatch
import glob
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import time

# What the image swift:*-bookworm has beside the toolchain. Source: swiftlang/swift-docker, 6.1/debian/12/Dockerfile.
SWIFT_IMAGE_PACKAGES = """binutils gcc git libcurl4-openssl-dev libedit-dev libicu-dev libncurses-dev libpython3-dev libsqlite3-dev
    libstdc++-12-dev libxml2-dev pkg-config tzdata uuid-dev""".split()
STANDARD_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def instructions(text):
    """(name, flags, argument) of each instruction; a comment inside a continued one is left out, as Docker does."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in re.split(r"(?<!\\)\n", "\n".join(lines)):
        line = line.replace("\\\n", " ").strip()
        if not line:
            continue
        name, _, rest = line.partition(" ")
        flags = dict(re.findall(r"^--([a-z-]+)=(\S+)", rest)) if name in ("COPY", "FROM") else {}
        yield name.upper(), flags, re.sub(r"^(--[a-z-]+=\S+\s+)+", "", rest.strip()) if flags else rest.strip()


def substituted(text, values):
    return re.sub(r"\$\{(\w+)\}", lambda match: values.get(match[1], ""), text)


def run(arguments, **options):
    return subprocess.run([str(argument) for argument in arguments], check=True, **options)


class Context:
    """The build context, less what .dockerignore leaves out: the last pattern that matches a path or a folder above it wins."""

    def __init__(self, folder):
        self.folder = folder
        lines = (folder / ".dockerignore").read_text().split("\n")
        self.patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]

    def holds(self, path):
        kept = True
        folders = ["/".join(path.split("/")[:depth + 1]) for depth in range(path.count("/") + 1)]
        for pattern in self.patterns:
            wanted = pattern.lstrip("!")
            names = [name.split("/")[-1] for name in folders] if wanted.startswith("**/") else folders
            if any(fnmatch.fnmatchcase(name, wanted.removeprefix("**/")) for name in names):
                kept = pattern.startswith("!")
        return kept

    def copy(self, pattern, target):
        """Copies what the pattern finds; the content of a folder, or a file into a folder or to a name."""
        for source in sorted(glob.glob(str(self.folder / pattern))):
            source = pathlib.Path(source)
            if not source.is_dir():
                if self.holds(str(source.relative_to(self.folder))):
                    place(source, target)
                continue
            for path in source.rglob("*"):
                if (path.is_symlink() or path.is_file()) and self.holds(str(path.relative_to(self.folder))):
                    place(path, target + "/" + str(path.relative_to(source)))


def place(source, target):
    target = target + source.name if target.endswith("/") else target
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copy2(source, target, follow_symlinks=False)


class Mirror:
    """Where this machine takes Debian's packages from: its own sources, asked at run time."""

    def __init__(self):
        lines = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)", "Created-By: Packages"],
            check=True, capture_output=True, text=True).stdout.splitlines()
        places = dict(line.rsplit(" ", 1) for line in lines)
        if "Debian" not in places:
            sys.exit("error: no Debian mirror among this machine's package sources\n       Add one to /etc/apt and run apt-get update.")
        self.main, self.security = places["Debian"], places.get("Debian-Security")

    def debootstrap(self, release, root):
        run(["debootstrap", "--variant=minbase", release, root, self.main], stdout=subprocess.DEVNULL)
        sources = [f"deb {self.main} {release} main", f"deb {self.main} {release}-updates main"]
        if self.security:
            sources.append(f"deb {self.security} {release}-security main")
        (root / "etc/apt/sources.list").write_text("\n".join(sources) + "\n")
        proxies = subprocess.run(["apt-config", "dump"], capture_output=True, text=True).stdout
        (root / "etc/apt/apt.conf.d/90proxy").write_text(
            "".join(line + "\n" for line in proxies.splitlines() if re.match(r"Acquire::https?::.*Proxy", line)))


class Stage:
    def __init__(self, name, root, base=None):
        self.name, self.root = name, root
        self.environment = dict(base.environment) if base else {"PATH": STANDARD_PATH, "HOME": "/root"}
        self.user, self.folder = (base.user, base.folder) if base else ("0:0", "/")
        self.entrypoint, self.command, self.healthcheck, self.volumes = [], [], [], []
        self.mounts = []

    def mount(self):
        for name in ("proc", "sys", "dev"):
            self.bind(f"/{name}", f"/{name}")
        shutil.copy2("/etc/resolv.conf", self.root / "etc/resolv.conf")

    def bind(self, source, target, read_only=False):
        place = self.root / target.lstrip("/")
        place.mkdir(parents=True, exist_ok=True)
        run(["mount", "--rbind", source, place])
        run(["mount", "--make-rslave", place])
        if read_only:
            run(["mount", "-o", "remount,bind,ro", place])
        self.mounts.append(place)

    def unmount(self):
        for place in reversed(self.mounts):
            run(["umount", "--recursive", "--lazy", place])
        self.mounts = []

    def arguments(self, command, isolated=False):
        """`command` as the stage's user; `isolated` as a container runs it: no rights, no network but loopback."""
        user, _, group = self.user.partition(":")
        inside = ["/bin/sh", "-c", 'cd "$0" && exec "$@"', self.folder, *command]
        if isolated:
            inside = ["setpriv", f"--reuid={user}", f"--regid={group or user}", "--clear-groups", "--no-new-privs",
                      "--bounding-set=-all", *inside]
            return ["chroot", str(self.root), *inside]
        return ["chroot", f"--userspec={user}:{group or user}", str(self.root), *inside]

    def shell(self, command, values):
        """What it prints is shown only when it fails."""
        result = subprocess.run(self.arguments(["/bin/sh", "-c", command]), env={**values, **self.environment},
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode != 0:
            sys.exit(f"{result.stdout[-8000:]}\nerror: status {result.returncode} in stage {self.name}: {command}")


class Build:
    def __init__(self, options):
        self.options, self.mirror = options, Mirror()
        self.context = Context(options.context)
        self.stages, self.values, self.globals = [], {}, {}

    def carry_out(self):
        text = (self.options.context / "Dockerfile").read_text()
        for name, flags, argument in instructions(text):
            began = time.monotonic()
            print(f"-> {name} {argument[:110]}", flush=True)
            step = getattr(self, "step_" + name.lower(), None)
            if step is None:
                sys.exit(f"error: Dockerfile: {name} is not carried out here\n       Teach scripts/lib/dockerfile.py the instruction.")
            step(flags, argument)
            if (took := time.monotonic() - began) >= 1:
                print(f"   {took:.0f} s", flush=True)
        self.stage.unmount()
        return self.stage

    @property
    def stage(self):
        return self.stages[-1]

    def named(self, name):
        return next((stage for stage in self.stages if stage.name == name), None)

    def step_from(self, flags, argument):
        if self.stages:
            self.stage.unmount()
        image, _, name = substituted(argument, self.globals).partition(" AS ")
        name = name or f"stage-{len(self.stages)}"
        root, base, self.values = self.options.place / name, self.named(image), {}
        if base:
            run(["cp", "--archive", "--reflink=auto", base.root, root])
        else:
            self.bootstrap(image, root)
        self.stages.append(Stage(name, root, base))
        self.stage.mount()
        if image.startswith("swift:"):
            self.bind_swift()

    def bootstrap(self, image, root):
        debian = re.fullmatch(r"(?:debian:|swift:[0-9.]+-)([a-z]+)(?:-slim)?", image)
        if not debian:
            sys.exit(f"error: Dockerfile: no counterpart of the image {image} is known here\n"
                     "       Use debian:RELEASE or swift:VERSION-RELEASE, or teach scripts/lib/dockerfile.py the image.")
        self.mirror.debootstrap(debian[1], root)

    def bind_swift(self):
        """In the place of the image: this machine's toolchain, and the places that its git takes packages from."""
        toolchain = pathlib.Path(shutil.which("swift")).resolve().parents[2]
        print(f"   in the place of the image: {toolchain} of this machine, read-only, and the image's packages", flush=True)
        self.stage.bind(toolchain, str(toolchain), read_only=True)
        self.stage.environment["PATH"] = f"{toolchain}/usr/bin:{STANDARD_PATH}"
        self.stage.shell("apt-get update && apt-get install --yes " + " ".join(SWIFT_IMAGE_PACKAGES),
                         {"DEBIAN_FRONTEND": "noninteractive"})
        rules = subprocess.run(["git", "config", "--get-regexp", r"^url\..*\.insteadof$"], capture_output=True, text=True).stdout
        for key, value in (line.split(" ", 1) for line in rules.splitlines()):
            self.stage.shell(f"git config --global --add {shlex.quote(key)} {shlex.quote(value)}", {})
            mirror = key[len("url."):-len(".insteadof")]
            if os.path.isdir(mirror) and self.stage.root / mirror.strip("/") not in self.stage.mounts:
                print(f"   packages from {mirror} of this machine, read-only", flush=True)
                self.stage.bind(mirror, mirror, read_only=True)
        # The mirrors belong to another user than a build's.
        self.stage.shell("git config --global --add safe.directory '*'", {})

    def step_arg(self, flags, argument):
        name, _, value = argument.partition("=")
        if self.stages:
            self.values[name] = value or self.globals.get(name, "")
        else:
            self.globals[name] = value

    def step_env(self, flags, argument):
        for word in shlex.split(argument):
            name, _, value = word.partition("=")
            self.stage.environment[name] = substituted(value, self.stage.environment)

    def step_run(self, flags, argument):
        values = {name: os.environ[name] for name in ("http_proxy", "https_proxy", "no_proxy") if name in os.environ}
        self.stage.shell(argument, {**values, **self.values})

    def step_copy(self, flags, argument):
        *sources, target = argument.split()
        folder = target if target.startswith("/") else self.stage.folder.rstrip("/") + "/" + target.removeprefix("./")
        target = str(self.stage.root) + folder
        for source in sources:
            if "from" in flags:
                place(self.named(flags["from"]).root / source.lstrip("/"), target)
            else:
                self.context.copy(source, target)

    def step_workdir(self, flags, argument):
        self.stage.folder = argument
        (self.stage.root / argument.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def step_user(self, flags, argument):
        self.stage.user = argument

    def step_expose(self, flags, argument):
        if not argument.isdecimal():
            sys.exit(f"error: Dockerfile: EXPOSE {argument} is no port")

    def step_volume(self, flags, argument):
        if not (self.stage.root / argument.lstrip("/")).is_dir():
            sys.exit(f"error: Dockerfile: VOLUME {argument} is not a folder of the image")
        self.stage.volumes.append(argument)

    def step_healthcheck(self, flags, argument):
        self.stage.healthcheck = json.loads(argument[argument.index("["):])

    def step_entrypoint(self, flags, argument):
        self.stage.entrypoint = json.loads(argument)

    def step_cmd(self, flags, argument):
        self.stage.command = json.loads(argument)


class Container:
    """The last stage as a cluster runs it: its own user, no capabilities, the root read-only but for volumes and /tmp."""

    def __init__(self, stage, modules, sample):
        self.stage, self.failed = stage, 0
        self.leave_network()
        run(["mount", "--bind", stage.root, stage.root])
        for folder in stage.volumes:
            stage.bind(str(stage.root) + folder, folder)
        stage.mount()
        (stage.root / "modules/node_modules").mkdir(parents=True)
        if modules:
            stage.bind(modules, "/modules/node_modules", read_only=True)
        if sample:
            shutil.copytree(sample, stage.root / "data/sample")
            run(["chown", "-R", stage.user, stage.root / "data/sample"])
        run(["mount", "-t", "tmpfs", "tmpfs", stage.root / "tmp"])
        run(["mount", "-o", "remount,bind,ro", stage.root])

    @staticmethod
    def leave_network():
        """What is started from here on has a loopback of its own, so the image's port is free, and nothing else."""
        new_network = 0x40000000  # CLONE_NEWNET; os.unshare is younger than Debian 12's Python
        if ctypes.CDLL(None, use_errno=True).unshare(new_network) != 0:
            sys.exit(f"error: unshare(CLONE_NEWNET): {os.strerror(ctypes.get_errno())}")
        run(["ip", "link", "set", "lo", "up"])

    def start(self, command, log=subprocess.STDOUT):
        # In a container tini is process 1 and need not ask for the orphans.
        environment = {**self.stage.environment, "TINI_SUBREAPER": "1"}
        return subprocess.Popen(self.stage.arguments(command, isolated=True), env=environment, stdout=subprocess.PIPE,
                                stderr=log, text=True)

    def check(self, name, command, accepted=(0,), timeout=300):
        process = self.start(command)
        try:
            output, _ = process.communicate(timeout=timeout)
            status = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            output, status = f"it did not end within {timeout} s", None
        self.tell(name, status in accepted, output)
        return output

    def tell(self, name, passed, output=""):
        self.failed += not passed
        print(f"{'ok  ' if passed else 'FAIL'} {name}" + ("" if passed else "\n" + output[-3000:]), flush=True)

    def serve(self):
        """The entrypoint with its standard command, its own health check, and an orderly end."""
        log = pathlib.Path(self.stage.root.parent / "service.log")
        with open(log, "w") as file:
            service = self.start(self.stage.entrypoint + self.stage.command, log=file)
        line = service.stdout.readline()
        self.tell("the entrypoint says that it listens", line.startswith("listening on http"), line + log.read_text())
        status = pathlib.Path(f"/proc/{service.pid}/status").read_text()
        owner = self.stage.user.split(":")[0]
        self.tell(f"it runs as user {owner}", f"Uid:\t{owner}\t{owner}\t{owner}" in status, status)
        self.check("the image's health check", self.stage.healthcheck, timeout=30)
        for path in ("/healthz", "/readyz"):
            script = f"fetch('http://127.0.0.1:8080{path}').then(async r => {{ console.log(r.status, await r.text()); process.exit(r.ok ? 0 : 1) }})"
            print("     " + self.check(f"GET {path}", ["node", "-e", script], timeout=30).strip(), flush=True)
        service.terminate()
        try:
            service.wait(timeout=60)
        except subprocess.TimeoutExpired:
            service.kill()
        self.tell("SIGTERM ends it in order", service.returncode == 0, log.read_text())

    def use(self):
        version = "--version"
        for program in (["node", version], ["npm", version], ["npx", version], ["git", version], ["chromium", "--no-sandbox", version]):
            print("     " + self.check(" ".join(program), program).strip().split("\n")[-1], flush=True)
        usage = self.check("selfheal --help", [*self.stage.entrypoint, "--help"])
        if re.search(r"^\s+doctor\s", usage, re.M):
            # Nothing is configured here, so it may find things missing; it must not break.
            self.check("selfheal doctor", [*self.stage.entrypoint, "doctor"], accepted=(0, 1))
        else:
            print("     this program has no `doctor` yet", flush=True)
        self.serve()
        if (self.stage.root / "data/sample").exists():
            print(self.check("selfheal heals a sample's suite in Debian's Chromium",
                             [*self.stage.entrypoint, "heal", "/data/sample/repository", "--config", "/data/sample/selfheal.yaml",
                              "--data", "/data/heal"], timeout=540), flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--context", type=pathlib.Path, required=True)
    options.add_argument("--place", type=pathlib.Path, required=True, help="folder for the chroots; about 5 GB")
    options.add_argument("--modules", help="node_modules with Playwright Test, for the sample's suite")
    options.add_argument("--sample", help="folder with `repository` and `selfheal.yaml`, healed in the image")
    options = options.parse_args()
    container = Container(Build(options).carry_out(), options.modules, options.sample)
    container.use()
    return 1 if container.failed else 0


if __name__ == "__main__":
    sys.exit(main())
