"""The worker and what waits for it; backups."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from ..extensions import engines
from ..services import watching
from .findings import Finding, Patient, fault, warning, well

_LONG = 15 * 60
_OLD_BACKUP = timedelta(hours=26)


def examine_work(patient: Patient) -> Iterator[Finding]:
    """Workers that are heard from, releases past their minute, letters that do not leave, the age of the last backup."""
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
        yield fault("worker", f"{now.late} releases are late, the latest by {_spoken(now.latest)}.", "Look into the log for “could not settle”.")
    if now.oldest_letter > _LONG:
        yield warning("worker", f"{now.letters} letters wait, the oldest for {_spoken(now.oldest_letter)}.", "Look at the mail server; none is given up.")
    if now.oldest_job > _LONG:
        yield warning("worker", f"A job has been due for {_spoken(now.oldest_job)}.",
                      "After a restart or an import this passes; else look into the log of the worker.")  # fmt: skip
    made = watching.made(patient.settings)["backup"]
    if made is None:
        yield warning("backup", "There is no backup where this machine makes them.", "flask mission backup, and the timer in deploy/systemd/ (docs/backup.md)")
    elif (old := (patient.at - made).total_seconds()) > _OLD_BACKUP.total_seconds():
        yield fault("backup", f"The last backup is {_spoken(old)} old.", "systemctl status mission-backup.timer; is there room on the disk?")
    else:
        yield well("backup", f"The last backup is {_spoken(old)} old.")


def _spoken(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} seconds"
