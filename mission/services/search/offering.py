"""What a few letters may become: titles, bodies and themes, offered while somebody types."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from ...languages import TAGS
from .. import listing, visibility
from ..filtering import Filter
from ..keeping import kept
from ..shown import Labels, Public
from . import finding
from .analysis import analyse, beginnings
from .engine import Engine
from .query import pieces

MOST_TITLES = 5
MOST_NAMES = 3
_LEAST = 2


def titles(session: Session, asked: Filter, reader: str) -> tuple[Public, ...]:
    """Public documents of the list `asked` whose title in some language holds every one of its words, the last one perhaps only begun; the reader's
    language first. Without one, those that hold a number or a symbol that is asked for: a reference, a resolution."""
    held = finding.engine(session)
    if held is None or len(asked.q.strip()) < _LEAST:
        return ()
    return listing.by_ids(session, listing.unless_damaged(session, lambda: _titled(session, held, asked, reader)) or ())


def _titled(session: Session, held: Engine, listed: Filter, reader: str) -> list[int]:
    wanted, found, within = _wanted(listed.q), dict[int, None](), finding.narrowing(listed)
    excluded = finding.understood(session, listed.q) if wanted != listed.q else None
    for tag in (reader, *(tag for tag in TAGS if tag != reader)):
        words = analyse(wanted, tag)
        if not words or len(found) >= MOST_TITLES:
            continue
        *before, last = words
        begun = (*last.forms, *held.lookup(tag, last.surface, True))
        asked = held.queries.titled(tag, [word.forms[0] for word in before], begun, within, excluded)
        found |= dict.fromkeys(held.find(asked, MOST_TITLES, 0, "")[0])
    if not found and any(one.isdigit() for one in wanted):
        found |= dict.fromkeys(finding.find(session, held, replace(listed, begun=True, page=1, sort="")).ids)
    return list(found)[:MOST_TITLES]


def _wanted(q: str) -> str:
    """What of a query somebody wants: without what it excludes."""
    asked = pieces(q)
    return " ".join(one.text for one in asked if not one.excluded) if any(one.excluded for one in asked) else q


def names(session: Session, q: str, reader: str) -> tuple[tuple[str, str], ...]:
    """Kind (`theme` or `body`) and key of the taxonomy's entries of which a name, in any language, has words that begin like those of `q`."""
    wanted = _wanted(q).split()
    if len(wanted) > 1 and "" in beginnings(wanted[-1]):
        del wanted[-1]  # the article of what is to come
    asked = [word.surface for word in analyse(" ".join(wanted), reader)]
    if not asked or len(q.strip()) < _LEAST:
        return ()
    # What is joined before the last word may stand there already.
    begun = tuple(one for one in {asked[-1], *beginnings(wanted[-1])} if len(one) >= _LEAST)
    known = kept(session).get("spelt names", lambda: _spelt(visibility.labels(session)))
    found = [one for one, spellings in known.items() if any(_begins(asked[:-1], begun, words) for words in spellings)]
    return tuple(found[: 2 * MOST_NAMES])


def _spelt(labels: Labels) -> dict[tuple[str, str], list[list[str]]]:
    return {
        (kind, key): [
            [one for word in analyse(str(name), tag) for one in (word.surface, *(word.more if tag == "ar" else ()))]
            for tag, name in (*by_tag.items(), *more.get(key, {}).items(), *_further(labels, kind, key))
        ]
        for kind, named, more in (("body", labels.names, labels.acronyms), ("theme", labels.themes, {}))
        for key, by_tag in named.items()
    }


def _further(labels: Labels, kind: str, key: str) -> Iterator[tuple[str, str]]:
    return ((tag, name) for tag, names in labels.aliases.get(kind, {}).get(key, {}).items() for name in names)


def _begins(before: list[str], begun: tuple[str, ...], words: list[str]) -> bool:
    """Whether every word of `before` is one of the words, and another one begins so."""
    return all(one in words for one in before) and any(word.startswith(begun) for word in words)
