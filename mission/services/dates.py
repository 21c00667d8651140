"""Dates as printed in a language: for pages, papers and letters alike."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton

from ..clocks import GENEVA
from ..languages import Language
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
