"""Which language a text is in, by its letters and its small words: enough to notice a French text in the Arabic field."""

import re
from collections import Counter

from ...verify.markup import plain
from ..search.analysis.letters import fold, lower
from ..search.analysis.stopwords import STOP

_WORDS = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
# Fewer words than this say nothing; so many small words of another language, and so many times those of the own one, do.
_LEAST_WORDS = 8
_LEAST_FOUND = 4
_TIMES = 2
# A paragraph shorter than this may be a name, a motto, a reference; what stands in quotation marks may be in any language.
_LEAST_OF_A_PARAGRAPH = 14
_LEAST_FOUND_IN_ONE = 4
_BLOCK = re.compile(r"</?(?:p|h2|h3|ul|ol|li|dl|dt|dd|blockquote)\b[^>]*>")
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"|\([^()]*\)|<em>.*?</em>|<a\b[^>]*>.*?</a>", re.DOTALL)
_QUOTATION = re.compile(r"<blockquote\b.*?</blockquote>", re.DOTALL)
# Words that a title of this house rarely does without, and that are of one language alone; folded.
_OURS = {
    "fr": "maroc royaume geneve droits homme conseil nations unies declaration delegation presse ministre ambassadeur paix sahara mondiale organisation",
    "en": "morocco kingdom geneva rights human council united nations statement delegation press minister ambassador peace sahara world organization",
    "es": "marruecos reino ginebra derechos humanos consejo naciones unidas declaracion delegacion prensa ministro embajador paz sahara mundial organizacion",
}
_TELLING = {tag: STOP[tag] | frozenset(words.split()) for tag, words in _OURS.items()}
# Endings and letters that many words of a language have; those of another one count for neither.
_SPELT = {
    "fr": re.compile(r"[àâæçèêëîïôœùû]|é(?:e?s?$|[^n]*e$)|tions?$|ments?$|eu(?:x|se)$|aux$|ique$"),
    "en": re.compile(r"[wk]|tions?$|ments?$|ing$|ed$|ly$|ty$|th|sh"),
    "es": re.compile(r"[áíñóú]|ci[oó]n(?:es)?$|mente$|dad(?:es)?$|[ai]d[ao]s?$|\w{4}os?$"),
}
# In a line so many such words are enough, and where no letter of the language of its field stands in it, so many words.
_LEAST_IN_A_LINE = 2


def blocks_of(body: str) -> list[str]:
    """What stands between the tags of paragraphs, headings and items of a canonical text."""
    return _BLOCK.split(body)


def strayed(body: str, tag: str) -> tuple[tuple[str, str], ...]:
    """The paragraphs of a canonical text that are surely in another language than `tag`: that language, and how each begins.

    Quotations, words in brackets or italics, links and short lines are left aside: they may be in any language.
    """
    found = []
    for part in blocks_of(_QUOTATION.sub(" ", body)):
        words = " ".join(plain(_QUOTED.sub(" ", part)).split())
        if len(_WORDS.findall(words)) >= _LEAST_OF_A_PARAGRAPH and (other := _other_of_one(words, tag)):
            found.append((other, " ".join(plain(part).split()[:6])))
    return tuple(found)


def _other_of_one(words: str, tag: str) -> str | None:
    """As `other_language`, for a paragraph: names alone are no language, and small words, endings and accents speak for one against another."""
    arabic, latin = len(_ARABIC.findall(words)), len(_LATIN.findall(words))
    if tag != "ar" and arabic > latin:
        return "ar"
    if tag == "ar":
        found = {one: _speaking(words, one, "ar") for one in _SPELT}
        best, number = max(found.items(), key=lambda one: one[1])
        # Names begin with capitals; whatever mostly does not is words, in whichever language.
        written = [one for one in _WORDS.findall(words) if _LATIN.match(one)]
        spoken = number >= _LEAST_FOUND_IN_ONE or 2 * sum(one == one.lower() for one in written) > len(written)
        return (best if number else "latin") if latin > 2 * arabic and spoken else None
    found = {one: _speaking(words, one, tag) for one in _SPELT if one != tag}
    best, number = max(found.items(), key=lambda one: one[1])
    return best if number >= _LEAST_FOUND_IN_ONE and number > _TIMES * _speaking(words, tag, best) else None


