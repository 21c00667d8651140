"""What a form was opened with, carried in it as a print of each field; and whose words a second save takes out."""

import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, request
from flask_babel import gettext as _

from ....models import Edition, Parting, State
from ....services import desk, drafting, merging, publishing, staff
from ....services.publishing import Agreed, EditionContent, StaleEdition
from ....services.staff import Kept
from ....web.access import now, session, settings
from ....web.language import minute
from ..waying import secret_keys
from .both import Both

_MOST = 4096
_MOST_NUMBERS = 20
_SINCE, BY = "since", "by"
_NAME = re.compile(r"[a-z_]+(\.[a-z_]+)?")


def was() -> dict[str, str]:
    """The prints that the form was sent with; none where they cannot be read: then every field counts as touched."""
    value = request.form.get("was", "")
    if not value or len(value) > _MOST:
        return {}
    try:
        found = json.loads(value)
    except ValueError:
        return {}
    whole = isinstance(found, dict) and all(isinstance(one, str) for one in found.values())
    return found if whole else {}


def opened_with(edition: Edition | None) -> str:
    """The prints of a form that shows what is kept."""
    if edition is None:
        return ""
    last = desk.last_save(session(), edition.id)
    return _written(merging.prints(publishing.read(edition)) | {"kind": edition.document.kind.value, _SINCE: str(last.id if last else 0)})


def known(content: EditionContent, kind: str, others: Collection[int]) -> str:
    """The prints of a form that has just been saved and goes on: what it shows (`content`), which may be older than what is kept, because of `others`."""
    return _written(merging.prints(drafting.normal(content)) | {"kind": kind, _SINCE: str(since()), BY: " ".join(map(str, others))})


def since() -> int:
    """The last save that this window knew of when it opened the text, by its line in the journal; 0 where it does not say."""
    return next(iter(numbers(was().get(_SINCE, ""))), 0)


def numbers(written: str) -> tuple[int, ...]:
    """Keys of rows as an address or a form carries them, with spaces between; what is none is left out."""
    return tuple(int(one) for one in written.split()[:_MOST_NUMBERS] if one.isascii() and one.isdecimal() and len(one) < 10)


def _written(prints: dict[str, str]) -> str:
    return json.dumps(prints, separators=(",", ":"))


def changed_by_me(mine: EditionContent, theirs: EditionContent) -> str:
    """The fields that both have changed, as the form names them that may write over them."""
    return " ".join(merging.collisions(drafting.normal(mine), theirs, was()))


def taken_up() -> Kept | None:
    """What was kept of this very form and is asked for again by its number; None where there is nothing, or it is another's."""
    value = request.args.get("kept", "")
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        return None
    found = staff.kept_of(session(), g.person.id, int(value), secret_keys(), at=now(), hours=settings().KEPT_HOURS)
    return found if found and found.path in (request.path, "/desk/documents/new", "/desk/pages/new") else None


def overtaken(edition: Edition | None) -> tuple[str, str]:
    """Who has saved an edition since this window opened it, and when: for the page that shows both texts, and for the line of the form."""
    assert edition is not None, "whatever overtook the form has saved something"
    session().refresh(edition)
    last, time = desk.last_save(session(), edition.id), minute(edition.saved_at)
    if last is not None and last.person_id == g.person.id:
        return (
            _("You have saved this text yourself since, in another window or before you went back: %(time)s. Both versions are below; what this window "
              "holds is in the form.", time=time),
            _("Not saved: you have saved this text yourself since, in another window or before you went back: %(time)s.", time=time),
        )  # fmt: skip
    who = f"\u2068{last.who if last else ''}\u2069"
    return (
        _("%(who)s has saved this text since you opened it: %(time)s. Both versions are below; yours is in the form.", who=who, time=time),
        _("Not saved: %(who)s has saved this text since you opened it: %(time)s.", who=who, time=time),
    )


def as_draft() -> bool:
    """Whether the page that the form was sent from said that the text is a draft, and not that saving makes it one again."""
    return "draft" in request.form


def conflict(edition: Edition, refusal: StaleEdition, both: tuple[Both, ...], over: str) -> dict[str, Any]:
    """What the page says of a save that was not taken, and where it shows both texts: where the same fields were changed (`over`), or no prints tell."""
    if isinstance(refusal, Agreed):
        return {"trouble": _agreed(edition), "stale": both if over else (), "over": over}
    return {"trouble": overtaken(edition)[0], "stale": both, "over": over}


def _agreed(edition: Edition) -> str:
    """Who has submitted or approved an edition since this window opened it as a draft, and what saving it again does."""
    last = desk.last_agreed(session(), edition.id)
    who, time = f"\u2068{last.who if last else ''}\u2069", minute(last.recorded_at if last else now())
    if edition.state is State.APPROVED:
        return _("Not saved yet: this text has been approved since you opened it (%(who)s, %(time)s). What you typed is in the form. Saving again takes "
                 "the approval back: the text is a draft again.", who=who, time=time)  # fmt: skip
    return _("Not saved yet: this text has been submitted since you opened it (%(who)s, %(time)s). What you typed is in the form. Saving again takes "
             "it back: the text is a draft again.", who=who, time=time)  # fmt: skip


@contextmanager
def overwriting(edition: Edition) -> Iterator[None]:
    """Keep, for whoever wrote them, the words that this save takes out after both texts were shown."""
    names = [one for one in request.form.get("over", "").split() if _NAME.fullmatch(one)]
    theirs = merging.parts(publishing.read(edition)) if names else {}
    last = desk.last_save(session(), edition.id) if names else None
    yield
    mine = merging.parts(publishing.read(edition)) if names else {}
    lost = [(name.replace(".", "-"), str(theirs[name])) for name in names if "." in name and theirs.get(name) and mine.get(name) != theirs[name]]
    if lost and last and last.person_id:
        staff.keep_form(session(), last.person_id, Parting.ENDED, f"/desk/editions/{edition.id}{staff.OVERWRITTEN}", lost, secret_keys(), at=now())
