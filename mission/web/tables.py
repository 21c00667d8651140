"""Lists as tables: CSV (RFC 4180) that spreadsheets open without harm."""

import csv
import io
from collections.abc import Callable, Iterable

from flask import Response
from flask_babel import gettext as _

from ..services import listing
from ..services.filtering import Filter
from ..services.naming import venue
from ..services.shown import Public
from .access import labels, session, settings
from .entries import address, languages_of, named
from .language import current_language, iso, moment
from .wording import KINDS, STATUSES

MOST_ROWS = 10_000
# A cell that begins like this is a formula to a spreadsheet (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_table(wanted: Filter, section: str) -> Response:
    """The list that `wanted` asks for, as a file for a spreadsheet."""
    language = current_language()
    response = Response(table(listing.taken(session(), wanted, MOST_ROWS)), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f"attachment; filename={section}-{language.tag}.csv"
    response.headers["Content-Language"] = language.tag
    return response


def table(documents: Iterable[Public], files: Callable[[Public], str] | None = None) -> str:
    """The rows of `documents` under their headings, in the reader's language; `files` names what lies beside the table for each."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(
        (_("Reference"), _("Kind"), _("Date"), _("Title"), _("Summary"), _("Text"), _("Language"), _("Languages"), _("Themes"),
         _("Organizations"), _("Released"), _("Withdrawn"), _("Web address"), _("Begins"), _("Ends"), _("Place"), _("Session"), _("Agenda item"), _("Speaker"),
         *((_("Files"),) if files else ()))
    )  # fmt: skip
    for one in documents:
        rows.writerow(cell(value) for value in (*_row(one), *((files(one),) if files else ())))
    # The mark tells spreadsheets that this is UTF-8: without it they garble Arabic and accents.
    return "\ufeff" + written.getvalue()


def _row(one: Public) -> tuple[str, ...]:
    language, names = current_language(), labels()
    text = one.text(language)
    assert one.released_at is not None
    return (
        one.reference or "", str(KINDS[one.kind]), iso(one.dated) if one.dated else "", text.title, text.summary, str(STATUSES[text.status]),
        text.language, " ".join(other.tag for other in languages_of(one)), "; ".join(named(names.themes[key], language) for key in one.themes),
        "; ".join(named(names.acronyms[key], language) for key in one.bodies), one.released_at.isoformat(timespec="seconds"),
        one.withdrawal.at.isoformat(timespec="seconds") if one.withdrawal else "", settings().base_url + address(one, language),
        moment(one.starts_at, one.venue_zone), moment(one.ends_at, one.venue_zone), venue(one.venue or "", _),
        one.session or "", one.agenda_item or "", one.speaker or "",
    )  # fmt: skip


def cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


__all__ = ["MOST_ROWS", "as_table", "table"]
