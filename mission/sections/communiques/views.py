"""The list of everything numbered, found by words and filters, and the documents of this section."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response as BaseResponse

from ...services import listing
from ...services.filtering import Filter
from ...services.listing import Listed
from ...web.access import labels, session, settings
from ...web.chrome import Link, around_list, followed_by, home_link, stands_at
from ...web.documents import serve_documents
from ...web.feeds import list_as, narrowed_by, refused
from ...web.filters import aside, unknown
from ...web.language import current_language
from ...web.language import told as _
from ...web.limits import spend
from ...web.lost import keep_words, places
from ...web.pagination import numbered, paginate
from ...web.responses import page
from ...web.wording import ROOMS
from .facets import chips, facets, sorts
from .filters import BEGUN, address_of, addresses_by_tag, asked_for, cleared, followable, read_filter
from .hits import hits
from .nothing import freed, meant
from .offers import offers, suggestions
from .spans import histogram, left_out, years

blueprint = Blueprint("communiques", __name__)
serve_documents(blueprint, "communiques")

# While somebody types, the last word may be the beginning of one. Where that finds more, the address says so: whoever has it, goes on to
# the second page, follows the list or takes it along, finds the same. Only the button of the box sends the words as whole ones.
TYPED = "typed"
PARTS = {"results": "communiques/_results.html", TYPED: "communiques/_results.html"}
# Texts with most of the words of a search that finds nothing.
MOST_NEAR = 5
# What letters may become.
OFFERS = "offers"


@blueprint.before_request
def count() -> None:
    """Whoever asks for words is counted, in whatever form the answer is; the list alone costs no more than a page."""
    if request.args.get("q", "").strip():
        spend("search", settings().SEARCHES_PER_MINUTE, told=False)


@blueprint.get("/<language:language>/communiques.<any(atom,json,csv,zip):form>")
def feed(form: str) -> BaseResponse:
    """The same list, with the same filter, for machines."""
    if said := aside(unknown(request.args), request.args.get("q", "")):
        return refused(said)
    wanted = read_filter(request.args)
    return list_as(form, wanted, "communiques", followable(wanted))


@blueprint.get("/<language:language>/communiques/suggestions.json")
def suggested() -> BaseResponse:
    """What a browser's own search box offers while somebody types in it."""
    return suggestions(read_filter(request.args))


@blueprint.get("/<language:language>/communiques")
def index() -> BaseResponse:
    """The list, narrowed by the filter in the address; its results alone as the part ``results``, what letters may become as ``offers``."""
    wanted, missing = asked_for(request.args, request.query_string)
    part = request.args.get("part") if request.query_string else None
    if part == OFFERS:
        return offers(wanted)
    if part == TYPED and wanted.q:
        wanted = replace(wanted, begun=True)
    listed = listing.find(session(), wanted)
    if wanted.begun and not listed.goes_on:
        wanted = replace(wanted, begun=False)
    if wanted.page > listed.last_page:
        keep_words(wanted.q)
        abort(404)
    stands_at(addresses_by_tag(wanted), hidden=bool(wanted.q or missing))
    # What lasts says that its word is begun, so that the first text with the whole one does not take all others out of it.
    followed_by("communiques", followable(replace(wanted, begun=wanted.begun or listed.begun)))
    push = {BEGUN: "1" if wanted.begun else ""}
    return page("communiques/page.html", parts=PARTS, push=push, missing=missing, alone=bool(part), around=around_list, **_shown(wanted, listed))


def _shown(wanted: Filter, listed: Listed) -> dict[str, Any]:
    """What the page draws; what costs something is drawn only where no piece of it is kept."""
    language = current_language()
    heading = " · ".join((_("Communiqués: %(words)s", words=wanted.q) if wanted.q else _("Communiqués"), *narrowed_by(wanted)))
    return {
        "wanted": wanted,
        "heading": numbered(heading, wanted.page),
        "total": listed.total,
        "milestones_alone": listed.total > 0 and (wanted.kind or tuple(one for one, count in listed.counts.get("kind", {}).items() if count)) == ("milestone",),
        "hits": lambda: hits(listed),
        "prepared": listed.prepared,
        "begun": listed.begun,
        "state": listed.known,
        # By what the filters beside a list are known: its dates lead on in its own order.
        "alike": replace(wanted, page=1) if wanted.page > 1 else wanted,
        "facets": lambda: facets(wanted, listed, labels(), language),
        "histogram": lambda: histogram(wanted, listed, language),
        "years": lambda: years(wanted, listed, language),
        "left_out": lambda: left_out(wanted, language),
        "chips": lambda: chips(wanted, labels(), language),
        "meant": lambda: meant(wanted),
        "freed": lambda: freed(wanted),
        "near": lambda: hits(listing.near(session(), wanted, MOST_NEAR)),
        "places": lambda: places(wanted.q) if wanted.q else (),
        "whole": address_of(replace(wanted, begun=False)) if wanted.begun else "",
        "clear": cleared(language.tag, wanted.sort),
        "sorts": lambda: sorts(wanted),
        "pages": lambda: paginate(wanted.page, listed.last_page, lambda number: address_of(wanted, page=number)),
        "trail": lambda: (home_link(), Link(str(ROOMS["communiques"]), "")),
    }
