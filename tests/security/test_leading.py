"""Nobody is led away and nobody's name is put into our mouth: sixty ways to write an address elsewhere, and every header that a proxy could set."""

import re
from itertools import product
from urllib.parse import urljoin, urlsplit

from flask import Flask

from mission.extensions import engines
from mission.models import RoleName
from mission.services import staff
from tests.conftest import Clock
from tests.sections.desk.entering import PASSWORD, come_in, form_token, stand
from tests.strict import StrictClient

from .walking import CODE, publish

EVIL = "evil.example"
ELSEWHERE = (
    f"//{EVIL}", f"///{EVIL}", f"////{EVIL}", f"/////{EVIL}/", f"\\\\{EVIL}", f"\\\\\\{EVIL}", f"/\\{EVIL}", f"\\/{EVIL}", f"/\\/{EVIL}", f"//\\{EVIL}",
    f"http://{EVIL}", f"https://{EVIL}", f"https:{EVIL}", f"https:/{EVIL}", f"https:///{EVIL}", f"HTTPS://{EVIL}", f"hTTp:{EVIL}", f"ftp://{EVIL}", f"ws://{EVIL}",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "javascript://%0aalert(1)", "data:text/html,evil", "vbscript:evil", f"view-source:{EVIL}", f"blob:https://{EVIL}",
    f"/\t/{EVIL}", f"/\n/{EVIL}", f"/\r\n/{EVIL}", f"\t//{EVIL}", f" //{EVIL}", f"\x00//{EVIL}", f"\x0b//{EVIL}", f"/%09/{EVIL}", f"/%2f{EVIL}", f"/%2F%2F{EVIL}", f"/%5c{EVIL}",
    f"%2f%2f{EVIL}", f"/%0d%0aLocation:%20//{EVIL}", f"/desk\r\nLocation: //{EVIL}", f"/desk//{EVIL}", f"/desk/..//{EVIL}", f"/desk/../..//{EVIL}", f"/.//{EVIL}", f"/..//{EVIL}",
    f"//localhost:8000@{EVIL}", f"http://localhost:8000@{EVIL}", f"http://localhost:8000.{EVIL}", f"//{EVIL}#localhost:8000", f"//{EVIL}?localhost:8000", f"http://{EVIL}\\@localhost:8000",
    f"http://localhost:8000\\.{EVIL}", f"//{EVIL}%00.localhost", f"//{EVIL}:8000", f"//[::ffff:1.2.3.4]/{EVIL}", f"/／{EVIL}", f"／／{EVIL}", f"//{EVIL}。", f"/desk@{EVIL}",
    f"?next=//{EVIL}", f"#//{EVIL}", f"{EVIL}", f".{EVIL}", f"@{EVIL}", f"/desk/account?next=//{EVIL}",
)  # fmt: skip
FORWARDED = {
    "X-Forwarded-Host": EVIL, "X-Forwarded-Server": EVIL, "X-Host": EVIL, "X-Original-Host": EVIL, "X-HTTP-Host-Override": EVIL, "Forwarded": f"host={EVIL};proto=https;for=1.2.3.4",
    "X-Forwarded-Proto": "https", "X-Forwarded-Port": "1", "X-Forwarded-Prefix": f"/{EVIL}", "X-Forwarded-For": "1.2.3.4", "X-Real-IP": "1.2.3.4", "X-Original-URL": "/desk/",
    "X-Rewrite-URL": "/desk/", "X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "PUT", "X-Method-Override": "POST", "X-Forwarded-Path": f"/{EVIL}", "X-Wap-Profile": f"http://{EVIL}/",
    "True-Client-IP": "1.2.3.4", "CF-Connecting-IP": "1.2.3.4", "Client-IP": "1.2.3.4", "Referer": f"https://{EVIL}/", "Origin": f"https://{EVIL}", "HX-Current-URL": f"https://{EVIL}/",
    "HX-Request": "true", "HX-Boosted": "true", "HX-Target": EVIL, "X-Requested-With": "XMLHttpRequest", "Save-Data": "on", "DNT": "1",
}  # fmt: skip


def stays(where: str) -> bool:
    """Whether a browser that is led there stays on this site: read as browsers read, tabs and breaks left out, backslashes taken for slashes."""
    plain = re.sub(r"[\t\r\n]", "", where).strip("".join(map(chr, range(33)))).replace("\\", "/")
    parts = urlsplit(urljoin("http://localhost:8000/desk/sign-in", plain))
    return parts.scheme == "http" and parts.netloc == "localhost:8000"


def leads(answer: object) -> list[str]:
    names = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url", "Refresh", "Content-Location", "Link")
    return [value for name in names for value in answer.headers.get_all(name)]  # type: ignore[attr-defined]


def test_there_are_sixty_ways_and_the_eye_for_them_can_see() -> None:
    assert len(set(ELSEWHERE)) >= 60
    assert [one for one in (f"//{EVIL}", f"/\\{EVIL}", f"/\t/{EVIL}", "javascript:alert(1)") if stays(one)] == []
    assert stays("/desk/account")


