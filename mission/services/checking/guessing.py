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
_LEAST_FOUND_IN_ONE = 5
_BLOCK = re.compile(r"</?(?:p|h2|h3|ul|ol|li|blockquote)\b[^>]*>")
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"|\([^()]*\)|<em>.*?</em>|<a\b[^>]*>.*?</a>", re.DOTALL)
_QUOTATION = re.compile(r"<blockquote\b.*?</blockquote>", re.DOTALL)


def strayed(body: str, tag: str) -> tuple[tuple[str, str], ...]:
    """The paragraphs of a canonical text that are surely in another language than `tag`: that language, and how each begins.

    Quotations, words in brackets or italics, links and short lines are left aside: they may be in any language.
    """
    found = []
    for part in _BLOCK.split(_QUOTATION.sub(" ", body)):
        words = " ".join(plain(_QUOTED.sub(" ", part)).split())
        if len(_WORDS.findall(words)) >= _LEAST_OF_A_PARAGRAPH and (other := _other_of_one(words, tag)):
            found.append((other, " ".join(plain(part).split()[:6])))
    return tuple(found)


def _other_of_one(words: str, tag: str) -> str | None:
    """As `other_language`, for a paragraph: names alone are no language, and more has to speak for another one."""
    other = other_language(words, tag)
    return other if other == "ar" or (other in ("fr", "en", "es") and _counted(words)[other] >= _LEAST_FOUND_IN_ONE) else None


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
