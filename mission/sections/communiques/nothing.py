"""Ways on from a search that finds nothing: another spelling, or the same words without the filters. Each only where it finds something."""

from dataclasses import dataclass, replace

from flask_babel import ngettext

from ...services import listing
from ...services.filtering import Filter
from ...web.access import session
from ...web.chrome import Link
from ...web.language import current_language
from .filters import address_of


@dataclass(frozen=True)
class Meant:
    """Another spelling, the list that it leads to, and, where that leaves the reader's filters out, that it does and how many texts it holds."""

    label: str
    href: str
    freed: str = ""


def meant(wanted: Filter) -> Meant | None:
    """The same search in another spelling; where even that finds nothing with its filters, without them, which it says."""
    for one in (wanted, bare := _bare(wanted)) if wanted.q else ():
        if otherwise := listing.meant(session(), one, current_language().tag):
            written = replace(one, q=otherwise, begun=False)
            return Meant(otherwise, address_of(written), _without_filters(written) if one is bare else "")
    return None


def _without_filters(written: Filter) -> str:
    total = listing.find(session(), written).total
    return ngettext("without the filters: %(num)s text", "without the filters: %(num)s texts", total)


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


__all__ = ["Meant", "freed", "meant"]