def test_signing_in_leads_nowhere_else(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    for wanted in ELSEWHERE:
        answer = client.get("/desk/sign-in", query_string={"next": wanted})
        assert answer.status_code == 303
        assert all(stays(one) for one in leads(answer)), (wanted, leads(answer))
    confirm = form_token(client)
    for turn, wanted in enumerate(ELSEWHERE):
        # All go through one function; a page for each, or a password hashed for each, would say the same more slowly.
        if turn % 4 == 0:
            shown = client.get("/desk/account/confirm", query_string={"next": wanted})
            assert all(stays(given) for given in re.findall(r'name="next" value="([^"]*)"', shown.text)), wanted
        if turn % 16 == 0:
            answer = client.post("/desk/account/confirm", data={"token": confirm, "password": PASSWORD, "next": wanted})
            assert all(stays(one) for one in leads(answer)), (wanted, leads(answer))


def test_no_address_of_ours_leads_away(client: StrictClient) -> None:
    for turn, wanted in enumerate(ELSEWHERE):
        spelt = wanted if wanted.startswith("/") else f"/{wanted}"
        below = ("/fr", "/fr/communiques", "/d", "/desk", "/ar/themes")[turn % 5]
        for address in (spelt, f"{below}{spelt}")[: 1 + (turn % 3 == 0)]:
            try:
                answer = client.get(address, headers={"Referer": f"https://{EVIL}/", "HX-Current-URL": f"https://{EVIL}/"})
            except UnicodeError:
                continue
            assert answer.status_code in (200, 301, 302, 303, 308, 400, 404), (address, answer.status_code)
            assert all(stays(one) for one in leads(answer)), (address, leads(answer))
    for turn, wanted in enumerate(ELSEWHERE[::5]):
        address = ("/fr/communiques", "/fr/speeches", "/fr/alerts")[turn % 3]
        answer = client.get(address, query_string={"part": "results", "q": wanted, "next": wanted, "url": wanted, "return": wanted})
        assert all(stays(one) for one in leads(answer)), (address, wanted)
        assert not re.search(rf'(href|action|src)="(https?:)?//{re.escape(EVIL)}', answer.text)


def test_the_other_languages_of_an_address_are_ours(client: StrictClient) -> None:
    for wanted in ELSEWHERE[::16]:
        page = client.get("/fr/communiques", query_string={"q": wanted, "theme": wanted}).text
        links = re.findall(r'<a[^>]+hreflang="[^"]+"[^>]*href="([^"]+)"|<link rel="alternate"[^>]+href="([^"]+)"', page)
        assert links
        assert all(stays(one or other) for one, other in links), wanted


def test_no_header_of_a_visitor_speaks_for_us(app: Flask, client: StrictClient, clock: Clock) -> None:
    """Pages, feeds, papers, cards, machines: the same bytes and the same head, whatever a visitor says of proxies."""
    publish(clock)
    addresses = ("/fr/", "/fr/communiques", f"/fr/communiques/{CODE}/un-titre-d-essai", "/fr/communiques.atom", "/fr/communiques.json", "/fr/communiques.csv", f"/fr/communiques/{CODE}.pdf",
                 f"/fr/communiques/{CODE}.bib", f"/fr/communiques/{CODE}.txt", "/sitemap.xml", "/sitemap/1.xml", "/robots.txt", "/fr/opensearch.xml", "/api/v1/documents", "/fr/nothing", "/", f"/d/{CODE}",
                 "/desk/sign-in", "/fr/contact", "/healthz", f"/fr/communiques/{CODE}/editions/1/card.png")  # fmt: skip
    for address in addresses:
        plain, told = client.get(address), client.get(address, headers=FORWARDED)
        assert told.status_code == plain.status_code, address
        # A page of the desk bears a name of its own behind the token of its forms.
        same = [re.sub(rb'(name="token" value="[0-9a-f]{64})[0-9a-f]{32}"', rb'\1"', one.data) for one in (told, plain)]
        assert same[0] == same[1], address
        assert EVIL not in str(told.headers), address
        for name in ("Location", "ETag", "Vary", "Cache-Control", "Content-Type"):
            assert told.headers.get(name) == plain.headers.get(name), (address, name)


HOSTS = [EVIL, f"localhost:8000.{EVIL}", f"{EVIL}:8000", f"localhost@{EVIL}", "localhost:8000, evil.example", "", "LOCALHOST.", "127.0.0.2", "[::2]"]


def test_a_host_that_is_not_ours_gets_nothing(client: StrictClient) -> None:
    for host, address in product(HOSTS, ("/fr/", "/desk/forgotten", "/healthz", "/fr/communiques.atom", "/fr/nothing", "/register.jsonl", "/robots.txt")):
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 400, (address, host)
        assert EVIL not in answer.text
        assert "Location" not in answer.headers


def test_a_letter_from_the_desk_names_our_own_address(app: Flask, client: StrictClient, clock: Clock) -> None:
    from tests.sections.desk.entering import letters

    with engines.writing() as session:
        staff.invite(session, "first@example.org", (RoleName.WRITER,), at=clock())
    stand(client, clock)
    client.post("/desk/forgotten", data={"email": "first@example.org"}, headers={"Sec-Fetch-Site": "same-origin"} | {name: value for name, value in FORWARDED.items() if name != "Origin"})
    for letter in letters(app, clock):
        assert EVIL not in letter.text
        assert all(stays(one) for one in re.findall(r"https?://\S+", letter.text)), letter.text
