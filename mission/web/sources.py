"""The sources of a text as a page names them: public bodies in the reader's language, and no two links with the same words."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from ..services.naming import own_language, publisher
from .language import day

# A day in an address: /2021/04/14/, 202104141058, 20221028.
_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\d{4}(?!\d))"
)


@dataclass(frozen=True)
class Source:
    """Where a statement can be checked. `label` is what a link says; `spoken` the language of a name that is not the page's, else empty."""

    publisher: str
    href: str
    symbol: str
    label: str
    spoken: str


def named_sources(sources: Iterable[Mapping[str, str]], tag: str) -> tuple[Source, ...]:
    """The sources of an edition for a reader of the language `tag`. Where one publisher stands there several times, the day in the address
    tells its links apart, or their place."""
    given = [(publisher(one.get("publisher", ""), _), one) for one in sources]
    often = Counter(name for name, one in given if one.get("url"))
    dated = [f"{name}, {_day(one.get('url', ''))}" if often[name] > 1 and _day(one.get("url", "")) else name for name, one in given]
    still, met = Counter(label for label, (_name, one) in zip(dated, given, strict=True) if one.get("url")), Counter[str]()
    made = []
    for label, (name, one) in zip(dated, given, strict=True):
        if still[label] > 1:
            met[label] += 1
            label = _("%(publisher)s (%(number)s)", publisher=label, number=met[label])
        made.append(Source(name, one.get("url", ""), one.get("symbol", ""), label, _spoken(one.get("publisher", ""), tag)))
    return tuple(made)


def _day(url: str) -> str:
    found = _DAY.search(url)
    if found is None:
        return ""
    try:
        return day(date(*(int(one) for one in found.groups() if one)))
    except ValueError:
        return ""


def _spoken(name: str, tag: str) -> str:
    own = own_language(name)
    return own if own != tag else ""


__all__ = ["Source", "named_sources"]
