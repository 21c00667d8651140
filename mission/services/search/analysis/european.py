"""French, English and Spanish: elisions and possessives, then Snowball's stem, then folding, so that *communiqué* and *commune* stay apart."""

import re
import threading
import unicodedata

import Stemmer

from .letters import fold
from .stopwords import STOP, WRITTEN

_NAMES = {"fr": "french", "en": "english", "es": "spanish"}
# A stemmer of PyStemmer keeps a state: one for each thread.
_own = threading.local()
ELIDED = frozenset(("l", "d", "j", "m", "t", "s", "n", "c", "ç", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"))
_JOINED = re.compile("[ld]([aeiouyh].{3,})")
# Plurals that Snowball leaves as they are, while their singulars end otherwise: *lois*, *élus*, *visas*, *enjeux*; *años*, *actos*, *leyes*.
_PLURAL = {"fr": re.compile(r".{2,}(?:[aiou](?=s)|eu(?=x))."), "es": re.compile(r".{2,}[aeiou](?=s).")}
# Words that only look like the plural of another; and, the other way, a plural that Snowball parts from its singular.
_NO_PLURAL = frozenset(("fois", "mois"))
_SINGULARS = {"es": {"mujeres": "mujer", "talleres": "taller", "voces": "voz", "veces": "vez", "jueces": "juez", "luces": "luz"}}
# *imágenes*, of which the singular bears no accent: *imagen*.
_ACCENTED_PLURAL = re.compile(r".*[áéíóú].+enes")
# The country, by the stem of what is of it: every text here is about both.
_COUNTRY = {"fr": {"marocain": "maroc"}, "en": {"moroccan": "morocco"}, "es": {"marroqu": "marruec"}}
_BRITISH = re.compile(r"(.{3,})is(e[drs]?|ing|ations?|ational)")
_LEAST = 3
_ALWAYS = {"communique": "communiqué", "communiques": "communiqués"}
# Which letter of an ending may bear which accents: a word in capitals often goes without, and Snowball takes another ending for its own.
_ACUTE, _GRAVE = "\u0301", "\u0300"
_ACCENTS = {
    "fr": ((re.compile(r"e(?=e?s?$|ment$|re?s?$|rent$)"), _ACUTE + _GRAVE), (re.compile(r"e(?=es?$)"), _ACUTE), (re.compile(r"e(?=s?$)"), _ACUTE + _GRAVE)),
    "es": ((re.compile(r"i(?=(?:as?|es)?$)"), _ACUTE), (re.compile(r"[aeio](?=[ns]$)"), _ACUTE)),
}
# 58è and 58èm may become 58ème. In Spanish what was º and ª before it was made lower.
_ORDINALS = r"(\d{1,4})\.?(?:i?[eè]m?e?|[eè]?re|er|nde?|st|rd|th|(?<=\.)[oa]"
_ORDINAL = re.compile(f"{_ORDINALS})"), re.compile(f"{_ORDINALS}|[oa])")


def ordinal(word: str, tag: str) -> str:
    """The number of a lower-case ordinal, however it ends: 58e, 58ème, 58eme, 58th, 58.ª; empty where it is none."""
    found = _ORDINAL[tag == "es"].fullmatch(word)
    return found[1] if found else ""


def stem(word: str, tag: str) -> str:
    """The folded stem of a lower-case word in the language with this tag."""
    # An accent typed as a character of its own stems like the one that is part of its letter: `lower` has composed them.
    return fold(_stemmed(word, tag))


def _stemmed(word: str, tag: str) -> str:
    if tag not in _NAMES:
        # A language that was added to the site and not yet here: its words are found as they are written.
        return word
    stemmers = _own.__dict__.setdefault("stemmers", {})
    if tag not in stemmers:
        stemmers[tag] = Stemmer.Stemmer(_NAMES[tag], 0)
    return str(stemmers[tag].stemWord(word))


def forms(word: str, tag: str) -> tuple[str, ...]:
    """What a lower-case word is found by: its folded stem, and that of its singular where Snowball does not bring the two together.

    A word that carries no subject and one that does never meet: *dues* is not *du*, nor *paro* the Spanish *para*.
    """
    folded = fold(word)
    if word in WRITTEN[tag] or (word == folded and folded in STOP[tag]):
        return (folded,)
    bare = _stemmed(word, tag)
    first = fold(bare)
    if first in STOP[tag]:
        # *sûre* keeps its accent, so as not to be *sur*.
        first = bare if bare not in STOP[tag] else folded.removesuffix("s")
    singular = _singular(word, bare, tag) or _american(word, tag)
    other = stem(singular, tag) if singular else _COUNTRY.get(tag, {}).get(first, "")
    return (first, other) if other and other != first and other not in STOP[tag] else (first,)


def _singular(word: str, bare: str, tag: str) -> str:
    """The singular of a word that Snowball has not brought to it; empty where there is none."""
    if word in _SINGULARS.get(tag, ()):
        return _SINGULARS[tag][word]
    if tag == "es" and _ACCENTED_PLURAL.fullmatch(word):
        return fold(word[:-2])
    plural = _PLURAL.get(tag)
    if plural is None or bare != word or word in _NO_PLURAL or not plural.fullmatch(word):
        return ""
    singular = word[:-1]
    return singular if len(singular) >= _LEAST and fold(singular) not in STOP[tag] else ""


def _american(word: str, tag: str) -> str:
    """An English word as it is spelt with a z, where that may be another spelling of it; empty where there is none. No other word is written so."""
    found = _BRITISH.fullmatch(word) if tag == "en" else None
    return f"{found[1]}iz{found[2]}" if found else ""


def other_numbers(word: str, tag: str) -> tuple[str, ...]:
    """What may be the plural or the singular of a French or Spanish word that is written without accents."""
    others: tuple[str, ...] = ()
    if tag == "fr":
        others = (word[:-1] if word[-1] in "sx" else f"{word}s",)
    elif tag == "es" and word[-1] != "s":
        others = (f"{word}s" if word[-1] in "aeiou" else f"{word}es",)
    elif tag == "es":
        others = (word[:-1], f"{word}es", *((word[:-2],) if word.endswith("es") else ()))
    return tuple(one for one in others if min(len(word), len(one)) >= _LEAST and not {word, one} & _NO_PLURAL and one not in STOP[tag])


def unelided(word: str, tag: str) -> str:
    """A French word that was typed without its apostrophe, without its article or *de*: lhomme; empty where it is none."""
    found = _JOINED.fullmatch(word) if tag == "fr" else None
    return found[1] if found and found[1] not in STOP[tag] else ""


def in_capitals(word: str, tag: str) -> str:
    """A lower-case word that stood in capitals, with the accent that it is never without in a text of a newsroom."""
    return _ALWAYS.get(word, word) if tag == "fr" else word


def accented(word: str, tag: str) -> tuple[str, ...]:
    """What a lower-case word is found by that stood in capitals without accents, each way that its ending may be read: communique, frontieres."""
    if len(word) <= _LEAST or not word.isascii() or word in STOP[tag]:
        return ()
    endings = [(found.end(), accents) for ending, accents in _ACCENTS.get(tag, ()) if (found := ending.search(word))]
    read = [unicodedata.normalize("NFC", word[:at] + accent + word[at:]) for at, accents in endings for accent in accents]
    return tuple(dict.fromkeys(form for one in read for form in forms(one, tag)))


def parts(word: str, tag: str) -> tuple[int, str]:
    """Where a lower-case word with apostrophes begins (what was elided before it is left out), and the word without them.

    *l'accord* begins at 2 and is *accord*, in a text of any language; *aujourd'hui* is one word; *kingdom's* is *kingdom*.
    """
    first, apostrophe, rest = word.partition("'")
    if apostrophe and rest and first in ELIDED:
        begun, inner = parts(rest, tag)
        return len(first) + 1 + begun, inner
    if tag == "en" and word.endswith("'s"):
        word = word[:-2]
    return 0, word.replace("'", "")
