"""Public addresses are kept in a list: one may leave it only with a redirect in its place."""

from pathlib import Path

from flask import Flask

from mission import addresses
from tests.strict import StrictClient

LIST = Path(__file__).with_name("addresses.txt")


def test_the_map_of_addresses_is_the_list(app: Flask) -> None:
    known = sorted(f"{'|'.join(sorted((rule.methods or set()) & {'GET', 'POST'}))} {rule.rule}" for rule in app.url_map.iter_rules())
    assert known == LIST.read_text().splitlines()


def test_every_parameter_is_typed_or_a_token(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for name in rule.arguments:
            assert name == "token" or name in (rule.defaults or {}) or f":{name}>" in rule.rule, rule.rule
        assert rule.rule == rule.rule.lower(), rule.rule


def test_addresses_without_a_request_are_those_of_the_map(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    for address, endpoint in (
        (addresses.home("fr"), "home.home"),
        (addresses.room("ar", "kingdom"), "kingdom.show"),
        (addresses.room("es", "sitemap"), "sitemap.index"),
        (addresses.room("en", "contact"), "contact.show"),
        (addresses.page("fr", "themes", "migration/iom"), "themes.show"),
        (addresses.document("fr", "speeches", "r2026-037"), "speeches.document"),
        (addresses.document("ar", "communiques", "c2026-014", "بيان صحفي"), "communiques.document"),
        (addresses.edition("en", "communiques", "c2026-014", 2), "communiques.edition"),
        (addresses.paper("ar", "communiques", "c2026-014"), "communiques.paper"),
        (addresses.paper("fr", "communiques", "c2026-014", 2), "communiques.paper"),
        (addresses.signature("fr", "speeches", "v2026-014"), "speeches.signature"),
        (addresses.signature("es", "communiques", "c2026-014", 1), "communiques.signature"),
        (addresses.card("fr", "communiques", "c2026-014", 1), "communiques.card"),
        (addresses.suggestions("fr"), "communiques.suggested"),
        (addresses.short("c2026-014"), "short.document"),
        (addresses.cited("ar", "speeches", "r2026-037", "csl.json"), "speeches.cited"),
        (addresses.room("es", "api"), "guide.show"),
        (addresses.API, "api.index"),
        (addresses.api("documents", "c2026-014"), "api.document"),
        (addresses.api("openapi.json"), "api.openapi"),
        (addresses.editions("ar", "communiques", "c2026-014"), "communiques.editions"),
        (addresses.changes("es", "speeches", "c2026-014", 2), "speeches.changes"),
        (addresses.room("fr", "verify"), "verify.show"),
        (addresses.room("fr", "register"), "register.show"),
        (addresses.room("fr", "key"), "register.key"),
        (addresses.register_entry("fr", 12), "register.entry"),
        (addresses.settled_content("0" * 64), "register_machines.content"),
        (addresses.inclusion(20, 12), "register_machines.inclusion"),
        (addresses.CHECKPOINT, "register_machines.checkpoint"),
        (addresses.REGISTER_FILE, "register_machines.lines"),
        (addresses.KEYS, "register_machines.public_keys"),
        (addresses.enquiry_received("fr", "abc"), "contact.received"),
        (addresses.alerts("ar", "speeches", {"theme": "migration"}), "alerts.show"),
        (addresses.alert_asked("fr"), "alerts.sent"),
        (addresses.alert_link("es"), "alerts.show_link"),
        (addresses.alert_confirmation("fr", "1~abc~2.def"), "alerts.show_confirmation"),
        (addresses.alert_managing("en", "1~abc~2.def"), "alerts.manage"),
        (addresses.alert_ending("ar", "1~abc~.def"), "alerts.show_ending"),
        (addresses.alert_forgotten("fr"), "alerts.forgotten"),
    ):
        from urllib.parse import unquote

        assert adapter.match(unquote(address.partition("?")[0]), method="GET")[0] == endpoint, address


def test_slugs_keep_arabic_and_lose_accents_at_a_word_within_80_characters() -> None:
    assert addresses.slug("L’Élection au Cœur de l’Assemblée : 2026") == "l-election-au-coeur-de-l-assemblee-2026"
    assert addresses.slug("المَغْرِبُ والمنظمة الدولية للهجرة") == "المغرب-والمنظمة-الدولية-للهجرة"
    assert len(addresses.slug("mot " * 60)) <= 80
    assert addresses.slug("…") == ""


def test_a_document_is_where_its_code_says_whatever_the_rest_of_the_address(client: StrictClient) -> None:
    listed = client.get("/fr/speeches")
    assert listed.status_code == 200
    import re

    address = re.search(r'href="(/fr/speeches/(r2026-\d+)/[^"]+)"', listed.text)
    assert address
    assert client.get(address[1]).status_code == 200
    for wrong in (f"/fr/communiques/{address[2]}", f"/fr/speeches/{address[2]}/autre-chose", f"/fr/kingdom/{address[2]}/x"):
        answer = client.get(wrong)
        assert (answer.status_code, answer.headers["Location"]) == (301, address[1]), wrong
    plain = client.get(f"/fr/speeches/{address[2]}")
    assert plain.status_code == 200
    assert f'<link rel="canonical" href="http://localhost:8000{address[1]}">' in plain.text
