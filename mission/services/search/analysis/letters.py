"""Letters: case, accents, ligatures, digits of every script, apostrophes."""

import re
import unicodedata

APOSTROPHES = "'’ʼ‘‛′´`＇ʹʻʾʿ"
# Soft hyphen, joiners and directional marks: in a word, but no part of it. The tatweel only stretches a line.
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
# Letters with a stroke, or without their dot: Unicode takes no accent from them.
_STRUCK = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "þ": "th"}
_SIGNS = {"⁄": "/", "∕": "/", **dict.fromkeys("\u2010\u2011\u2013", "-")}
_UNLIKE = {**dict.fromkeys(APOSTROPHES, "'"), "œ": "oe", "æ": "ae", "ß": "ss", **_STRUCK, **_SIGNS, **dict.fromkeys((*UNSEEN, "\u0640"))}
_ALIKE = str.maketrans(_UNLIKE)
_ANY_UNLIKE = re.compile(f"[{re.escape(''.join(_UNLIKE))}]")
# An acronym with points: O.N.U., U.N., EE.UU.; neither the point behind its last letter nor a word that begins without a space.
_LETTER = r"[^\W\d_]"
DOTTED = rf"(?:{_LETTER}(?:\.{_LETTER})+|[A-Z]{{1,2}}(?:\.[A-Z]{{1,2}})+)(?!\.?[^\W_])"
_DOTTED = re.compile(rf"(?<![^\W_])(?<![^\W_]\.){DOTTED}")
# Thousands set apart: 5 000 with a space of any width, 5,000, 5.000, in digits of any script.
SPACES = " \u00a0\u2009\u202f"
THOUSANDS = rf"(?<!\d)(?<!\d[.,])(?![0٠۰])\d{{1,3}}(?P<between>[{SPACES}.,،٬])\d{{3}}(?:(?P=between)\d{{3}})*(?!\d)"
_THOUSANDS = re.compile(THOUSANDS)
_NUMBERED = re.compile(r"([a-z]{2,6}|[\u0621-\u064a]{3,8})([0-9]{1,3})")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")


def lower(text: str) -> str:
    """`text` in lower case and compatibility form (NFKC: presentation forms, full width), ligatures as two letters, one apostrophe, digits 0-9."""
    text = (text if text.isascii() else unicodedata.normalize("NFKC", text)).lower()
    if _ANY_UNLIKE.search(text):
        text = text.translate(_ALIKE)
    return text if text.isascii() else _OTHER_DIGIT.sub(_digit, unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """`text` without accents and vowel marks."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return apart if apart.isascii() else "".join([one for one in apart if not unicodedata.combining(one)])


def undotted(text: str) -> str:
    """`text` with its acronyms as they are without points."""
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), text) if "." in text else text


def together(text: str) -> str:
    """`text` with its numbers as they are without what sets thousands apart."""
    return _THOUSANDS.sub(lambda found: found[0].replace(found["between"], ""), text)


def divided(word: str) -> tuple[str, ...]:
    """The letters and the number of which a lower-case word is made, which others write apart: COP22, كوب22; empty where it is another."""
    found = _NUMBERED.fullmatch(word)
    return found.groups() if found else ()


def _digit(found: re.Match[str]) -> str:
    return str(unicodedata.decimal(found[0]))
