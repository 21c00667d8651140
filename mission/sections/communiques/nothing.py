"""Ways on from a search that finds nothing: another spelling, or the same words without the filters. Each only where it finds something."""

from dataclasses import replace

from flask_babel import ngettext

from ...services import listing
from ...services.filtering import Filter
from ...web.access import session
from ...web.chrome import Link
from ...web.language import current_language
from .filters import address_of


def meant(wanted: Filter) -> Link | None:
    """The same search in another spelling; where even that finds nothing with its filters, without them."""
    for one in (wanted, _bare(wanted)) if wanted.q else ():
        if otherwise := listing.meant(session(), one, current_language().tag):
            return Link(otherwise, address_of(replace(one, q=otherwise, begun=False)))
    return None


def freed(wanted: Filter) -> Link | None:
    """The same words without any filter, and how many texts that finds."""
    bare = _bare(wanted)
    if not wanted.q or bare == replace(wanted, page=1):
        return None
    total = listing.find(session(), bare).total
    if not total:
        return None
    label = ngettext("“%(words)s” without the filters: %(num)s text", "“%(words)s” without the filters: %(num)s texts", total, words=wanted.q)
    return Link(label, address_of(bare))


def _bare(wanted: Filter) -> Filter:
    return Filter(q=wanted.q, sort=wanted.sort)


__all__ = ["freed", "meant"]
