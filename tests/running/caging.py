"""The cage of a unit, built without systemd as far as root can: the file system is read-only but for what the unit names, no privilege is held or
gained, no memory is both written and run, and the filter of system calls is the one that systemd would make of the same words. Not built: users of
its own, what is hidden below /proc, kinds of addresses and namespaces, the groups of memory and tasks."""

import ctypes.util
import json
import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .serving import ROOT, surroundings

UNITS = ROOT / "deploy" / "systemd"
# Runs what it is told after the names of the system calls that are let through, in JSON.
_INSIDE = """
import ctypes, json, os, sys
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
libc.prctl(65, 1, 0, 0, 0)
if names := json.loads(sys.argv[1]):
    lib = ctypes.CDLL("libseccomp.so.2")
    lib.seccomp_init.restype = ctypes.c_void_p
    held = ctypes.c_void_p(lib.seccomp_init(0x00050001))
    for name in names:
        if (number := lib.seccomp_syscall_resolve_name(name.encode())) >= 0:
            assert lib.seccomp_rule_add(held, 0x7fff0000, number, 0) == 0, name
    assert lib.seccomp_load(held) == 0
os.execv(sys.argv[2], sys.argv[2:])
"""


def told(unit: str, name: str) -> list[str]:
    """What a unit says under a name, line by line."""
    return re.findall(rf"^{name}=(.*)$", (UNITS / unit).read_text(), re.MULTILINE)


@cache
def calls(group: str) -> frozenset[str]:
    """The system calls of a group of systemd's."""
    lines = subprocess.run(["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True).stdout.splitlines()[1:]
    names = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    return frozenset().union(*(calls(one) if one.startswith("@") else {one} for one in names))


def let_through(unit: str) -> list[str]:
    """The system calls that a unit may make; none where the filter cannot be built here, and it is left out."""
    if not ctypes.util.find_library("seccomp"):
        return []
    allowed: frozenset[str] = frozenset()
    for line in told(unit, "SystemCallFilter"):
        for group in line.lstrip("~").split():
            allowed = allowed - calls(group) if line.startswith("~") else allowed | calls(group)
    return sorted(allowed)


def caged(unit: str, instance: Path, places: dict[str, Path], inside: str = "true", **settings: str) -> "subprocess.Popen[str]":
    """The command of a unit, started in its cage on the site in `instance`. `places` are the folders that stand here for those of the unit;
    `inside` is done before the cage shuts."""
    if os.getuid() != 0 or subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("only root can build the cage here")
    words = shlex.split(told(unit, "ExecStart")[0])
    for old, new in places.items():
        words = [one.replace(old, str(new)) for one in words]
    if words[0].endswith("/.venv/bin/flask"):
        words[:1] = [sys.executable, "-m", "flask"]
    written = " ".join(told(unit, "ReadWritePaths")) + " /var/lib/mission"
    open_ = [instance, *(new for old, new in places.items() if old in written)]
    # What else is a file system of its own is shut as well, if tests keep their folders in it.
    shut = ["/", *(one for one in ("/dev/shm",) if os.path.ismount(one))]  # noqa: S108
    shell = [f"mount --bind {one} {one}" for one in map(shlex.quote, map(str, open_))]
    shell += [inside, *(f"mount -o remount,ro,bind {one}" for one in shut)]
    if not any(one.is_relative_to("/tmp") for one in open_):  # noqa: S108
        shell.append("mount -t tmpfs tmpfs /tmp")
    shell += [f"cd {ROOT}", f"! touch {ROOT}/written 2>/dev/null", f"umask {told(unit, 'UMask')[0]}"]
    program = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", sys.executable, "-c", _INSIDE, json.dumps(let_through(unit)), *words]
    own = dict(one.split("=", 1) for line in told(unit, "Environment") for one in line.split())
    environment: Any = surroundings(instance, **(own | {"MISSION_INSTANCE": str(instance)} | settings))
    return subprocess.Popen(["unshare", "--mount", "sh", "-ec", "\n".join([*shell, f"exec {shlex.join(program)}"])], env=environment,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip


def fences(process: "subprocess.Popen[str]") -> dict[str, str]:
    """What the kernel says of a process in its cage: whether it may gain privileges, which it has, and whether its calls are filtered."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines) if name in ("NoNewPrivs", "CapEff", "CapBnd", "Seccomp")}
