"""Letters: case, accents, ligatures, digits of every script, apostrophes."""

import re
import unicodedata

APOSTROPHES = "'’ʼ‘′´`＇"
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
# Soft hyphen, joiners and directional marks: in a word, but no part of it. The tatweel only stretches a line.
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_UNSEEN = str.maketrans(dict.fromkeys((*UNSEEN, "\u0640")))
_OTHER_DIGIT = re.compile(r"[^\D0-9]")


def lower(text: str) -> str:
    """`text` in lower case and compatibility form (NFKC: presentation forms, full width), ligatures as two letters, one apostrophe, digits 0-9."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_LIGATURES).translate(_ONE_APOSTROPHE).translate(_UNSEEN)
    return text if text.isascii() else _OTHER_DIGIT.sub(_digit, unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """`text` without accents and vowel marks."""
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def _digit(found: re.Match[str]) -> str:
    return str(unicodedata.decimal(found[0]))
