"""Every rendered French page keeps French typography: no mark stands glued to a word or after a space that may break."""

import re
from collections.abc import Iterator

import pytest
from lxml import html

from mission import addresses
from tests.seeded import COMMUNIQUE, code

from ..strict import StrictClient

PAGES = (
    "", *(f"{room}" for room in (*addresses.UTILITY, *addresses.SECTIONS, *addresses.NOTICES)), "themes/migration/iom", "about/representatives", f"communiques/{COMMUNIQUE}",
    f"seminars/{code('2012-rabat-plan')}", "communiques?q=inexistant", "communiques?theme=bogus", "sitemap?open=themes", "contact?subject=consular", "nowhere",
)  # fmt: skip
# A colon needs a no-break space before it, the others a narrow one; times (14:00), addresses and quoted code are no sentences.
FAULTY = re.compile(r"(?:[^\u00a0\u202f\s]|[ \n])[;!?](?=\s|$)|(?:[^\u00a0\u202f\s\d]|[ \n]):(?=\s|$)|(?<=\w):(?=\s)")


def said(page: html.HtmlElement) -> Iterator[str]:
    """Each sentence that a page says in French: the texts of its blocks, and what it says to those who do not see it."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "code", "title") or (element.get("lang") or "fr") != "fr":
            continue
        if element.tag in ("p", "li", "h1", "h2", "h3", "dt", "dd", "label", "legend", "summary", "a", "button", "td", "th", "span"):
            yield re.sub(r"https?://\S+", "", element.text_content())
        for name in ("aria-label", "placeholder", "title"):
            if element.get(name):
                yield element.get(name)


@pytest.mark.parametrize("path", PAGES)
def test_a_french_page_keeps_its_spaces(client: StrictClient, path: str) -> None:
    page = html.fromstring(client.get(f"/fr/{path}", follow_redirects=True).text)
    for foreign in page.xpath("//*[(@lang and @lang != 'fr' and not(self::html)) or self::code]"):
        foreign.drop_tree()
    found = {text.strip()[:160] for text in said(page) if FAULTY.search(text)}
    assert not found


def test_a_text_without_markup_keeps_them_too(client: StrictClient) -> None:
    answer = client.get(f"/fr/seminars/{code('2012-rabat-plan')}.txt").text
    assert "Sources\u00a0:" in answer
    assert not re.search(r"\w:(?=\s)", re.sub(r"https?://\S+", "", answer))


def test_a_milestone_has_one_name_in_french(client: StrictClient) -> None:
    for path in PAGES:
        assert "jalon" not in client.get(f"/fr/{path}", follow_redirects=True).text.lower()
