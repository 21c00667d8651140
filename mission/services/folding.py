"""Words folded for plain matching: case, accents, ligatures, apostrophes, and the spelling variants of Arabic."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
# Alef with hamza or madda, alef maqsura, ta marbuta, hamza on its seats: written with and without by careful people alike.
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})
_WORD = re.compile(r"[^\W_]+(?:/[^\W_.]+(?:\.[^\W_]+)*)*")


def fold(text: str) -> str:
    """`text` as lower-case words without accents or vowel marks, parted by single spaces; digits of every script become 0-9."""
    text = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES).translate(_ARABIC))
    text = "".join(_digit(one) for one in text if not unicodedata.combining(one))
    return " ".join(_WORD.findall(text.translate(_ARABIC)))


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
