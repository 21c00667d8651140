"""The directory of organizations among the useful links: which of them is which body of the house, and the texts about each."""

import re
from collections.abc import Iterator
from html import unescape

from flask_babel import gettext as _

from .. import addresses
from ..languages import Language
from ..services import listing, visibility
from ..services.filtering import Filter
from .access import labels, session
from .chrome import Link
from .language import current_language
from .markup import Markup, escape

_DIRECTORY = re.compile(r'(<ul class="directory">)(.*?)(</ul>)', re.DOTALL)
_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_LINK = re.compile(r'<a href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


def with_texts(body: str, language: Language) -> Markup:
    """Each organization of a directory with a link to the texts about it, where there are any."""
    counts, known = listing.find(session(), Filter()).counts.get("body", {}), _known(language)

    def led(item: re.Match[str]) -> str:
        key = _body(item[1], known)
        if not counts.get(key):
            return item[0]
        href = escape(addresses.listing(current_language().tag, "communiques", {"body": key}))
        words = escape(_("Texts about it (%(count)s)", count=counts[key]))
        # The words are drawn by the stylesheet: who copies the page copies the text that was published, and nothing besides.
        return f'<li>{item[1]} <a class="told" href="{href}" aria-label="{words}" data-told="{words}"></a></li>'

    drawn = _DIRECTORY.sub(lambda found: found[1] + _ITEM.sub(led, found[2]) + found[3], body)
    return Markup(drawn)  # noqa: S704 - a sanitised body, and what is put into it is escaped


def organizations(keys: frozenset[str]) -> tuple[Link, ...]:
    """The links of the directory to the sites of these bodies, in its order, and last the directory itself."""
    page = visibility.page_at(session(), "links", "")
    if page is None or not keys:
        return ()
    text = page.text(current_language())
    return (*_links(text.body, keys), Link(_("All useful links"), addresses.room(current_language().tag, "links")))


def _links(body: str, keys: frozenset[str]) -> Iterator[Link]:
    known = _known(current_language())
    for found in _DIRECTORY.finditer(body):
        for item in _ITEM.findall(found[2]):
            if _body(item, known) in keys and (link := _LINK.search(item)):
                yield Link(_plain(link[2]), unescape(link[1]))


def _known(language: Language) -> dict[str, str]:
    """The bodies' keys by their names and acronyms in a language."""
    names = labels()
    return {name: key for key in names.names for name in (names.names[key].get(language.tag), names.acronyms[key].get(language.tag)) if name}


def _body(item: str, known: dict[str, str]) -> str:
    """The key of the body that an item of a directory names; empty for none of the house's."""
    name = _plain(item)
    told = re.fullmatch(r"(.*?)\s*(?:\(([^()]+)\))?", name)
    return next((known[one] for one in ((told[2], told[1], name) if told else ()) if one in known), "")


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()