def _speaking(words: str, tag: str, other: str) -> int:
    """How many words speak for `tag` against `other`: its small words, and how words that are no names are spelt in it."""
    telling, spelt, against = STOP[tag] - STOP[other], _SPELT[tag], _SPELT.get(other)
    return sum(
        1 for word in _WORDS.findall(words)[:2000]
        if fold(lower(word)) in telling or (word == word.lower() and spelt.search(word) and not (against and against.search(word)))
    )  # fmt: skip


def other_language(words: str, tag: str) -> str | None:
    """The language that `words` are in where it is surely not `tag`: a tag, ``arabic`` or ``latin`` letters where no language shows; else None."""
    arabic, latin = len(_ARABIC.findall(words)), len(_LATIN.findall(words))
    if arabic + latin < 12:
        return None
    if tag == "ar":
        # Names and symbols of the United Nations stand in Latin letters in every Arabic text.
        return _latin(words) or "latin" if latin > 2 * arabic else None
    if arabic > latin:
        return "ar"
    found = _counted(words)
    if sum(found.values()) == 0 or len(_WORDS.findall(words)) < _LEAST_WORDS:
        return None
    best, number = max(found.items(), key=lambda one: (one[1], one[0] == tag))
    return best if best != tag and number >= _LEAST_FOUND and number > _TIMES * found[tag] else None


def other_of_line(line: str, tag: str) -> str | None:
    """As `other_language`, for a title or a summary, of which every word counts: but for quotations and brackets, acronyms, and ``El`` or ``La`` in a name."""
    line = " ".join(_QUOTED.sub(" ", line).split())
    arabic, latin = len(_ARABIC.findall(line)), len(_LATIN.findall(line))
    if tag == "ar":
        spelt = [one for one in _WORDS.findall(line) if _LATIN.match(one) and one != one.upper()]
        return _most(_marks(line, "ar")) or "latin" if latin > 2 * arabic and len(spelt) >= _LEAST_IN_A_LINE else None
    if arabic > latin:
        return "ar" if arabic > _LEAST_IN_A_LINE else None
    found = _marks(line, tag)
    other = _most(Counter({one: number for one, number in found.items() if one != tag}))
    own = sum(1 for word in _telling(line, tag) if word in _TELLING[tag] - _TELLING[other]) if other else 0
    return other if other and found[other] >= _LEAST_IN_A_LINE and found[other] > _TIMES * own else None


def _marks(line: str, tag: str) -> Counter[str]:
    """How many words of a line are small words, or words of the house, in each language and not in that of the field."""
    own = _TELLING.get(tag, frozenset())
    return Counter({one: sum(1 for word in _telling(line, one) if word in telling - own) for one, telling in _TELLING.items()})


def _most(found: Counter[str]) -> str | None:
    best, number = max(found.items(), key=lambda one: one[1])
    return best if number else None


def _telling(line: str, tag: str) -> list[str]:
    """The words of a line, folded; without those that begin a name (``El Jadida``, ``Le Caire``) where these could be small words of `tag`."""
    words = _WORDS.findall(line)
    shouted = line == line.upper()
    kept = [word for place, word in enumerate(words) if shouted or not place or tag == "en" or word[0] == word[0].lower() or len(word) > 3]
    return [fold(lower(word)) for word in kept]


def _latin(words: str) -> str | None:
    best, number = max(_counted(words).items(), key=lambda one: one[1])
    return best if number >= _LEAST_FOUND else None


def _counted(words: str) -> Counter[str]:
    """How many small words of each language occur that are not small words of another one as well."""
    folded = [fold(lower(word)) for word in _WORDS.findall(words)[:2000]]
    found: Counter[str] = Counter({tag: 0 for tag in ("fr", "en", "es")})
    for tag in ("fr", "en", "es"):
        own = STOP[tag] - frozenset().union(*(STOP[one] for one in ("fr", "en", "es") if one != tag))
        found[tag] = sum(1 for word in folded if word in own)
    return found
