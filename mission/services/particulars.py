"""When and where something was said or held, as every surface that tells of a text says it: pages, papers, plain texts and feeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from ..clocks import GENEVA
from ..languages import Language
from ..verify.paper import contracted
from .dates import day, printed
from .naming import Say, venue
from .shown import Public


@dataclass(frozen=True)
class Particular:
    """One of them: `name` is the same in every language, `label` and `values` are in the reader's; there is at least one value."""

    name: str
    label: str
    values: tuple[str, ...]


def labels(say: Say) -> Mapping[str, str]:
    """What each of them is called, by its name, in their order; `say` puts a text into the language."""
    _ = say
    return {
        "date": _("Date"), "hours": _("Hours"), "place": _("Place"), "session": _("Session"), "agenda_item": _("Agenda item"), "speaker": _("Speaker"),
    }  # fmt: skip


def particulars(document: Public, language: Language, say: Say) -> tuple[Particular, ...]:
    """Those that are known of a document, in `language`, into which `say` puts a text."""
    known = {
        "date": (printed(document.dated, language) if document.dated else "",), "hours": hours(document, language, say),
        "place": (venue(document.venue or "", say),),
        **{name: (getattr(document, name) or "",) for name in ("session", "agenda_item", "speaker")},
    }  # fmt: skip
    return tuple(Particular(name, label, known[name]) for name, label in labels(say).items() if any(known[name]))


def hours(document: Public, language: Language, say: Say) -> tuple[str, ...]:
    """The hours with the city by whose clock they go: the venue's, and Geneva's, also where both show the same hour: nobody else knows that. The day
    stands with them where it is not the date of the document."""
    if document.starts_at is None:
        return ()
    zones = dict.fromkeys((ZoneInfo(document.venue_zone) if document.venue_zone else GENEVA, GENEVA))
    _ = say
    return tuple(
        contracted(_("%(hours)s, %(city)s time") % {"hours": _within(document, zone, language, say), "city": city(zone, language, say)}, language.tag)
        for zone in zones
    )  # fmt: skip


def _within(document: Public, zone: ZoneInfo, language: Language, say: Say) -> str:
    """The hours as the clocks of a zone show them."""
    moments = [one.astimezone(zone) for one in (document.starts_at, document.ends_at) if one is not None]
    days = {one.date() for one in moments}
    spans = [f"{one:%H:%M}" for one in moments]
    if len(days) == 1:
        spans = ["–".join(spans)]
    dated, _ = document.dated, say
    if dated and dated.precision == "day" and days == {dated.start}:
        return spans[0]
    # In Arabic a word stands between: a day and an hour, or two of these, that only a sign parts, are one figure to whoever reads it from the right.
    said = [_("%(day)s, %(hours)s") % {"day": day(one.date(), language), "hours": span} for one, span in zip(moments, spans, strict=False)]
    return said[0] if len(said) == 1 else _("%(first)s to %(last)s") % {"first": said[0], "last": said[1]}


def city(zone: ZoneInfo, language: Language, say: Say) -> str:
    """The city by whose clock a zone goes."""
    _ = say
    return _("Geneva") if zone == GENEVA else str(get_timezone_location(zone, language.locale, return_city=True))


__all__ = ["Particular", "city", "hours", "labels", "particulars"]
