"""Dates as printed in a language: for pages, papers and letters alike."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton, get_month_names

from ..folding import folded
from ..languages import LANGUAGES, Language
from .filtering import Filter
from .shown import Dated

# The first of a month: an ordinal in French, a word in Morocco's Arabic.
_FIRST = {"fr": "1er", "ar": "فاتح"}


@lru_cache(8192)
def day(value: date, language: Language) -> str:
    """A civil date in full, as printed in the language."""
    before, between, after = _around(value.month, language)
    return _firsts(f"{before}{value.day}{between}{value.year}{after}", language)


@lru_cache
def _around(month: int, language: Language) -> Sequence[str]:
    """What stands before, between and behind the day and the year of a date of a month: a page of results has twenty, and to read CLDR's pattern
    takes longer than to find them."""
    return re.split("27|2001", format_date(date(2001, month, 27), "long", locale=language.locale))


@lru_cache(8192)
def printed(dated: Dated, language: Language) -> str:
    """A dated thing's date as exactly as it is known."""
    if dated.precision == "year":
        return str(dated.start.year) if not dated.end else f"{dated.start.year}–{dated.end.year}"
    if dated.precision == "month":
        return format_skeleton("yMMMM", dated.start, locale=language.locale)
    if dated.end and dated.end != dated.start:
        text = _firsts(format_interval(dated.start, dated.end, "yMMMMd", locale=language.locale), language)
        # A word and a figure are no range of figures.
        return re.sub(rf"^{_FIRST['ar']}–(?=\d)", rf"{_FIRST['ar']} – ", text)
    return day(dated.start, language)


def last_day(of: date, precision: str) -> date:
    """The last day of what is known to the day, the month or the year alone."""
    if precision == "day":
        return of
    month = 12 if precision == "year" else of.month
    return date(of.year, month, monthrange(of.year, month)[1])


def of_month(year: int | None, month: int | None, language: Language) -> str:
    """A year, or a month with its year, as it is read; empty where there is none."""
    if not month or not year:
        return str(year or "")
    return format_skeleton("yMMMM", date(year, month, 1), locale=language.locale)


def within(wanted: Filter, language: Language, say: Callable[..., str]) -> str:
    """The years or months to which a list is narrowed, as `say` words them in the language; empty where it is to none."""
    _ = say
    first, last = of_month(wanted.from_year, wanted.from_month, language), of_month(wanted.to_year, wanted.to_month, language)
    if first and last:
        return first if first == last else _("%(first)s to %(last)s", first=first, last=last)
    return _("From %(year)s", year=first) if first else _("To %(year)s", year=last) if last else ""


def _firsts(text: str, language: Language) -> str:
    """A date in which the first of a month is called as the language calls it; CLDR knows only figures."""
    first = _FIRST.get(language.tag)
    return re.sub(r"(?<!\d)1(?=–\d| [^\W\d])", first, text) if first else text


@lru_cache(4096)
def asked(written: str) -> Dated | None:
    """The day, month or year that somebody asks for: 31 octobre 2025, Oct 31, 2025, 31/10/2025, 2025-10-31, octobre 2025, 2025; None where it is
    none."""
    read = as_iso(written.strip("()[]?!.,;:؟،؛ "))
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", read):
        year, month, day = map(int, found.groups())
        # 10/31/2025: there is no such month, but such a day.
        month, day = (day, month) if month > 12 else (month, day)
        return _valid(year, month, day, "day")
    if re.fullmatch(r"\d{4}-\d\d", read) and read != written:
        return _valid(int(read[:4]), int(read[5:]), 1, "month")
    return _valid(int(read), 1, 1, "year") if re.fullmatch(r"(?:19|20)\d\d", read) else None


def _valid(year: int, month: int, day: int, precision: str) -> Dated | None:
    try:
        # 2797 is a resolution.
        return Dated(date(year, month, day), None, precision) if 1800 <= year < 2200 else None
    except ValueError:
        return None


@lru_cache
def _months() -> dict[str, int]:
    """The names of the months in the four languages, whole and short, as people write them; in Arabic those of other countries too."""
    found: dict[str, int] = {}
    for locale in (*(language.locale for language in LANGUAGES.values()), "ar"):
        for width in ("wide", "abbreviated"):
            found |= {folded(name).rstrip("."): number for number, name in get_month_names(width, locale=locale).items()}
    return found


def _western(written: str) -> str:
    """Figures as a machine reads them, where an Arabic keyboard writes ٢٠٢٦."""
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in written)


def as_minute(written: str) -> str:
    """A day and an hour as people write them (4 décembre 2026 à 14 h, 4 December 2026 at 14:30) in the form of the machine; what is none
    stays as it is."""
    written = _western(written)
    found = re.fullmatch(r"(.*\S)\s+([0-9]{1,2})\s?(?:(?::|h|\.)\s?([0-9]{2})(?::00)?|h)", written.strip(), re.IGNORECASE)
    if found is None:
        return written.strip()
    civil = re.sub(r"(?:[\s,،]+(?:at|à|a las?|في|على الساعة|في الساعة|الساعة))?[\s,،]*$", "", found[1], flags=re.IGNORECASE)
    return f"{as_iso(civil)}T{int(found[2]):02}:{found[3] or '00'}"


def as_iso(written: str) -> str:
    """A civil date as people write it (4 décembre 2026, 04/12/2026, December 2026) in the form of the machine; what is none stays as it is."""
    words = " ".join(_western(written).split())
    if numbers := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", words):
        first, month, year = (int(one) for one in numbers.groups())
        return f"{year:04}-{month:02}-{first:02}"
    # 1er diciembre, 4 de diciembre de 2026, December 4, 2026
    plain = folded(words).replace(_FIRST["ar"], "1")
    parts = [one for one in re.split(r"[\s,،]+|(?<=\d)(?:er|st|nd|rd|th)\b", plain) if one and one not in ("de", "del")]
    names = [_months()[one.rstrip(".")] for one in parts if one.rstrip(".") in _months()]
    figures = [int(one) for one in parts if one.isdecimal() and len(one) in (1, 2, 4)]
    if len(names) != 1 or len(names) + len(figures) != len(parts) or not figures:
        return words
    year, days = max(figures), [one for one in figures if one < 32]
    if year < 1000 or len(days) + 1 != len(figures):
        return words
    return f"{year:04}-{names[0]:02}" + (f"-{days[0]:02}" if days else "")
