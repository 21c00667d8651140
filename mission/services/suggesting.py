"""What a lost address may have meant: a document whose code or reference is in it, rooms and pages whose names are like its words, and texts
that hold the words of its last part."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from rapidfuzz.distance import Indel
from sqlalchemy.orm import Session

from .. import addresses
from ..languages import TAGS
from . import listing, visibility
from .filtering import Filter
from .keeping import Passing, apart, kept
from .misspelt import EMPTY, ENDING, LONGEST, YEAR, codes, words_of
from .search.analysis import STOP, analyse
from .shown import Public

MOST = 5
_ALIKE = 0.72
_NAMED = 0.03
# A room or a page that is as like as this is what was meant: texts that merely hold the words would be noise beside it.
_SURE = 0.9
_BELOW = 0.8
_BESIDE = 0.15
# A first part that is as like a room's name as this is that room, mistyped.
_MISTYPED = 0.85
# Of the words that are searched, and of what is looked for at the most.
_MOST_WORDS = 6
_LEAST = 4
# Words that are shorter than this are not looked at for others that stand in them; and what may stand between those.
_TOGETHER = 8
_SMALL = frozenset(("d", "l", "de", "la", "le", "les", "des", "du", "et", "of", "the", "and", "on", "y", "el", "los", "las", "del"))
_ABOVE = 3
# What other sites call what stands in a room here. A word may lead to several.
_ALSO = {
    "contact": "contactez nous contact us contactenos contactar ecrire write email mail telephone adresse address "
    "consulat consulate consulado consular قنصلية اتصل بنا",
    "links": "liens links enlaces consulat consulate consulado consulats consulates visa visado passeport passport pasaporte etat civil status registro "
    "قنصلية قنصليات جواز جوازات سفر تأشيرة تأشيرات روابط",
    "kingdom": "population histoire history historia hymne anthem himno roi king rey constitution constitucion gouvernement government "
    "gobierno parlement parliament parlamento superficie area fetes holidays fiestas سكان تاريخ نشيد ملك دستور حكومة برلمان مساحة أعياد",
    "about": "qui sommes nous about us ambassade ambassadeur embassy ambassador embajada embajador representant سفارة سفير",
    "communiques": "actualites actualite nouvelles news press releases noticias comunicados أخبار بلاغات",
    "speeches": "discours royaux speech discursos خطب",
    "seminars": "agenda evenements events eventos calendrier calendar",
    "press": "presse medias media journalistes prensa صحافة",
    "legal": "mentions impressum terms aviso",
    "privacy": "confidentialite donnees personnelles cookies privacidad",
    "accessibility": "accessibilite rgaa wcag accesibilidad",
    "sitemap": "plan site mapa map",
}  # fmt: skip


@dataclass(frozen=True)
class Lost:
    """What a lost address may have meant, the likeliest first: public documents and pages, and rooms by their names; `words` are those of it
    that some text holds, as they are written there; empty where none does."""

    suggestions: tuple[Public | str, ...]
    words: str


def lost(session: Session, path: str, rooms: Mapping[str, Iterable[str]], asked: str = "") -> Lost:
    """What `path` may have meant, and what was `asked` behind it. Only what the gate hands out, by a few searches at the most, kept for as long as
    nothing becomes public.

    `rooms` gives the labels of every room, in all languages. A room whose first page is an edition is suggested as that page.
    """
    path, asked, keep = unquote(path)[:LONGEST], asked[:LONGEST], kept(session)
    found: Lost | None = keep.peek(("lost", path, asked))
    if found is None:
        with apart(session) as how:
            found = _lost(session, path, rooms, asked)
            if how() is Passing.LASTING:
                keep.put(("lost", path, asked), found)
    return found


def _lost(session: Session, path: str, rooms: Mapping[str, Iterable[str]], asked: str) -> Lost:
    found: list[Public | str | None] = [visibility.by_code(session, one) for one in codes(path)]
    found.append(_behind(session, path, rooms))
    room = _room(path, rooms)
    near = _nearest(session, words_of(path), rooms, room)
    parts = _parts(path, room)
    sought, texts = _searched(session, parts, room, words_of(asked))
    # What holds the words stands before a room that is merely above them.
    found += [one for nearness, one in near if nearness > _BELOW]
    if not near or near[0][0] < _SURE or YEAR.fullmatch(sought) or len(parts) > 1 or asked:
        found += texts[: MOST - 1]
    found += [one for nearness, one in near if nearness <= _BELOW]
    return Lost(tuple({_key(one): one for one in found if one is not None}.values())[:MOST], sought)


def _behind(session: Session, path: str, rooms: Mapping[str, Iterable[str]]) -> Public | str | None:
    """The page that an address names exactly behind something that is nowhere, a language between them or none: /old/fr/about, /spip/contact."""
    parts = [part for part in ENDING.sub("", path).lower().strip("/").split("/") if part]
    # An address that begins as ours do is the one that nothing answers; from its second part on it may name another.
    begun = 2 if len(parts) > 1 and parts[0] in TAGS and parts[1] not in TAGS else 1
    for start in range(begun, len(parts)):
        named = parts[start + (parts[start] in TAGS) :]
        if named and named[0] in rooms:
            return visibility.page_at(session, named[0], "/".join(named[1:])) or (named[0] if len(named) == 1 else None)
    return None


def places(session: Session, asked: str, rooms: Mapping[str, Iterable[str]]) -> tuple[Public | str, ...]:
    """The pages, and rooms without one, whose names are like the words that somebody searched for and no text holds; `rooms` as for `lost`.
    The list of texts, where they were searched for, is none of them."""
    return tuple(one for nearness, one in _nearest(session, words_of(asked)[:_MOST_WORDS], rooms) if nearness >= _BELOW and one != "communiques")


def _nearest(session: Session, written: list[str], rooms: Mapping[str, Iterable[str]], below: str = "") -> list[tuple[float, Public | str]]:
    """The places that are like the words, the likest first, with how like they are; `below` is the room that the words begin with."""
    named = _named(session, rooms)
    known = frozenset(word for _, names, _ in named for word in names)
    words = _telling(part for word in _words(" ".join(written)) for part in _apart(word, known))
    ranked = sorted(_candidates(named, words, below), key=lambda one: -one[0]) if words else []
    return [(nearness, one) for nearness, one in ranked if nearness >= max(_ALIKE, ranked[0][0] - _BESIDE)][:MOST]


def _parts(path: str, room: str) -> list[list[str]]:
    """The words of each part of a path that has any, below the room that it begins with."""
    parts = [part for part in path.strip("/").split("/") if part]
    if room:
        parts = parts[parts.index(next(one for one in parts if one not in EMPTY)) + 1 :]
    return [words for part in parts if (words := words_of(part))]


def _searched(session: Session, parts: list[list[str]], room: str, asked: list[str]) -> tuple[str, tuple[Public, ...]]:
    """The words of a path and of what was asked behind it that texts hold, and the first of these: all of its words, else what was asked, else
    those of its last part, all of them, without numbers, or the longest, else those of the parts above. Where the last has no
    words but a year, the texts of that year."""
    words = parts[-1][-_MOST_WORDS:] if parts else []
    if len(words) == 1 and not asked and YEAR.fullmatch(words[0]):
        section = room if room in addresses.ROOMS and room != "communiques" else ""
        texts = _texts(session, Filter(section=section, from_year=int(words[0]), to_year=int(words[0])))
        if texts:
            return words[0], texts
    longest = max(words, key=_letters, default="")
    every = [word for part in (*parts, asked) for word in part][-2 * _MOST_WORDS :]
    without_numbers = [word for word in words if not word.isdecimal()]
    tried = (every, asked, words, without_numbers, [longest] if len(longest) >= _LEAST else [], *parts[-_ABOVE:-1][::-1])
    for sought in dict.fromkeys(" ".join(one) for one in tried if one):
        if texts := _texts(session, Filter(q=sought)):
            return sought, texts
    return "", ()


def _letters(word: str) -> int:
    """How many letters a word has of its own: in Arabic, an article, a conjunction or a preposition that is joined to it makes it no longer."""
    return min((len(one) for found in analyse(word, "fr") for one in (found.surface, *found.apart)), default=0)


def _texts(session: Session, wanted: Filter) -> tuple[Public, ...]:
    try:
        return listing.taken(session, wanted, MOST)
    except listing.NotPrepared:
        return ()


def _room(path: str, rooms: Mapping[str, Iterable[str]]) -> str:
    """The room that the first part of a path names, perhaps mistyped, where something follows; empty where there is none."""
    parts = [part for part in path.lower().strip("/").split("/") if part and part not in EMPTY]
    if len(parts) < 2:
        return ""
    alike = max(((Indel.normalized_similarity(parts[0], room), room) for room in rooms), default=(0.0, ""))
    return alike[1] if alike[0] >= _MISTYPED else ""


def _candidates(named: list[tuple[Public | str, list[str], str]], words: list[str], below: str) -> Iterator[tuple[float, Public | str]]:
    for one, names, entrance in named:
        # Of a section and the pages below it, which all bear its name, it is the one that the name alone means.
        more = _NAMED if not isinstance(one, str) and entrance in words else 0.0
        yield _nearness(words, names, room=bool(below) and entrance == below) + more, one


def _named(session: Session, rooms: Mapping[str, Iterable[str]]) -> list[tuple[Public | str, list[str], str]]:
    """Every page, and every room without one, with the words of its names, and the room that it is the entrance of."""
    found: list[tuple[Public | str, list[str], str]] = []
    pages = visibility.pages(session)
    entrances = {page.section for page in pages if not page.path}
    for page in pages:
        titles = (f"{text.title} {text.label}" for text in page.texts.values())
        own = (*rooms.get(page.section, ()), _ALSO.get(page.section, "")) if not page.path else ()
        names = _words(" ".join((page.section, (page.path or "").replace("/", " "), *titles, *own)))
        found.append((page, names, "" if page.path else page.section))
    found += [(room, _words(" ".join((room, _ALSO.get(room, ""), *labels))), room) for room, labels in rooms.items() if room not in entrances]
    return found


def _apart(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """The words of names that are written as one in an address (humanrights, droitsdelhomme), as few as may be; else the word as it is."""
    if word in known or len(word) < _TOGETHER:
        return (word,)
    ways: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for begun in range(end):
            before, part = ways[begun], word[begun:end]
            if before is None or not (part in known and len(part) >= _LEAST or part in _SMALL):
                continue
            held = ways[end]
            if held is None or len(before) + 1 < len(held):
                ways[end] = (*before, part)
    return ways[-1] or (word,)


def _key(one: Public | str) -> int | str:
    return one if isinstance(one, str) else one.id


def _nearness(words: list[str], names: list[str], *, room: bool) -> float:
    """How like the words of an address are to the names of a place; `room` says that the address begins with its name."""
    likeness = sum(max((Indel.normalized_similarity(word, name) for name in names), default=0.0) for word in words) / len(words)
    if room:
        # What begins with a room and goes on with something unknown was meant to be below it.
        likeness = max(likeness, _BELOW)
    # Among places that answer alike, the one that says least besides.
    return likeness - 0.0005 * len(names)


def _telling(words: Iterable[str]) -> list[str]:
    every = [word for word in words if word not in EMPTY and not word.isdecimal()]
    return [word for word in every if not any(word in stop for stop in STOP.values())] or every


def _words(text: str) -> list[str]:
    return [word.surface for word in analyse(text, "fr")]
