"""Markup planted in every field that somebody fills, and then every kind of page opened in a real browser: nothing of it runs."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from mission import create_app
from mission.extensions import engines
from mission.models import Change, Document, Enquiry, Person
from mission.services import publishing, staff
from mission.services.publishing import Description
from tests import building
from tests.files import handed

from ..conftest import Clock, copied, environment
from .conftest import Site, serving

SCRIPT = "\"'><script>window.ran=1;alert(1)</script><img src=x onerror=\"window.ran=1\"><svg/onload=window.ran=1>"
# Within the length of a title; what closes an attribute, an element, a comment or a script, in the spellings that browsers forgive.
TITLE = "x\"' autofocus onfocus=window.ran=1 <img src=x onerror=window.ran=1></script><script>window.ran=1</script>--><!--" + "https://example.org/" + "x" * 60
BODY = ("<p onclick='window.ran=1'>Texte</p><script>window.ran=1</script><img src=x onerror=window.ran=1><a href='javascript:window.ran=1'>un</a><a href='java\tscript:window.ran=1'>deux</a>"
        "<a href='data:text/html,<script>window.ran=1</script>'>trois</a><p hx-get='/fr/' hx-trigger='load' data-hx-on:load='window.ran=1'>quatre</p><svg><script>window.ran=1</script></svg>"
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.ran=1&gt;'></table></mtext></math><iframe srcdoc='<script>parent.ran=1</script>'></iframe>"
        "<form action='javascript:window.ran=1'><button>cinq</button></form><p style='background:url(javascript:window.ran=1)'>six</p><template><script>window.ran=1</script></template>"
        "<noscript><p title='</noscript><img src=x onerror=window.ran=1>'></noscript><p id='body'>sept</p><p>&lt;script&gt;window.ran=1&lt;/script&gt;</p>")  # fmt: skip


@pytest.fixture(scope="module")
def planted(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str, list[str]]]:
    """A served site with the markup in every field; a session of a person with every role; what to open."""
    folder, clock = tmp_path_factory.mktemp("seeded"), Clock()
    copied(filled, folder, None)
    app = create_app(environment(folder) | {"CONTACT_LEAST_SECONDS": "0", "MISSION_ADDRESS": SCRIPT, "PUBLISHER": SCRIPT}, clock=clock)
    client = app.test_client()
    with engines.writing() as session:
        writer, approver = building.person(session, "writer@example.org", clock()), building.person(session, "approver@example.org", clock())
        writer.name = approver.name = TITLE[:100]
        session.commit()
        texts = {tag: building.text(TITLE, "original" if tag == "fr" else "courtesy", BODY, summary=SCRIPT) for tag in ("fr", "ar")}
        edition = building.draft(session, writer, clock(), translations=texts)
        edition = publishing.add_files(session, writer, edition.id, "fr", [handed('"><img src=x onerror=window.ran=1>.txt', b"x")], at=clock())
        said = {one.id: Description(SCRIPT, SCRIPT, SCRIPT) for one in edition.files}
        edition = publishing.describe_files(session, writer, edition.id, said, version=edition.version, at=clock())
        building.release(session, edition, writer, approver, clock())
        document = edition.document_id
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    with engines.writing() as session:
        writer, approver = (session.scalars(select(Person).where(Person.email == f"{one}@example.org")).one() for one in ("writer", "approver"))
        edition = publishing.begin(session, writer, document, Change.CORRECTION, at=clock())
        changed = building.content(translations={tag: building.text(TITLE + "!", "original" if tag == "fr" else "courtesy", BODY, summary=SCRIPT, change_note=SCRIPT) for tag in ("fr", "ar")})
        edition = publishing.save(session, writer, edition.id, changed, version=edition.version, at=clock())
        edition = publishing.submit(session, writer, edition.id, version=edition.version, required={}, at=clock())
        edition = publishing.send_back(session, approver, edition.id, version=edition.version, remark=SCRIPT, at=clock())
        under_way, person = edition.id, writer.id
    posted = {"name": TITLE[:80], "email": "a@example.org", "subject": "general", "message": SCRIPT + " une question d’essai", "started": ""}
    page = client.get("/fr/contact", base_url="http://localhost:8000").text
    posted |= {name: value for name, value in _hidden(page).items() if name not in posted or not posted[name]}
    clock.forward(seconds=30)
    client.post("/fr/contact", data=posted, headers={"Sec-Fetch-Site": "same-origin"}, base_url="http://localhost:8000")
    with engines.writing() as session:
        # The server lives by the real clock.
        found = session.get_one(Person, person)
        token = staff.open_session(session, found, at=app_now(), strong=True)
        references = list(session.scalars(select(Enquiry.reference)))
        code = f"c{session.get_one(Document, document).reference[-8:].replace('/', '-')}"  # type: ignore[index]
        session.commit()
    assert references, "the message was taken"
    engines.dispose()
    q = "%22%3E%3Cscript%3Ewindow.ran=1%3C/script%3E"
    public = [f"/fr/communiques/{code}/x", f"/ar/communiques/{code}/x", f"/fr/communiques/{code}/editions", f"/fr/communiques?q={q}&theme={q}", "/fr/", f"/fr/{q}", f"/fr/register?q={q}", f"/fr/alerts?q={q}", "/fr/legal"]
    desk = ["", "/search?q=onerror", "/journal", f"/documents/{document}", f"/documents/{document}/history", f"/documents/{document}/comparison", f"/editions/{under_way}", f"/editions/{under_way}/files",
            f"/editions/{under_way}/preview/fr", f"/editions/{under_way}/discarding", f"/documents/{document}/withdrawal", "/enquiries", f"/enquiries/{references[0]}", "/people", f"/people/{person}", "/account"]  # fmt: skip
    for site in serving(folder):
        yield site, token, public + [f"/desk{one or '/'}" for one in desk]


def app_now():  # type: ignore[no-untyped-def]
    from mission.clocks import utc_now

    return utc_now() - timedelta(seconds=1)


def _hidden(page: str) -> dict[str, str]:
    from tests.strict import read

    return {one["name"]: one.get("value") or "" for one in read(page).all("input") if one.get("type") == "hidden" and one.get("name")}  # type: ignore[misc]


def test_nothing_that_was_typed_runs_anywhere(planted: tuple[Site, str, list[str]], browser: Browser) -> None:
    site, token, addresses = planted
    context = browser.new_context(viewport={"width": 320, "height": 800})
    context.add_cookies([{"name": "desk", "value": token, "domain": "localhost", "path": "/desk", "httpOnly": True, "sameSite": "Lax"}])
    told = watch(context, page := context.new_page(), site)
    opened, wide = 0, {}
    for address in addresses:
        answer = page.goto(site.address + address, wait_until="load")
        assert answer is not None
        assert answer.status in (200, 404), (address, answer.status)
        opened += answer.status == 200
        assert "/desk/sign-in" not in page.url, address
        assert page.evaluate("window.ran") is None, f"{address}: it ran"
        wide.update({address: width} if (width := page.evaluate("document.documentElement.scrollWidth")) > 320 else {})
        wrong = "[hx-get], [data-hx-on\\:load], iframe[srcdoc], [onclick], [onerror], [onload], [onfocus], a[href^='javascript' i], a[href^='data:'], main svg script, main form[action^='javascript' i]"
        assert page.locator(wrong).count() == 0, f"{address}: {page.locator(wrong).first.evaluate('one => one.outerHTML')}"
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, f"{address} keeps something in the browser"
        assert told == [], (address, told)
    assert opened > len(addresses) - 3
    assert wide == {}, "a long word makes a page wider than its window"
    context.close()


def watch(context: BrowserContext, page: Page, site: Site) -> list[str]:
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") and "status of 404" not in message.text else None)
    page.on("request", lambda request: None if request.url.startswith((site.address, "data:image/")) else told.append(f"asked {request.url}"))
    return told
