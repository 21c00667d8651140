"""The list of everything numbered, found by words and filters, and the documents of this section."""

from dataclasses import replace

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response as BaseResponse

from ...services import listing
from ...services.filtering import Filter
from ...web.access import labels, session
from ...web.chrome import Link, followed_by, home_link, stands_at
from ...web.documents import serve_documents
from ...web.feeds import list_as, refused
from ...web.language import current_language
from ...web.pagination import paginate
from ...web.responses import page
from ...web.wording import ROOMS
from .facets import chips, facets, sorts
from .filters import address_of, addresses_by_tag, followable, read_filter, unknown
from .hits import hits
from .offers import offers
from .spans import histogram, years

blueprint = Blueprint("communiques", __name__)
serve_documents(blueprint, "communiques")

# While somebody types, the last word may be the beginning of one: the same results, found otherwise.
TYPED = "typed"
PARTS = {"results": "communiques/_results.html", TYPED: "communiques/_results.html"}


@blueprint.get("/<language:language>/communiques.<any(atom,json,csv):form>")
def feed(form: str) -> BaseResponse:
    """The same list, with the same filter, for machines."""
    if missing := unknown(request.args):
        return refused(missing)
    wanted = read_filter(request.args)
    return list_as(form, wanted, "communiques", followable(wanted))


@blueprint.get("/<language:language>/communiques")
def index() -> BaseResponse:
    """The list, narrowed by the filter in the address; its results alone as the part ``results``, what letters may become as ``offers``."""
    if request.args.get("part") == "offers":
        return offers(request.args.get("q", ""))
    wanted = read_filter(request.args)
    typing = request.args.get("part") == TYPED
    listed = listing.find(session(), wanted, typing=typing)
    if wanted.page > listed.last_page:
        abort(404)
    language = current_language()
    missing = unknown(request.args)
    stands_at(addresses_by_tag(wanted), hidden=bool(wanted.q or missing))
    followed_by("communiques", followable(wanted))
    return page(
        "communiques/page.html",
        parts=PARTS,
        wanted=wanted,
        missing=missing,
        total=listed.total,
        hits=lambda: hits(listed),
        prepared=listed.prepared,
        begun=listed.begun,
        state=(listed.known, typing),
        alike=replace(wanted, page=1, sort=""),
        facets=lambda: facets(wanted, listed, labels(), language),
        histogram=lambda: histogram(wanted, listed, language),
        years=lambda: years(wanted, listed, language),
        chips=lambda: chips(wanted, labels(), language),
        meant=lambda: _meant(wanted),
        clear=address_of(Filter(sort=wanted.sort)),
        sorts=lambda: sorts(wanted),
        pages=lambda: paginate(wanted.page, listed.last_page, lambda number: address_of(wanted, page=number)),
        trail=lambda: (home_link(), Link(str(ROOMS["communiques"]), "")),
    )


def _meant(wanted: Filter) -> Link | None:
    """The same search in another spelling, where that finds something."""
    otherwise = listing.meant(session(), wanted, current_language().tag) if wanted.q else ""
    return Link(otherwise, address_of(replace(wanted, q=otherwise))) if otherwise else None



