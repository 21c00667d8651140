"""The site map: branch by branch, all the way down, never everything at once."""

import html
import re

from tests.strict import StrictClient


def toggles(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'class="toggle"[^>]*href="([^"]+)"', page)]


def test_it_begins_closed_with_every_room(client: StrictClient) -> None:
    page = client.get("/fr/sitemap").text
    assert page.count('aria-expanded="true"') == 0
    for room in ("Royaume du Maroc", "Communiqués", "Grandes thématiques", "Contact"):
        assert room in page
    assert "L’Organisation internationale" not in page


def test_links_alone_open_it_all_the_way_down_and_close_it_again(client: StrictClient) -> None:
    address = "/ar/sitemap"
    for key in ("themes", "themes/migration"):
        page = client.get(address).text
        element = "branch-" + key.replace("/", "-")
        address = html.unescape(re.search(rf'id="{element}-toggle" href="([^"]+)"', page)[1])  # type: ignore[index]
    page = client.get(address).text
    assert "/ar/themes/migration/iom" in page
    assert page.count('aria-expanded="true"') == 2
    close = html.unescape(re.search(r'id="branch-themes-toggle" href="([^"]+)"', page)[1])  # type: ignore[index]
    assert close == "/ar/sitemap"


def test_every_branch_leads_to_pages_that_exist(client: StrictClient) -> None:
    seen, waiting, pages = set(), ["/en/sitemap"], set()
    while waiting:
        page = client.get(waiting.pop())
        assert page.status_code == 200
        tree = page.text.partition('id="tree"')[2].partition("</main>")[0]
        pages |= set(re.findall(r'href="(/en/(?!sitemap)[^"]+)"', tree))
        for key in re.findall(r"at=([^&\"]+)&amp;open", page.text):
            if key not in seen and len(seen) < 80:
                seen.add(key)
                waiting.append(f"/en/sitemap?open={key}")
    assert len(pages) > 60
    for one in sorted(pages)[::7]:
        assert client.get(one).status_code == 200, one


def test_a_branch_comes_alone_as_a_fragment(client: StrictClient) -> None:
    part = client.get("/fr/sitemap?at=themes&open=themes&part=branch")
    assert part.text.lstrip().startswith('<li id="branch-themes">')
    assert "Migrations" in part.text
    closed = client.get("/fr/sitemap?at=themes&part=branch").text
    assert "Migrations" not in closed
    for nothing in ("nowhere", "themes/none", "communiques:1700", "communiques:²", "themes:"):
        assert client.get(f"/fr/sitemap?at={nothing}&open={nothing}&part=branch").status_code == 404


def test_what_the_foot_leads_to_stands_on_the_map(client: StrictClient) -> None:
    page = client.get("/fr/sitemap").text
    tree = page.partition('id="tree"')[2].partition("</main>")[0]
    for room in ("verify", "register", "key", "alerts", "press", "contact", "api", "legal"):
        assert f'href="/fr/{room}"' in tree, room


def test_the_texts_of_communiques_are_told_as_those_of_that_section_alone(client: StrictClient) -> None:
    """Its list holds those of every section."""
    page = client.get("/en/sitemap").text
    own = int(re.search(r"(\d+) texts of this section alone", page)[1])  # type: ignore[index]
    assert own < int(re.search(r"data-announce[^>]*>(\d+) texts", client.get("/en/communiques").text)[1])  # type: ignore[index]
