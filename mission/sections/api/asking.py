"""What may be asked: every parameter is checked, and one that is not known is refused rather than left aside, since a program cannot see
that its filter was misspelt."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, request
from flask_babel import gettext as _

from ...services.filtering import LONGEST, SORTS
from ...services.paging import ORDERS
from ...web.filters import choices
from ...web.pages import LISTING_SECTIONS
from ...web.problems import Problem
from ...web.wording import OCCASIONS
from . import cursors

LIMITS = (1, 100)
USUAL = 20
# As many as the list of the site reads.
MOST_VALUES = 100
DATE = "^[1-9][0-9]{3}(-(0[1-9]|1[0-2]))?$"
LONGEST_SESSION = 40
BEGUN = ("1",)
Check = Callable[[str], str]
_ONCE = ("q", "begun", "section", "occasion", "from", "to", "sort", "order", "limit", "cursor")


def check(*names: str) -> None:
    """Raise a `Problem` (400) that names every parameter of this request that is not as it should be."""
    checks = {name: one for name, one in _checks().items() if name in names}
    wrong = []
    for name, values in request.args.lists():
        if name not in checks:
            wrong.append((name[:80], _("There is no parameter of this name here.")))
        elif name in _ONCE and len(values) > 1:
            wrong.append((name, _("Give one value only.")))
        elif len(values) > MOST_VALUES:
            wrong.append((name, _("Give at most %(most)s values.", most=MOST_VALUES)))
        elif said := next(filter(None, map(checks[name], values)), ""):
            wrong.append((name, said))
    if wrong:
        raise Problem(400, _("Some parameters are not as they should be."), errors=wrong)


def _checks() -> Mapping[str, Check]:
    known = choices()
    return {
        **{name: _among(values) for name, values in known.items()},
        "session": lambda value: "" if value.strip() and len(value) <= LONGEST_SESSION else _("Give at most %(most)s characters.", most=LONGEST_SESSION),
        "q": lambda value: "" if len(value) <= LONGEST else _("Give at most %(most)s characters.", most=LONGEST),
        "begun": _among(BEGUN), "section": _among(LISTING_SECTIONS), "occasion": _among(tuple(OCCASIONS)),
        "from": _date, "to": _date, "sort": _among(SORTS), "order": _among(ORDERS), "limit": _limit,
        "cursor": lambda value: "" if len(value) <= cursors.LONGEST else _not_given(),
    }  # fmt: skip


def _among(values: tuple[str, ...]) -> Check:
    return lambda value: "" if value in values else _("This is none of the values that it takes: %(values)s.", values=", ".join(values))


def _date(value: str) -> str:
    return "" if re.fullmatch(DATE, value) else _("Give a year of four digits, or a year and a month: 2024-03.")


def _limit(value: str) -> str:
    least, most = LIMITS
    right = re.fullmatch("[1-9][0-9]{0,2}", value) and least <= int(value) <= most
    return "" if right else _("Give a whole number from %(least)s to %(most)s.", least=least, most=most)


def _not_given() -> str:
    return _("This list has not given this cursor. Begin again without it.")


def limit() -> int:
    """How many are asked for at once."""
    return int(request.args.get("limit", USUAL))


def place(query: str) -> tuple[Any, ...] | None:
    """The place from which to go on in the list that `query` asks for; None for its beginning."""
    cursor = request.args.get("cursor")
    if cursor is None:
        return None
    try:
        return cursors.unseal(cursor, query, _secrets())
    except cursors.BadCursor:
        raise misplaced() from None


def misplaced() -> Problem:
    """The refusal of a cursor."""
    return Problem(400, _not_given(), kind="cursor", errors=[("cursor", _not_given())])


def cursor_for(place: tuple[Any, ...] | None, query: str) -> str | None:
    """The cursor for a place in that list."""
    return None if place is None else cursors.seal(place, query, _secrets()[0])


def _secrets() -> tuple[str, ...]:
    return (current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"])
