"""Releases by month and language as bars: geometry for a drawing, and the numbers for the table behind it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_skeleton
from flask_babel import gettext, ngettext

from ....languages import LANGUAGES, Language

WIDTH, HEIGHT, GROUND = 720, 200, 170
GAP = 10


@dataclass(frozen=True)
class Bar:
    """One bar: its language, its place in the drawing, and what it stands for in words."""

    tag: str
    x: float
    y: float
    width: float
    height: float
    said: str


@dataclass(frozen=True)
class Month:
    """One month: its name in short under the bars and in full in the table, the middle of its bars, and a count per language."""

    short: str
    label: str
    middle: float
    counts: tuple[int, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """The drawing. `lines` are the values at which a line is drawn, with their heights; `edge` is where their numbers stand."""

    said: str
    languages: tuple[Language, ...]
    months: tuple[Month, ...]
    lines: tuple[tuple[int, float], ...]
    total: int
    edge: float = 0


def draw(counted: tuple[tuple[date, Counter[str]], ...], language: Language) -> Chart:
    """The chart for a reader of `language`; where one reads from the right, time runs from there."""
    most = max((count for _, counts in counted for count in counts.values()), default=0)
    top = max(4, -(-most // 4) * 4)
    room = WIDTH / max(1, len(counted))
    months = []
    for place, (first, counts) in enumerate(counted):
        start = place * room
        if language.direction == "rtl":
            start = WIDTH - start - room
        months.append(_month(first, counts, start, room, top, language))
    total = sum(sum(counts.values()) for _, counts in counted)
    lines = tuple((value, round(GROUND - value / top * (GROUND - GAP), 1)) for value in (top // 4, top // 2, top * 3 // 4, top))
    said = gettext("Texts released by month and language in the last %(count)s months: %(total)s in all. The table below has every number.",
                   count=len(counted), total=total)  # fmt: skip
    return Chart(said, tuple(LANGUAGES.values()), tuple(months), lines, total)


def _month(first: date, counts: Counter[str], start: float, room: float, top: int, language: Language) -> Month:
    label = format_skeleton("yMMMM", first, locale=language.locale)
    width = (room - GAP) / len(LANGUAGES)
    tags = list(LANGUAGES) if language.direction == "ltr" else list(reversed(LANGUAGES))
    bars = []
    for place, tag in enumerate(tags):
        if not counts[tag]:
            continue
        height = round(counts[tag] / top * (GROUND - GAP), 1)
        said = ngettext("%(span)s: %(num)s text", "%(span)s: %(num)s texts", counts[tag], span=f"{label}, {LANGUAGES[tag].name}")
        bars.append(Bar(tag, round(start + GAP / 2 + place * width, 1), round(GROUND - height, 1), round(width - 1, 1), height, said))
    short = format_date(first, "LLL", locale=language.locale)
    return Month(short, label, round(start + room / 2, 1), tuple(counts[tag] for tag in LANGUAGES), tuple(bars))
