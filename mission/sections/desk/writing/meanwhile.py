"""What others changed in a text while it was being written in this window, and what was put together with it without a question: told once saved."""

from collections.abc import Collection, Mapping

from flask import g
from flask_babel import gettext as _

from ....models import Edition, Person
from ....services import desk, drafting, merging, publishing
from ....services.publishing import EditionContent
from ....web.access import session
from ....web.language import comma
from ..refusals import field_name
from .knowing import BY, numbers, since, was

_FIELDS = "meanwhile"
_MOST = 40


def savers(edition: Edition) -> tuple[int, ...]:
    """Who else has saved a text since this window opened it, asked before it is saved from here. From here to that save nobody else comes in between:
    else it would tell what one person has changed, and name another."""
    session().get(Edition, edition.id, with_for_update=True, populate_existing=True)
    lines = desk.saves_since(session(), edition.id, since())
    # Where there is no later line, somebody may have gone on under the one that stood last.
    later = [one for one in lines if one.id > since()] or lines
    told = numbers(was().get(BY, ""))
    return tuple(sorted({*told, *(one.person_id for one in later if one.person_id is not None)} - {g.person.id}))


def brought(edition: Edition, mine: EditionContent, others: Collection[int]) -> dict[str, str]:
    """As a part of an address: the fields of a text that was just saved which say something else than this form was opened with though the form
    (`mine`) has not touched them, and the `savers`; empty where there are none."""
    names = merging.brought(drafting.normal(mine), publishing.read(edition), was()) if was() else ()
    return {_FIELDS: " ".join(names), BY: " ".join(map(str, others))} if names else {}


def told(query: Mapping[str, str]) -> list[str]:
    """The same as a sentence, in a list; an empty one where the address tells nothing."""
    fields = [words for one in query.get(_FIELDS, "").split()[:_MOST] if (words := field_name(one)) != one]
    if not fields:
        return []
    persons = [one for number in numbers(query.get(BY, "")) if (one := session().get(Person, number)) is not None]
    which = comma().join(dict.fromkeys(fields))
    if not persons:
        return [_("Changed meanwhile elsewhere, and kept that way: %(fields)s.", fields=which)]
    who = comma().join(f"\u2068{one.name or one.email}\u2069" for one in persons)
    return [_("Changed meanwhile by %(who)s, and kept that way: %(fields)s.", who=who, fields=which)]
