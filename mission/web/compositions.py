"""The compositions of a text as a page sets them: each figure kept whole, each date of a chronology said to machines and led to its milestone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from babel.dates import get_month_names
from flask import Flask

from ..languages import LANGUAGES, Language
from ..services import listing
from ..services.shown import Public
from .access import session
from .directory import with_texts
from .entries import Entry, address
from .language import current_language, iso
from .markup import Markup, escape
from .readings import Reading

# A term up to the end of its date, which may be of several days.
_WHOLE_DATE = re.compile(r"^.*</time>", re.DOTALL)
_FIGURES = re.compile(r'<dl class="figures">(.*?)</dl>', re.DOTALL)
_WHOLE = re.compile(r"<dt>.*?</dt>(?:\s*<dd>.*?</dd>)+", re.DOTALL)
_GROUP = r"<div>\g<0></div>"
_CHRONOLOGY = re.compile(r'<h3>(?P<year>\d{4})</h3>|<dl class="chronology">(?P<rows>.*?)</dl>', re.DOTALL)
_ROW = re.compile(r"<dt>(?P<dt>.*?)</dt>(?P<space>\s*)<dd>(?P<dd>.*?)</dd>", re.DOTALL)
_LED = re.compile(r'<a class="told" href="([^"]+)">')
_WORD = re.compile(r"[^\W\d_]{4,}")
# A year, or a span of years, with a word joiner after its dash.
_YEARS = re.compile(r"(?P<first>\d{4})(?:[–-]\u2060?\d{4})?(?!\d)")
_A_YEAR = re.compile(r"\d{4}")
_FIRST = {"1er": 1, "1º": 1, "1.º": 1, "فاتح": 1}
# Words that a row and a milestone of another section share, so that one day is not taken for another event of that day.
_SHARED = 2


@dataclass(frozen=True)
class _Row:
    """A row of a chronology: its date as ISO 8601 (``2014-03-04``, ``2014-03``, ``2014``), empty where it names none with a year."""

    date: str
    term: str
    told: str


def compose(app: Flask) -> None:
    """Give templates `composed`, `rows_told` and `untold`."""
    app.jinja_env.globals.update(composed=composed, rows_told=rows_told, untold=untold)


def composed(document: Reading) -> Markup:
    """The body of a text with its figures grouped, and the rows of its chronologies grouped, dated and linked."""
    body = str(document.body)
    if document.section == "links":
        return with_texts(body, document.language)
    if "<dl class=" not in body:
        return document.body
    body = _FIGURES.sub(_figures, body)
    year, meant = "", iter(_meant(document, body))

    def chronology(found: re.Match[str]) -> str:
        nonlocal year
        if found["year"]:
            year = found["year"]
            return found[0]
        drawn = _ROW.sub(lambda row: _drawn(row, year, document.language, next(meant)), found["rows"])
        return f'<dl class="chronology">{_WHOLE.sub(_GROUP, drawn)}</dl>'

    return Markup(_CHRONOLOGY.sub(chronology, body))  # noqa: S704 - a sanitised body, and what is put into it is escaped


def _figures(found: re.Match[str]) -> str:
    """A list of figures, each one in a group of its own, which no column or page breaks."""
    return '<dl class="figures">' + _WHOLE.sub(_GROUP, found[1]) + "</dl>"


def rows_told(document: Reading) -> int:
    """How many rows the chronologies of a text have."""
    return len(_rows(str(document.body), document.language))


def untold(entries: Iterable[Entry], text: str) -> tuple[Entry, ...]:
    """Those of a list to which no date of this composed text leads already."""
    led = set(_LED.findall(text))
    return tuple(one for one in entries if str(escape(one.href)) not in led)


def _rows(body: str, language: Language) -> list[_Row]:
    rows, year = [], ""
    for found in _CHRONOLOGY.finditer(body):
        if found["year"]:
            year = found["year"]
            continue
        rows += [_Row(*_dated(one["dt"], year, language), one["dd"]) for one in _ROW.finditer(found["rows"])]
    return rows


def _meant(document: Reading, body: str) -> list[Public | None]:
    """By row of a text, the milestone that it is about, each at most once. What one language tells of a row holds for every other in which
    the rows have the same dates: short rows, or a milestone of one language alone, share no words."""
    rows = _rows(body, document.language)
    candidates = listing.beginning_on(session(), {row.date for row in rows if row.date}) if rows else ()
    told = [(document.language, rows)]
    for tag, other in document.chronologies if candidates else ():
        others = _rows(other, LANGUAGES[tag])
        if [one.date for one in others] == [one.date for one in rows]:
            told.append((LANGUAGES[tag], others))
    found: list[Public | None] = []
    for at in range(len(rows)):
        certain = [one for language, telling in told if (one := _milestone(telling[at], document.section, language, candidates))]
        found.append(next((one for one in certain if one not in found), None))
    return found


def _drawn(row: re.Match[str], year: str, language: Language, meant: Public | None) -> str:
    _date, term = _dated(row["dt"], year, language)
    if meant is not None:
        # The date itself leads there, all of it: a word put in besides would not be of the text that was published.
        term = _WHOLE_DATE.sub(rf'<a class="told" href="{escape(address(meant, current_language()))}">\g<0></a>', term, count=1)
    return f"<dt>{term}</dt>{row['space']}<dd>{row['dd']}</dd>"


def _milestone(row: _Row, section: str, language: Language, candidates: Iterable[Public]) -> Public | None:
    """The one text that a row of a section is certainly about: of the same day (month, year) and section; of another section where they share
    most words."""
    same_day = [one for one in candidates if one.dated and iso(one.dated) == row.date]
    own = [one for one in same_day if one.section == section]
    if own:
        return own[0] if len(own) == 1 else None
    told = [(_shared(row, one, language), one) for one in same_day if language.tag in one.texts]
    near = sorted((one for one in told if one[0] >= _SHARED), key=lambda one: one[0], reverse=True)
    # Of two events of one day, the one of which the row says clearly more.
    return near[0][1] if len(near) == 1 or (len(near) > 1 and near[0][0] > near[1][0]) else None


def _shared(row: _Row, candidate: Public, language: Language) -> int:
    text = candidate.texts[language.tag]
    return len({one.lower() for one in _WORD.findall(row.told)} & {one.lower() for one in _WORD.findall(f"{text.title} {text.summary}")})


def _dated(term: str, year: str, language: Language) -> tuple[str, str]:
    """The date that a term begins with (of a span of years the first), as ISO 8601, and the term with it as a time element; the year is that of the
    heading where the term names none. Without any year it is a day of each year (``07-30``), to which nothing leads."""
    found = _date_of(language.tag).match(term)
    if found is None:
        years = _YEARS.match(term)
        return (years["first"], _A_YEAR.sub(r"<time>\g<0></time>", years[0]) + term[years.end() :]) if years else ("", term)
    month = _months(language.tag).index(found["month"].lower()) + 1
    tail = f"{month:02}"
    told = found["year"] or year
    head = f"{told}-" if told else ""
    days = [_FIRST.get(one.lower()) or int(re.sub(r"\D", "", one)) for one in (found["first"], found["day"]) if one]
    if not days and not told:
        return "", term
    moments = [f"{head}{tail}-{day:02}" for day in days] or [f"{head}{tail}"]
    if found["earlier"]:
        earlier = _months(language.tag).index(found["earlier"].lower()) + 1
        # Of two months; from December to January the first is of the year before.
        begins = f"{int(told) - 1}-" if told and earlier > month else head
        moments[0] = f"{begins}{earlier:02}-{days[0]:02}"
    start, end = found.span("date")
    last = f'<time datetime="{moments[-1]}">{term[start:end]}</time>'
    first = f'<time datetime="{moments[0]}">{found["opening"]}</time>{found["between"]}' if found["first"] else ""
    return moments[0] if told else "", found["before"] + first + last + term[end:]


@lru_cache(8)
def _months(tag: str) -> list[str]:
    return [name.lower() for _number, name in sorted(get_month_names("wide", "format", LANGUAGES[tag].locale).items())]


@lru_cache(8)
def _date_of(tag: str) -> re.Pattern[str]:
    """A date as the house writes it: one day or two, of one month or of two, or none; the month; a year or none."""
    day = r"\d{1,2}(?:er|\.?º)?|فاتح"
    months = "|".join(sorted(map(re.escape, _months(tag)), key=len, reverse=True))
    return re.compile(
        rf"(?P<before>(?:du|del|from|من)?\s*)(?:(?P<opening>(?P<first>{day})(?:\s+(?:de\s+)?(?P<earlier>{months}))?)(?P<between>\s*(?:et|au|and|to|y|al|a|–|-|و|إلى)\s*))?"
        rf"(?P<date>(?:(?P<day>{day})\s+(?:de\s+)?)?(?P<month>{months})\b(?!\s*[–-])(?:\s+(?:de\s+)?(?P<year>\d{{4}}))?)",
        re.IGNORECASE,
    )


__all__ = ["compose", "composed", "rows_told", "untold"]
