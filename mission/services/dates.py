"""Dates as printed in a language: for pages, papers and letters alike."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton, get_month_names

from ..clocks import GENEVA
from ..languages import LANGUAGES, Language
from .shown import Dated


@lru_cache(8192)
def day(value: date, language: Language) -> str:
    """A civil date in full, as printed in the language."""
    text = format_date(value, "long", locale=language.locale)
    # CLDR has no ordinal; French writes the first of a month with one.
    return text.replace("1 ", "1er ", 1) if language.tag == "fr" and value.day == 1 else text


@lru_cache(8192)
def printed(dated: Dated, language: Language) -> str:
    """A dated thing's date as exactly as it is known."""
    if dated.precision == "year":
        return str(dated.start.year) if not dated.end else f"{dated.start.year}–{dated.end.year}"
    if dated.precision == "month":
        return format_skeleton("yMMMM", dated.start, locale=language.locale)
    if dated.end and dated.end != dated.start:
        return format_interval(dated.start, dated.end, "yMMMMd", locale=language.locale)
    return day(dated.start, language)


def geneva(moment: datetime) -> date:
    """The day of a moment (aware) in Geneva."""
    return moment.astimezone(GENEVA).date()


@lru_cache
def _months() -> dict[str, int]:
    """The names of the months in the four languages, whole and short, as people write them."""
    found: dict[str, int] = {}
    for language in LANGUAGES.values():
        for width in ("wide", "abbreviated"):
            found |= {_plain(name).rstrip("."): number for number, name in get_month_names(width, locale=language.locale).items()}
    return found


def _plain(word: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(one))


def as_iso(written: str) -> str:
    """A civil date as people write it (4 décembre 2026, 04/12/2026, December 2026) in the form of the machine; what is none stays as it is."""
    words = " ".join(written.split())
    if numbers := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", words):
        first, month, year = (int(one) for one in numbers.groups())
        return f"{year:04}-{month:02}-{first:02}"
    # 1er diciembre, 4 de diciembre de 2026, December 4, 2026
    parts = [one for one in re.split(r"[\s,،]+|(?<=\d)(?:er|st|nd|rd|th)\b", _plain(words)) if one and one not in ("de", "del")]
    names = [_months()[one.rstrip(".")] for one in parts if one.rstrip(".") in _months()]
    figures = [int(one) for one in parts if one.isdecimal() and len(one) in (1, 2, 4)]
    if len(names) != 1 or len(names) + len(figures) != len(parts) or not figures:
        return words
    year, days = max(figures), [one for one in figures if one < 32]
    if year < 1000 or len(days) + 1 != len(figures):
        return words
    return f"{year:04}-{names[0]:02}" + (f"-{days[0]:02}" if days else "")
