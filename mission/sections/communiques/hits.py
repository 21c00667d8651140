"""Results of a search: entries with what answers marked, and the languages in which it does."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from ...services import listing
from ...services.listing import Listed
from ...services.markup import plain
from ...services.search import finding, highlight
from ...web.access import session
from ...web.entries import Entry, Version, entry, versions
from ...web.language import current_language


@dataclass(frozen=True)
class Hit:
    """A result: the entry with its title and summary marked, a passage where only the text answers, and, where the text shown is in
    another language than those that answer, the versions that do."""

    entry: Entry
    title: Markup
    summary: Markup
    passage: Markup
    elsewhere: tuple[Version, ...]


def hits(listed: Listed) -> tuple[Hit, ...]:
    """The documents of a list as results of its question."""
    question = listed.question
    if question is None:
        return tuple(Hit(one, escape(one.title), escape(one.summary), Markup(), ()) for one in map(entry, listed.documents))
    known, language = finding.names(session()), current_language()
    made, bare = [], []
    for document in listed.documents:
        text, shown = document.text(language), entry(document)
        title, summary = (highlight.marked(part, text.language, question, known) for part in (text.title, text.summary))
        matched = listed.matched.get(document.id, ())
        elsewhere = tuple(one for one in versions(document) if one.tag in matched) if text.language not in matched else ()
        made.append(Hit(shown, _drawn(title), _drawn(summary), Markup(), elsewhere))
        if not elsewhere and not any(piece.marked for piece in (*title, *summary)):
            bare.append(document.id)
    passages = {one.id: one.text(language) for one in listing.whole_by_ids(session(), bare)}
    return tuple(
        replace(hit, passage=_drawn(highlight.passage(plain(passages[document.id].body), passages[document.id].language, question, known)))
        if document.id in passages else hit
        for hit, document in zip(made, listed.documents, strict=True)
    )  # fmt: skip


def _drawn(pieces: Iterable[highlight.Piece]) -> Markup:
    """Each piece escaped, what answers in a mark."""
    return Markup().join(Markup("<mark>{}</mark>").format(one.text) if one.marked else escape(one.text) for one in pieces)


__all__ = ["Hit", "hits"]
