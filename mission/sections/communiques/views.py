"""The list of everything numbered, and the documents of this section."""

from dataclasses import replace

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response as BaseResponse

from ...services import listing
from ...web.access import labels, session
from ...web.chrome import Link, followed_by, home_link, stands_at
from ...web.documents import serve_documents
from ...web.entries import entry
from ...web.feeds import list_as
from ...web.language import current_language
from ...web.pagination import paginate
from ...web.responses import page
from ...web.wording import ROOMS
from .facets import chips, facets, sorts, years
from .filters import address_of, addresses_by_tag, followable, read_filter

blueprint = Blueprint("communiques", __name__)
serve_documents(blueprint, "communiques")

PARTS = {"results": "communiques/_results.html"}


@blueprint.get("/<language:language>/communiques.<any(atom,json,csv,zip):form>")
def feed(form: str) -> BaseResponse:
    """The same list, with the same filter, for machines."""
    wanted = read_filter(request.args)
    return list_as(form, wanted, "communiques", followable(wanted))


@blueprint.get("/<language:language>/communiques")
def index() -> BaseResponse:
    """The list, narrowed by the filter in the address; its results alone as the part ``results``."""
    wanted = read_filter(request.args)
    listed = listing.find(session(), wanted)
    if wanted.page > listed.last_page:
        abort(404)
    language = current_language()
    stands_at(addresses_by_tag(wanted), hidden=bool(wanted.q))
    followed_by("communiques", followable(wanted))
    return page(
        "communiques/page.html",
        parts=PARTS,
        wanted=wanted,
        total=listed.total,
        entries=lambda: tuple(entry(one) for one in listed.documents),
        alike=replace(wanted, page=1, sort="newest"),
        facets=lambda: facets(wanted, listed, labels(), language),
        years=lambda: years(wanted, listed),
        chips=lambda: chips(wanted, labels(), language),
        clear=address_of(listing.Filter(sort=wanted.sort)),
        sorts=lambda: sorts(wanted),
        pages=lambda: paginate(wanted.page, listed.last_page, lambda number: address_of(wanted, page=number)),
        trail=lambda: (home_link(), Link(str(ROOMS["communiques"]), "")),
    )
