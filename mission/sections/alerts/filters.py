"""Which list somebody wants by mail, read from an address that the list itself has written."""

from dataclasses import replace

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ...services import listing
from ...services.filtering import Filter
from ...web.access import session
from ...web.filters import aside, read_filter, unknown
from ...web.pages import LISTING_SECTIONS
from ...web.wording import OCCASIONS

_LONGEST = 40
_QUOTES = "\"“”„«»\u00a0\u202f"


def read_list(values: MultiDict[str, str]) -> Filter:
    """The list that an address names, without anybody's order or page, as its page finds it: of a room with one of its own, else of everything
    numbered."""
    section, occasion = values.get("section", ""), values.get("occasion", "")
    listed = MultiDict((name, value) for name, value in values.items(multi=True) if name not in ("page", "sort"))
    section, occasion = section if section in LISTING_SECTIONS else "", occasion if section == "speeches" and occasion in OCCASIONS else ""
    return listing.as_found(session(), replace(read_filter(listed), section=section, occasion=occasion))


def exactly(wanted: Filter) -> Filter:
    """The same list by its last word as it stands, where that is only begun: in quotation marks no word goes on."""
    *before, last = wanted.q.split()
    return replace(wanted, q=" ".join((*before, _("“%(words)s”", words=last.strip(_QUOTES)))), begun=False)


def left_aside(values: MultiDict[str, str]) -> tuple[str, ...]:
    """What to say of what an address asks to narrow the list by and there is not: whoever asked would follow more than they wanted."""
    section, occasion = values.get("section", "").strip(), values.get("occasion", "").strip()
    never = [section] if section and section not in (*LISTING_SECTIONS, "communiques") else []
    never += [occasion] if occasion and not (section == "speeches" and occasion in OCCASIONS) else []
    return aside((*unknown(values), *(one[:_LONGEST] for one in never)), values.get("q", ""))
