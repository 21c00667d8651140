"""What Word files have lost, told in the form until somebody puts the list away: of a draft by what is kept with it."""

from collections.abc import Collection, Mapping
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


def changed_in(form: Any, chosen: Collection[str] = ()) -> dict[str, dict[str, int]]:
    """What each language of a form loses or changes when its text becomes canonical, by tag and key; of those `chosen` a Word file was not read.

    A form that saves itself has none: nobody has pressed anything yet, and htmx names a file for every field of files, chosen or not.
    """
    found = {tag: lost(form[tag].form.body.data or "") | ({"unread": 1} if tag in chosen else {}) for tag in TAGS}
    return {tag: changes for tag, changes in found.items() if changes}


def unread() -> tuple[str, ...]:
    """The languages for which a Word file was chosen and the form was sent without reading it: of a file its name alone comes along."""
    return tuple(tag for tag in TAGS if request.form.get(f"{tag}-word"))


def left_unread() -> str:
    """The same as a sentence, where the form was refused."""
    return " ".join(wording.removed({tag: {"unread": 1} for tag in unread()}))


def removed_query(form: Any) -> dict[str, str]:
    """The same, as the address tells it to which saving leads."""
    return {f"{tag}-{name}": str(number) for tag, changes in changed_in(form, unread()).items() for name, number in changes.items()}
