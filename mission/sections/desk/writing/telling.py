"""What Word files have lost, told in the form until somebody puts the list away: of a draft by what is kept with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from ....languages import TAGS
from ....models import Edition
from ....services import losses
from ....services.intake import lost
from ....web.access import session
from . import wording


@dataclass(frozen=True)
class Told:
    """The list of one language: its sentences, and how the form carries it on where it is not kept yet."""

    sentences: tuple[str, ...]
    carried: str = ""


def lists(edition: Edition | None, sent: Mapping[str, str]) -> dict[str, Told]:
    """By language what is told in a form: what is kept with the draft, or in its place what the form was sent with."""
    kept = losses.of(session(), edition.id) if edition else {}
    fresh = {tag: changes for tag, changes in wording.told_in(sent).items() if changes != kept.get(tag)}
    made = {tag: Told(tuple(wording.changed(changes))) for tag, changes in kept.items() if tag not in fresh}
    return made | {tag: Told(tuple(wording.changed(changes)), wording.told(changes)) for tag, changes in fresh.items() if changes}


def note(edition: Edition) -> None:
    """Keep with a draft that was saved what its form tells; the list that was read is put away."""
    told = wording.told_in(request.form)
    if (seen := request.form.get("seen", "")) in TAGS:
        told[seen] = {}
    if told:
        losses.keep(session(), edition.id, told)


def changed_in(form: Any) -> dict[str, dict[str, int]]:
    """What each language of a form loses or changes when its text becomes canonical, by tag and key."""
    found = {tag: lost(form[tag].form.body.data or "") for tag in TAGS}
    return {tag: changes for tag, changes in found.items() if changes}


def removed_query(form: Any) -> dict[str, str]:
    """The same, as the address tells it to which saving leads."""
    return {f"{tag}-{name}": str(number) for tag, changes in changed_in(form).items() for name, number in changes.items()}
