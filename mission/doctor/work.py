"""The worker and what waits for it; backups and the mirror."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from ..extensions import engines
from ..services import mirroring, watching
from ..services.authenticity import keys
from .findings import Finding, Patient, fault, warning, well

_LONG = 15 * 60
# Backups and mirrors are made each day.
_OLD = timedelta(hours=26)


def examine_work(patient: Patient) -> Iterator[Finding]:
    """Workers that are heard from, releases past their minute, letters that do not leave, the age of the last backup and of the mirror."""
    try:
        with engines.reading_own() as session:
            beats, now = watching.beats(session), watching.waiting(session, patient.at)
    except SQLAlchemyError:
        # The examination of the database has said it.
        return
    silent = patient.at - beats[0].heard_at if beats else None
    if silent is None:
        yield fault("worker", "No worker has ever been heard from: nothing is released, no letter leaves.",
                    "systemctl enable --now mission-worker (or flask mission worker)")  # fmt: skip
    elif silent > watching.SILENT:
        yield fault("worker", f"No worker has been heard from for {_spoken(silent.total_seconds())}.",
                    "systemctl status mission-worker; journalctl -u mission-worker")  # fmt: skip
    else:
        yield well("worker", f"The worker on {beats[0].machine} was heard from {_spoken(silent.total_seconds())} ago.")
    if now.late:
        yield fault("worker", f"{now.late} releases are late, the latest by {_spoken(now.latest)}.",
                    "Look into the log for “could not settle”; of a page that cannot take its place the desk says why.")  # fmt: skip
    if now.oldest_letter > _LONG:
        yield warning("worker", f"{now.letters} letters wait, the oldest for {_spoken(now.oldest_letter)}.", "Look at the mail server; none is given up.")
    if now.oldest_job > _LONG:
        yield warning("worker", f"A job has been due for {_spoken(now.oldest_job)}.",
                      "After a restart or an import this passes; else look into the log of the worker.")  # fmt: skip
    made = watching.made(patient.settings, patient.at)
    yield from _backup(patient, made["backup"])
    if patient.settings.MIRROR_FOLDER:
        yield from _mirror(patient, made["mirror"])


def _backup(patient: Patient, made: datetime | None) -> Iterator[Finding]:
    kept = bool(patient.settings.BACKUP_FOLDER)
    why = (
        "journalctl -u mission-worker | grep 'no backup was made'; a folder elsewhere has to be opened to the worker (docs/backup.md)."
        if kept else "Set BACKUP_FOLDER, and the worker makes one each day; flask mission backup makes one now (docs/backup.md)."
    )  # fmt: skip
    if made is None:
        yield warning("backup", "There is no backup where this machine makes them.", why)
    elif (old := patient.at - made) > _OLD:
        yield fault("backup", f"The last backup is {_spoken(old.total_seconds())} old.", why)
    else:
        yield well("backup", f"The last backup is {_spoken(old.total_seconds())} old.")


def _mirror(patient: Patient, made: datetime | None) -> Iterator[Finding]:
    """The mirror: that it is there and young, signed, and made of the files that it lists."""
    folder, why = Path(patient.settings.MIRROR_FOLDER), f"flask mission mirror {patient.settings.MIRROR_FOLDER} says why (docs/mirror.md)."
    said = mirroring.newest(folder)
    if made is None or said is None:
        if mirroring.taken(folder):
            yield warning("mirror", "The mirror is being written for the first time.", "Look again when that is done.")
        else:
            yield warning("mirror", f"There is no mirror in {folder}.", why)
        return
    if (old := patient.at - made) > _OLD:
        yield fault("mirror", f"The mirror is {_spoken(old.total_seconds())} old.", why)
    with engines.reading_own() as session:
        known = keys.known(session)
    own = keys.unannounced(known, patient.app.config["SEAL"])
    try:
        touched = mirroring.touched(folder, said, known | own)
    except mirroring.Moving:
        yield warning("mirror", "The mirror is being written at this moment, and was not looked through.", "Look again when that is done.")
        return
    if touched:
        yield fault("mirror", f"The mirror is not as it was written: {touched[0]}{f'; and {more} more' if (more := len(touched) - 1) else ''}.",
                    f"flask mission mirror --check {folder} names them; find out who was there, delete it, and write it again.")  # fmt: skip
    elif mirroring.signed_ahead(folder, known, own):
        yield warning("mirror", "The mirror is as it was written, and signed by the key of this machine, which the register does not know yet.",
                      "See what is said of the key; the mirror is signed anew with the next public act.")  # fmt: skip
    elif old <= _OLD:
        yield well("mirror", f"The mirror is {_spoken(old.total_seconds())} old, signed and whole.")


def _spoken(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} seconds"
