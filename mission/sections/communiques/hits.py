"""Results of a search: entries with what answers marked, and the languages in which it does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from ...services import listing, visibility
from ...services.listing import Listed
from ...services.search import finding
from ...services.search.highlight import Marker, Piece
from ...web.access import session
from ...web.entries import Entry, Version, entry, versions


@dataclass(frozen=True)
class Hit:
    """A result: the entry with its title and summary marked, a passage where only the text answers, and, of a document in several languages or
    where the one shown does not answer, the versions that do."""

    entry: Entry
    title: Markup
    summary: Markup
    passage: Markup
    answering: tuple[Version, ...]


def hits(listed: Listed) -> tuple[Hit, ...]:
    """The documents of a list as results of its question."""
    question = listed.question
    if question is None:
        return tuple(Hit(one, escape(one.title), escape(one.summary), Markup(), ()) for one in map(entry, listed.documents))
    marker = Marker(question, finding.names(session()))
    shown = {document.id: (document, entry(document)) for document in listed.documents}
    answers = listing.answering(session(), listed)
    marks = {
        number: (marker.marked(one.title, one.language.tag), marker.marked(one.summary, one.language.tag)) for number, (_, one) in shown.items()
    }
    bare = [
        one for number, (_, one) in shown.items()
        if not _elsewhere(one, answers) and not any(piece.marked for pieces in marks[number] for piece in pieces)
    ]  # fmt: skip
    passages = _passages(marker, bare)
    return tuple(
        Hit(
            one, _drawn(marks[number][0]), _drawn(marks[number][1]), passages.get(number, Markup()),
            versions(document, answers[number]) if number in answers and (len(document.texts) > 1 or _elsewhere(one, answers)) else (),
        )
        for number, (document, one) in shown.items()
    )  # fmt: skip


def _elsewhere(one: Entry, answers: Mapping[int, tuple[str, ...]]) -> bool:
    """Whether a document answers in other languages alone than the one in which it is shown."""
    return one.language.tag not in answers.get(_id(one), (one.language.tag,))


def _passages(marker: Marker, entries: Sequence[Entry]) -> dict[int, Markup]:
    """A passage of the text in the language in which each is shown; the texts of a language are read together."""
    made: dict[int, Markup] = {}
    for tag in {one.language.tag for one in entries}:
        texts = visibility.plain_bodies(session(), [_id(one) for one in entries if one.language.tag == tag], tag)
        made |= {one: _drawn(marker.passage(text, tag)) for one, text in texts.items()}
    return made


def _id(one: Entry) -> int:
    assert one.key is not None, "a preview is no result"
    return one.key[0]


def _drawn(pieces: Iterable[Piece]) -> Markup:
    """Each piece escaped, what answers in a mark."""
    drawn = "".join(f"<mark>{escape(one.text)}</mark>" if one.marked else escape(one.text) for one in pieces)
    return Markup(drawn)  # noqa: S704 - each piece is escaped


__all__ = ["Hit", "hits"]
