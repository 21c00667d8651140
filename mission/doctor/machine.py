"""The folder of the installation: who can read it, what is in it, how much room there is; and the key that signs."""

import ctypes
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from ..environment import SettingError
from ..services.authenticity import keys
from ..services.authenticity.keys import Signer
from .findings import Finding, Patient, fault, warning, well

_SECRETS = ("secret_key", keys.OFFICIAL, keys.DEMONSTRATION)
_LITTLE, _LEAST = 2 * 1024**3, 256 * 1024**2
_SOON = timedelta(days=30)
# What adjtimex(2) answers for a clock that nobody keeps.
_TIME_ERROR = 5
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "glusterfs", "ceph"}


def examine_files(patient: Patient) -> Iterator[Finding]:
    """The instance folder and what only its owner may read."""
    folder = patient.settings.instance
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        # On one's own machine, where there is nothing but a demonstration, it is no more than untidy.
        grave = warning if patient.settings.local else fault
        yield grave("files", f"Others on this machine can enter {folder} ({mode:04o}): letters, enquiries and addresses lie in it.", f"chmod 700 {folder}")
    else:
        yield well("files", f"{folder} is its owner’s alone.")
    if folder.stat().st_uid != os.geteuid():
        yield warning("files", f"{folder} belongs to somebody else than who asks.", f"Run this as the site’s own user: sudo -u {_owner(folder)} …")
    for name in _SECRETS:
        kept = folder / name
        if kept.exists() and (open_to := stat.S_IMODE(kept.stat().st_mode)) & 0o077:
            yield fault("files", f"Others on this machine can read {kept} ({open_to:04o}).", f"chmod 600 {kept}; if others had access, change the key.")
    if not patient.settings.DATABASE_URL and (kind := filesystem(folder, Path("/proc/mounts").read_text())) in _NETWORK:
        yield fault("files", f"{folder} is on a network disk ({kind}), where SQLite loses its locks.", "Move it to a disk of this machine, or use PostgreSQL.")


def _owner(folder: Path) -> str:
    try:
        return folder.owner()
    except KeyError:
        return str(folder.stat().st_uid)


def filesystem(folder: Path, mounts: str) -> str:
    """The kind of file system on which `folder` is, by the lines of /proc/mounts."""
    best = ("", "")
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split()
        if folder.is_relative_to(place) and len(place) >= len(best[0]):
            best = (place, kind)
    return best[1]


def examine_key(patient: Patient) -> Iterator[Finding]:
    """The key that signs: that it is there and can be read; and the certificate for PDFs, where there is one."""
    settings = patient.settings
    if settings.SIGNS:
        try:
            signer = Signer.from_settings(settings)
        except SettingError as error:
            yield fault("key", f"The signing key cannot be used: {error}", "Until then the site does not start.")
        else:
            if signer is None:
                yield fault("key", "There is no signing key: nothing can be published.", "flask mission key new (SIGNS=false on machines that only answer)")
            else:
                yield well("key", f"This machine signs as {signer.key_id}.")
    else:
        yield well("key", "This machine only answers, and holds no key.")
    if settings.PDF_CERTIFICATE:
        yield from _certificate(patient)


def _certificate(patient: Patient) -> Iterator[Finding]:
    settings = patient.settings
    content = Path(settings.PDF_CERTIFICATE).read_bytes()
    _, certificate, _ = load_key_and_certificates(content, settings.PDF_CERTIFICATE_PASSWORD.encode() or None)
    assert certificate is not None
    ends = certificate.not_valid_after_utc
    said = f"The certificate for PDFs ends on {ends.astimezone(UTC):%Y-%m-%d}."
    if ends <= patient.at:
        yield fault("key", said.replace("ends", "ended"), "Get a new one from its authority, or empty PDF_CERTIFICATE.")
    elif ends - patient.at < _SOON:
        yield warning("key", said, "Get a new one from its authority.")
    else:
        yield well("key", said)


def examine_room(patient: Patient) -> Iterator[Finding]:
    """Room on each disk that the site writes to."""
    settings = patient.settings
    kept = {"the instance folder is": settings.instance, "backups are made": settings.backup_folder}
    if settings.MIRROR_FOLDER:
        kept["the mirror is"] = Path(settings.MIRROR_FOLDER)
    seen: set[int] = set()
    for what, folder in kept.items():
        if not folder.is_dir() or (device := folder.stat().st_dev) in seen:
            continue
        seen.add(device)
        usage = shutil.disk_usage(folder)
        said = f"{usage.free / 1024**3:.1f} GiB of {usage.total / 1024**3:.0f} are free where {what}."
        if usage.free < _LEAST:
            yield fault("disk", said, "Make room now: a database that cannot write takes no act, and no backup is made.")
        elif usage.free < _LITTLE or usage.free < usage.total / 20:
            yield warning("disk", said, "Make room: old backups, old logs (journalctl --vacuum-size=500M).")
        else:
            yield well("disk", said)


def examine_clock(patient: Patient) -> Iterator[Finding]:
    """Whether anything keeps the clock of this machine right: releases come at their minute by it."""
    if _unset() and not patient.settings.local:
        yield warning("clock", "Nothing keeps the clock of this machine right, and releases come at their minute by it.",
                      "apt-get install chrony (or timedatectl set-ntp true); chronyc tracking says how far it is.")  # fmt: skip


def _unset() -> bool:
    """Whether the kernel says that its clock is not kept by another; where it may not be asked (the cage of a unit), no."""
    try:
        asked = ctypes.CDLL(None).adjtimex
    except (AttributeError, OSError):
        return False
    # struct timex, with nothing to change (modes 0); it is far smaller than this.
    return bool(asked(ctypes.create_string_buffer(1024)) == _TIME_ERROR)
