"""The site map. Without JavaScript a branch is a link that opens it on the server; with htmx the branch alone comes."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, abort, g, request
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...languages import LANGUAGES, TAGS, Language
from ...services.sitemap import Branch, Tree, above
from ...web.access import session
from ...web.chrome import Link, home_link, stands_at
from ...web.entries import address, languages_of
from ...web.language import current_language
from ...web.responses import page
from ...web.wording import ROOMS

blueprint = Blueprint("sitemap", __name__)

_FIRST_LEVEL = (*addresses.SECTIONS, "kingdom", "about", "links", "contact", "press", "alerts", "verify", "register", "key", "api", "accessibility", "privacy",
                "legal")  # fmt: skip
# Each open branch costs its place in the address; more than anybody opens by hand.
_MOST_OPEN = 60


@dataclass(frozen=True)
class Node:
    """A place in the tree as it is drawn."""

    key: str
    element: str
    label: str
    href: str | None
    language: Language
    foreign: bool
    withdrawn: bool
    languages: tuple[Language, ...]
    below: int
    below_label: str
    open: bool
    toggle: str
    toggle_part: str
    nodes: tuple["Node", ...]


@blueprint.get("/<language:language>/sitemap")
def index() -> BaseResponse:
    """The tree with the branches open that the address names; one branch alone as the part ``branch`` (``at`` says which)."""
    tag = current_language().tag
    stands_at({one: addresses.room(one, "sitemap") for one in TAGS}, hidden=bool(request.args.get("open")))
    tree = Tree(session())
    opened = _opened(tree)
    g.page_switch = {one: _map_address(one, opened) for one in TAGS}
    if request.query_string and request.args.get("part") == "branch":
        found = tree.find(request.args.get("at", ""))
        if found is None:
            abort(404)
        node = _node(tree, found, opened)
        return page("sitemap/page.html", parts={"branch": "sitemap/_branch.html"}, push=False, node=node)
    return page(
        "sitemap/page.html",
        opened=opened,
        nodes=lambda: tuple(_node(tree, one, opened) for one in tree.rooms(_FIRST_LEVEL)),
        trail=lambda: (home_link(), Link(str(ROOMS["sitemap"]), "")),
        all_closed=addresses.room(tag, "sitemap") if opened else None,
    )


def _opened(tree: Tree) -> frozenset[str]:
    """The branches that the address opens, with all above them; what does not exist is not there to be opened."""
    asked = request.args.getlist("open")[:_MOST_OPEN]
    return frozenset(key for one in asked if len(one) < 300 and tree.find(one) for key in above(one))


def _node(tree: Tree, branch: Branch, opened: frozenset[str]) -> Node:
    language = current_language()
    is_open = branch.key in opened and branch.below > 0
    others = opened - {key for key in opened if branch.key in above(key)}
    after = others if is_open else opened | {branch.key}
    label, href, spoken, languages = _labels(branch, language)
    return Node(
        key=branch.key,
        element="branch-" + branch.key.replace("/", "-").replace(":", "-year-"),
        label=label,
        href=href,
        language=spoken,
        foreign=spoken != language,
        withdrawn=any(one is not None and one.withdrawal is not None for one in (branch.page, branch.document)),
        languages=languages,
        below=branch.below,
        below_label=" · ".join(_counted(branch)),
        open=is_open,
        toggle=_map_address(language.tag, after),
        toggle_part=addresses.room(language.tag, "sitemap")
        + "?"
        + urlencode([("at", branch.key), *(() if is_open else (("open", branch.key),)), ("part", "branch")]),
        nodes=tuple(_node(tree, one, opened) for one in tree.below(branch)) if is_open else (),
    )


def _counted(branch: Branch) -> tuple[str, ...]:
    """What lies below a branch: pages, and the texts of the section."""
    pages = (ngettext("%(num)s page", "%(num)s pages", branch.pages),) if branch.pages else ()
    if branch.key == "communiques" and branch.texts:
        # Its list holds the texts of every section.
        return (*pages, ngettext("%(num)s text of this section alone", "%(num)s texts of this section alone", branch.texts))
    return (*pages, ngettext("%(num)s text", "%(num)s texts", branch.texts)) if branch.texts else pages


def _map_address(tag: str, opened: frozenset[str]) -> str:
    """The site map with these branches open."""
    return addresses.listing(tag, "sitemap", {"open": opened})


def _labels(branch: Branch, language: Language) -> tuple[str, str | None, Language, tuple[Language, ...]]:
    if branch.room:
        return str(ROOMS[branch.room]), addresses.room(language.tag, branch.room), language, ()
    if branch.year:
        return str(branch.year), None, language, ()
    shown = branch.page or branch.document
    assert shown is not None
    text = shown.text(language)
    name = text.label or text.title
    return name, address(shown, language), LANGUAGES[text.language], languages_of(shown)
