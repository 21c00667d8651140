"""What was typed into a page whose session, or whose person’s right, has ended: whose it is, and that it is kept for them."""

import re
from collections.abc import Mapping
from datetime import timedelta

from flask import g, request

from ...models import Parting, Person
from ...services import staff
from ...web.access import now, session, settings
from . import parting
from .cookies import carries
from .parting import Left
from .waying import limits, secret_keys

_TOKEN = re.compile(r"[0-9a-f]{64}(?:[0-9a-f]{32})?")
# Four languages at full length.
_MOST_UNKNOWN = 8 * 1024 * 1024


def from_page_of(person: Person) -> bool:
    """Whether the posted form stood on a page of this session, or of an earlier one of the same person."""
    return carries(g.standing.row.seal) or any(carries(seal) for seal in staff.was_theirs(session(), person.id))


def keep(why: Parting, whose: int | None = None) -> int:
    path, fields = parting.posted()
    return staff.keep_form(session(), whose or g.standing.row.person_id, why, path, fields, secret_keys(), at=now())


def keep_for_its_person() -> None:
    """Keep what a page of an ended session has sent, for the person of that session, and note in `g.left` what has become of it; nothing where no
    session is known whose page it was.

    The form itself says whose it is, by the token that it carries: whoever signs out in another tab takes the cookie along. Whoever is let in no
    more sees nothing of it, and finds it if they are let in again in time.
    """
    if not _TOKEN.fullmatch(_small_form().get("token", "")):
        return
    row = g.standing.row if g.standing and carries(g.standing.row.seal) else None
    row = row or staff.sent_from(session(), carries, since=now() - limits().absolute - timedelta(hours=settings().KEPT_HOURS))
    if row is None:
        return
    left = Left.ENDED if row.person.active else Left.DISABLED
    keep(Parting.ENDED, row.person_id)
    g.left = left


def _small_form() -> Mapping[str, str]:
    """The posted form; of somebody unknown nothing is read that is larger than the largest text."""
    return request.form if g.standing or (request.content_length or _MOST_UNKNOWN + 1) <= _MOST_UNKNOWN else {}
