"""What is looked at from outside to know that all is well: workers that are heard from, what waits, what is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .. import databases
from ..config import MIGRATIONS, Settings
from ..models import Beat, Job, Release, Settlement
from ..verify import keyring
from . import mail, mirroring, safekeeping
from .authenticity import keys
from .authenticity.keys import Seal

# A worker writes its row this often, and is called silent after so long.
BEAT = timedelta(seconds=15)
SILENT = timedelta(minutes=3)
# So long after its last word a machine is thought to be gone for good.
_FORGOTTEN = timedelta(days=7)
# A release is settled within a second; later than this is late.
_GRACE = timedelta(seconds=5)
# From here on there is an alarm (deploy/prometheus/mission.rules.yml), and whoever looks at the text is told.
LATE = timedelta(seconds=30)
_UNSETTLED = (~select(Settlement.edition_id).where(Settlement.edition_id == Release.edition_id).exists(),)


def beat(session: Session, machine: str, began: datetime, at: datetime) -> None:
    """Write down that the worker on `machine`, which runs since `began`, is alive, in the caller's transaction."""
    row = session.get(Beat, machine)
    if row is None:
        session.execute(delete(Beat).where(Beat.heard_at < at - _FORGOTTEN))
        session.add(Beat(machine=machine, began_at=began, heard_at=at))
    else:
        row.began_at, row.heard_at = began, at


def beats(session: Session) -> list[Beat]:
    """The last sign of life of each worker, the latest first."""
    return list(session.scalars(select(Beat).order_by(Beat.heard_at.desc())))


@dataclass(frozen=True)
class Waiting:
    """What is on its way. Ages are in seconds, 0 where there is nothing."""

    jobs: dict[str, int]
    oldest_job: float
    failing: int
    letters: int
    oldest_letter: float
    late: int
    latest: float


def waiting(session: Session, at: datetime) -> Waiting:
    """What the worker has before it at `at`: jobs that are due by name, those that failed once, unsent letters, releases past their minute."""
    due = (Job.done_at.is_(None), Job.due_at <= at)
    names = session.execute(select(Job.name, func.count()).where(*due).group_by(Job.name))
    letters = (Job.done_at.is_(None), Job.name.startswith(mail.JOB, autoescape=True))
    overdue = (Release.release_at <= at - _GRACE, *_UNSETTLED)
    return Waiting(
        jobs={name: count for name, count in names},
        oldest_job=_age(session.scalar(select(func.min(Job.due_at)).where(*due)), at),
        failing=session.scalar(select(func.count()).select_from(Job).where(Job.done_at.is_(None), Job.attempts > 0)) or 0,
        letters=session.scalar(select(func.count()).select_from(Job).where(*letters)) or 0,
        oldest_letter=_age(session.scalar(select(func.min(Job.created_at)).where(*letters)), at),
        late=session.scalar(select(func.count()).select_from(Release).where(*overdue)) or 0,
        latest=_age(session.scalar(select(func.min(Release.release_at)).where(*overdue)), at),
    )


def _age(since: datetime | None, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds()) if since else 0.0


def made(settings: Settings, at: datetime) -> dict[str, datetime | None]:
    """When the last backup by `at` was begun and the last mirror made (aware UTC), as they say themselves; None where there is none."""
    backup = safekeeping.newest(settings.backup_folder, settings.MISSION_OFFICIAL, at)
    mirror = mirroring.newest(Path(settings.MIRROR_FOLDER)) if settings.MIRROR_FOLDER else None
    return {"backup": backup.at if backup else None, "mirror": datetime.fromisoformat(mirror["made"]) if mirror else None}


def unready(session: Session, writer: Engine, seal: Seal, signs: bool, at: datetime) -> list[str]:
    """What keeps this machine from doing its whole work, a sentence each; none where all is well. Nothing private is in them.

    `session` reads the database that `writer` is to write into.
    """
    found = []
    try:
        if closed := databases.why_only_read(writer):
            found.append(closed.sentence)
        connection = session.connection()
        if not at_head(connection):
            return [*found, "The tables of the database are not those of this version: run `flask mission init`."]
        found += unready_key(session, seal, signs)
        last = session.scalar(select(func.max(Beat.heard_at)))
        late = session.scalar(select(func.count()).select_from(Release).where(Release.release_at <= at - LATE, *_UNSETTLED)) or 0
    except SQLAlchemyError:
        # What can only be read may not even be that: SQLite shares a file among its connections.
        return found or ["The database does not answer."]
    if last is None:
        found.append("No worker has been heard from.")
    elif at - last > SILENT:
        found.append(f"No worker has been heard from for {int((at - last).total_seconds() // 60)} minutes.")
    if late:
        found.append("A release is past its minute and has not settled." if late == 1 else f"{late} releases are past their minute and have not settled.")
    return found


def unready_key(session: Session, seal: Seal, signs: bool) -> list[str]:
    """What keeps this machine from signing, where it is to sign."""
    if not signs:
        return []
    if seal.signer is None:
        return ["This machine holds no signing key: nothing settles here."]
    try:
        newest = keyring.current(known := keys.known(session))
    except keyring.Untrusted:
        return ["The list of keys in the database does not hold."]
    if keys.misplaced(known, seal):
        return ["The database is the official site’s, and MISSION_OFFICIAL is not true here: nothing settles here."]
    if known and (newest is None or newest.id != seal.signer.key_id) and not keys.unannounced(known, seal):
        return ["The signing key of this machine is not the current one: nothing settles here."]
    return []


def at_head(connection: Connection) -> bool:
    """Whether the tables are those of this version."""
    return set(MigrationContext.configure(connection).get_current_heads()) == heads()


@cache
def heads() -> frozenset[str]:
    """The last migrations of this version."""
    return frozenset(ScriptDirectory(str(MIGRATIONS)).get_heads())
