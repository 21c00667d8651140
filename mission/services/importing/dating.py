"""Civil dates as old pages write them, in four languages. What is not there is not guessed."""

import re
from datetime import date

from ...models import Precision

_MONTHS = (
    ("janvier", "january", "enero", "يناير", "كانون الثاني"), ("février", "fevrier", "february", "febrero", "فبراير", "شباط"),
    ("mars", "march", "marzo", "مارس", "آذار"), ("avril", "april", "abril", "أبريل", "ابريل", "إبريل", "نيسان"),
    ("mai", "may", "mayo", "ماي", "مايو", "أيار"), ("juin", "june", "junio", "يونيو", "حزيران"),
    ("juillet", "july", "julio", "يوليوز", "يوليو", "تموز"), ("août", "aout", "august", "agosto", "غشت", "أغسطس", "آب"),
    ("septembre", "september", "septiembre", "setiembre", "شتنبر", "سبتمبر", "أيلول"), ("octobre", "october", "octubre", "أكتوبر", "اكتوبر", "تشرين الأول"),
    ("novembre", "november", "noviembre", "نونبر", "نوفمبر", "تشرين الثاني"),
    ("décembre", "decembre", "december", "diciembre", "دجنبر", "ديسمبر", "كانون الأول"),
)  # fmt: skip
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_NAMES = "|".join(sorted(map(re.escape, _NUMBER), key=len, reverse=True))
# A day, a month by its name, a year: the one way of writing that means the same everywhere.
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_WRITTEN = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|º)?\s+(?:de\s+|of\s+)?(?P<month>{_NAMES}),?\s+(?:de\s+|del\s+)?{_YEAR}", re.IGNORECASE
)
_ENGLISH = re.compile(rf"\b(?P<month>{_NAMES})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s*{_YEAR}", re.IGNORECASE)
_OLDEST = 1912


def find(words: str, pattern: re.Pattern[str] | None = None) -> tuple[date, Precision] | None:
    """The first date in `words`: by `pattern` (groups ``year``, and ``month`` and ``day`` if they are known) or as languages write it in words."""
    words = words.translate(_DIGITS)
    for one in (pattern,) if pattern else (_WRITTEN, _ENGLISH):
        for found in one.finditer(words):
            made = _date(found.groupdict())
            if made is not None:
                return made
    return None


def _date(told: dict[str, str | None]) -> tuple[date, Precision] | None:
    month = (told.get("month") or "").strip().lower()
    try:
        year, number = int(told["year"] or ""), int(month) if month.isdecimal() else _NUMBER.get(month, 0)
        if year < _OLDEST or (month and not number):
            return None
        if told.get("day"):
            return date(year, number, int(told["day"] or "")), Precision.DAY
        return (date(year, number, 1), Precision.MONTH) if number else (date(year, 1, 1), Precision.YEAR)
    except (ValueError, KeyError):
        return None
