"""Events for calendars, read by another parser; what is coming up; texts without markup."""

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
import vobject
from flask import Flask
from sqlalchemy import select

from mission import create_app
from mission.extensions import engines
from mission.languages import TAGS
from mission.models import Kind, Person, Precision
from mission.services import publishing
from tests.seeded import COMMUNIQUE, code, reference

from .. import building
from ..conftest import Clock, environment
from ..strict import StrictClient


def hold(clock: Clock, **changes: object) -> int:
    """A seminar, settled; returns its document."""
    with engines.writing() as session:
        writer, approver = (
            session.scalar(select(Person).where(Person.email == email)) or building.person(session, email, clock()) for email in ("writer@example.org", "approver@example.org")
        )
        edition = building.draft(session, writer, clock(), kind=Kind.SEMINAR, **({"section": "seminars"} | changes))
        document = edition.document_id
        building.release(session, edition, writer, approver, clock())
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    return document


def event(client: StrictClient, address: str = "/fr/seminars/s2026-001.ics") -> vobject.base.Component:
    answer = client.get(address)
    assert answer.content_type == "text/calendar; charset=utf-8"
    return vobject.readOne(answer.get_data(as_text=True)).vevent


def test_an_event_without_hours_takes_whole_days(app: Flask, client: StrictClient, clock: Clock) -> None:
    hold(clock, dated_start=date(2026, 12, 1), dated_end=date(2026, 12, 2))
    found = event(client)
    assert (found.dtstart.value, found.dtend.value) == (date(2026, 12, 1), date(2026, 12, 3))


def test_hours_are_those_of_the_venue_and_of_geneva(app: Flask, client: StrictClient, clock: Clock) -> None:
    starts = datetime(2027, 2, 20, 9, 0, tzinfo=UTC)
    hold(
        clock, dated_start=date(2027, 2, 20), starts_at=starts, ends_at=starts.replace(hour=11), venue="Rabat",
        venue_zone="Africa/Casablanca",
    )  # fmt: skip
    found = event(client)
    assert (found.dtstart.value, found.dtend.value) == (starts, starts.replace(hour=11))
    page = client.get("/fr/seminars/s2026-001", follow_redirects=True).get_data(as_text=True)
    # In Ramadan Morocco keeps UTC, an hour behind Geneva.
    assert "09:00–11:00, heure de Casablanca" in page
    assert "10:00–12:00, heure de Genève" in page
    # Whoever takes the text along takes them too.
    told = "09:00–11:00, heure de Casablanca · 10:00–12:00, heure de Genève"
    plain, (item,) = client.get("/fr/seminars/s2026-001.txt").text, (one for one in client.get("/fr/seminars.json").get_json()["items"] if one["_mission"]["reference"] == "MPM/S/2026/001")
    assert f"20 février 2027\nHoraires\u00a0: {told}\nLieu\u00a0: Rabat\n" in plain
    assert "issued" in client.post("/fr/verify", data={"text": plain}).text
    assert {"starts_at": "2027-02-20T09:00:00+00:00", "ends_at": "2027-02-20T11:00:00+00:00", "venue": "Rabat"}.items() <= item["_mission"].items()
    (entry,) = (one for one in feedparser.parse(client.get("/fr/seminars.atom").get_data()).entries if one.id == item["id"])
    for html in (item["content_html"], entry.content[0].value):
        said = re.sub("<[^>]+>", "", html.replace("</p>", "\n"))
        assert said.startswith(f"Date\u00a0: 20 février 2027\nHoraires\u00a0: {told}\nLieu\u00a0: Rabat")
    (row,) = (one for one in csv.DictReader(client.get("/fr/seminars.csv").text.removeprefix("\ufeff").splitlines()) if one["Référence"] == "MPM/S/2026/001")
    assert (row["Début"], row["Fin"], row["Lieu"]) == ("2027-02-20T09:00:00+00:00", "2027-02-20T11:00:00+00:00", "Rabat")


def test_geneva_s_hour_stands_beside_the_venue_s_also_where_it_is_the_same(app: Flask, client: StrictClient, clock: Clock) -> None:
    at = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    hold(clock, dated_start=date(2026, 12, 1), starts_at=at, venue_zone="Africa/Casablanca")
    page = client.get("/fr/seminars/s2026-001", follow_redirects=True).text
    assert "<bdi>09:00, heure de Casablanca</bdi>" in page
    assert "<bdi>09:00, heure de Genève</bdi>" in page
    hold(clock, dated_start=date(2026, 12, 1), starts_at=at, venue_zone="Europe/Zurich")
    page = client.get("/fr/seminars/s2026-002", follow_redirects=True).text
    assert page.count("09:00, heure de Genève") == 1


def test_the_day_stands_with_the_hours_where_it_is_another(app: Flask, client: StrictClient, clock: Clock) -> None:
    night = datetime(2027, 2, 21, 0, 0, tzinfo=UTC)
    known = ({"ends_at": night.replace(hour=2)}, {}, {"ends_at": night.replace(hour=10)}, {"dated_start": date(2027, 2, 1), "precision": Precision.MONTH})
    told = (
        ("19:00–21:00, heure de New York", "21 février 2027, 01:00–03:00, heure de Genève"), ("19:00, heure de New York", "21 février 2027, 01:00, heure de Genève"),
        ("20 février 2027, 19:00 à 21 février 2027, 05:00, heure de New York", "21 février 2027, 01:00–11:00, heure de Genève"),
        ("20 février 2027, 19:00, heure de New York", "21 février 2027, 01:00, heure de Genève"),
    )  # fmt: skip
    for number, (one, hours) in enumerate(zip(known, told, strict=True), 1):
        hold(clock, **{"dated_start": date(2027, 2, 20), "starts_at": night, "venue_zone": "America/New_York"} | one)
        address = f"seminars/s2026-{number:03}"
        page = client.get(f"/fr/{address}", follow_redirects=True).text
        assert [f"<bdi>{one}</bdi>" in page for one in hours] == [True, True], hours
        listed = client.get("/fr/seminars").text
        assert all(f"<span>{one}</span>" in listed for one in hours), hours
    assert "21 فبراير 2027، الساعة 01:00–03:00 بتوقيت جنيف" in client.get("/ar/seminars/s2026-001", follow_redirects=True).text
    for number, (zone, french) in enumerate({"Africa/Cairo": "heure du Caire", "Africa/Addis_Ababa": "heure d’Addis-Abeba"}.items(), 5):
        hold(clock, dated_start=date(2027, 2, 20), starts_at=night, venue_zone=zone)
        assert french in client.get(f"/fr/seminars/s2026-{number:03}", follow_redirects=True).text


def test_a_withdrawn_text_does_not_cancel_its_event_and_a_recalled_one_is_gone(app: Flask, client: StrictClient, clock: Clock) -> None:
    document = hold(clock, dated_start=date(2026, 12, 1))
    first = event(client)
    for verb in (publishing.withdraw, publishing.recall):
        with engines.writing() as session:
            actor = session.scalars(select(Person).where(Person.email == "approver@example.org")).one()
            verb(session, actor, document, notices={"fr": "Reporté."}, at=clock.forward(minutes=1), demonstration=True)
        if verb is publishing.withdraw:
            withdrawn = event(client)
            assert (first.status.value, hasattr(withdrawn, "status")) == ("CONFIRMED", False)
            assert withdrawn.summary.value.startswith("Retiré – ")
            assert "\n\nReporté.\n\n" in withdrawn.description.value
            assert withdrawn.uid.value == first.uid.value
            assert int(withdrawn.sequence.value) > int(first.sequence.value)
    assert client.get("/fr/seminars/s2026-001.ics").status_code == 410
    assert client.get("/fr/seminars/s2026-001.txt").status_code == 410


def test_the_home_page_marks_what_was_withdrawn_and_tells_of_what_is_announced_in_its_agenda_alone(app: Flask, client: StrictClient, clock: Clock) -> None:
    document = hold(clock, dated_start=date(2026, 12, 1))
    with engines.writing() as session:
        building.released(session, *(building.person(session, f"{name}@example.net", clock()) for name in ("writer", "approver")), clock())
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    before, _aside, agenda = client.get("/fr/").text.partition('<aside class="aside"')
    assert "/fr/communiques/c2026-001/" in before
    assert "/fr/seminars/s2026-001/" not in before
    assert "/fr/seminars/s2026-001/" in agenda
    assert "Retiré" not in agenda
    with engines.writing() as session:
        actor = session.scalars(select(Person).where(Person.email == "approver@example.org")).first()
        publishing.withdraw(session, actor, document, notices={"fr": "Annulé."}, at=clock.forward(minutes=1), demonstration=True)
    agenda = client.get("/fr/").text.partition('<aside class="aside"')[2]
    assert "Retiré" in agenda.partition("/fr/seminars/s2026-001/")[2].partition("</li>")[0]


def test_an_event_of_which_the_month_is_known_and_then_its_hours_is_in_calendars(app: Flask, client: StrictClient, clock: Clock) -> None:
    starts = datetime(2026, 12, 25, 9, 0, tzinfo=UTC)
    hold(clock, dated_start=date(2026, 12, 1), precision=Precision.MONTH, starts_at=starts, ends_at=starts.replace(hour=11), venue_zone="Europe/Zurich")
    assert event(client).dtstart.value == starts
    assert "s2026-001" in client.get("/fr/seminars.ics").text


def test_what_is_coming_up_stands_first_until_its_day_is_over(app: Flask, client: StrictClient, clock: Clock) -> None:
    nothing = "Aucun séminaire n’est programmé"
    assert nothing in client.get("/fr/seminars").get_data(as_text=True)
    hold(clock, dated_start=date(2026, 11, 26))
    for address in ("/fr/seminars", "/fr/"):
        page = client.get(address).get_data(as_text=True)
        assert nothing not in page
        assert "Un titre d’essai" in page
    clock.forward(days=3)
    assert nothing in client.get("/fr/seminars").get_data(as_text=True)


def test_an_event_ends_later_than_it_begins_and_keeps_all_its_days(app: Flask, client: StrictClient, clock: Clock) -> None:
    starts, days = datetime(2027, 2, 18, 8, 0, tzinfo=UTC), {"dated_start": date(2027, 2, 18), "dated_end": date(2027, 2, 20)}
    hold(clock, dated_start=date(2027, 2, 18), starts_at=starts)
    found = event(client)
    assert (found.dtstart.value, hasattr(found, "dtend"), hasattr(found, "duration")) == (starts, False, False)
    for number, ends in ((2, {}), (3, {"ends_at": starts.replace(hour=16)})):
        hold(clock, **days, starts_at=starts, **ends)
        found = event(client, f"/fr/seminars/s2026-00{number}.ics")
        assert (found.dtstart.value, found.dtend.value) == (date(2027, 2, 18), date(2027, 2, 21))
        assert "09:00" in found.description.value, "in Geneva"
    hold(clock, **days, starts_at=starts, ends_at=starts.replace(day=20, hour=16))
    found = event(client, "/fr/seminars/s2026-004.ics")
    assert (found.dtstart.value, found.dtend.value) == (starts, starts.replace(day=20, hour=16))


def test_a_seminar_of_another_section_has_its_calendar_there(app: Flask, client: StrictClient, clock: Clock) -> None:
    hold(clock, section="candidacy", dated_start=date(2026, 12, 1))
    address = "/fr/candidacy/s2026-001.ics"
    assert event(client, address).dtstart.value == date(2026, 12, 1)
    assert f'href="{address}"' in client.get("/fr/candidacy/s2026-001", follow_redirects=True).text
    moved = client.get("/fr/seminars/s2026-001.ics")
    assert (moved.status_code, moved.headers["Location"]) == (301, address)
    assert client.get(f"/fr/communiques/{COMMUNIQUE}.ics").status_code == 404


def test_a_month_is_no_day_for_a_calendar(app: Flask, client: StrictClient, clock: Clock) -> None:
    hold(clock, dated_start=date(2026, 12, 1), precision=Precision.MONTH)
    assert client.get("/fr/seminars/s2026-001.ics").status_code == 404


@pytest.mark.parametrize("tag", TAGS)
def test_a_series_is_one_calendar_with_every_event_of_which_the_page_tells_the_day(client: StrictClient, tag: str) -> None:
    for section in ("seminars", "autonomy"):
        calendar = vobject.readOne(client.get(f"/{tag}/{section}.ics").get_data(as_text=True))
        assert len({one.uid.value for one in calendar.vevent_list}) == len(calendar.vevent_list) > 0
        events = {str(one.dtstart.value) for one in calendar.vevent_list}
        page = client.get(f"/{tag}/{section}").text
        rows = re.findall(r"<dt>(.*?)</dt>", page.partition('<dl class="chronology">')[2], re.DOTALL)
        for day, row in ((found[0], row) for row in rows if (found := re.findall(r'datetime="(\d{4}-\d\d-\d\d)"', row))):
            assert day in events, row
            address = re.search(rf'class="told" href="/{tag}/{section}/([^/"]+)', row)
            assert address is not None, row
            assert event(client, f"/{tag}/{section}/{address[1]}.ics").dtstart.value.isoformat() == day


def test_a_text_is_read_without_markup(client: StrictClient) -> None:
    answer = client.get(f"/ar/seminars/{code('2012-rabat-plan')}.txt")
    text = answer.get_data(as_text=True)
    assert answer.headers["Content-Language"] == "ar"
    assert reference("2012-rabat-plan") in text
    assert "عرض توضيحي" in text
    assert "<" not in text


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("name", ["press", "legal", "privacy", "accessibility"])
def test_the_notices_are_there_in_each_language(client: StrictClient, tag: str, name: str) -> None:
    assert client.get(f"/{tag}/{name}").status_code == 200
    assert f'href="/{tag}/{name}"' in client.get(f"/{tag}/").get_data(as_text=True)


def test_contact_details_are_shown_where_a_setting_gives_them(client: StrictClient, instance: Path, clock: Clock) -> None:
    places = ("/ar/press", "/ar/legal", "/ar/contact")
    assert not [place for place in places if re.search("mailto:|tel:|<address>", client.get(place).text.partition("<main")[2])]
    given = {"MISSION_ADDRESS": "1, rue de l’Exemple", "MISSION_TELEPHONE": "+41 (0)22 000 00 00", "PRESS_TELEPHONE": "+41 22 000 00 01", "PRESS_EMAIL": "press@example.org"}
    reader = create_app(environment(instance) | given, clock=clock).test_client()
    told = {place: reader.get(place, base_url="http://localhost:8000").text for place in ("/fr/", *places)}
    assert '<a href="tel:+41220000001"><bdi>+41 22 000 00 01</bdi></a>' in told["/ar/press"]
    assert '<a href="mailto:press@example.org">' in told["/ar/press"]
    for place, times in zip((*places, "/fr/"), (1, 2, 2, 1), strict=True):
        assert len(re.findall(r'<address>\s*<bdi>1, rue de l’Exemple</bdi>\s*<br><a href="tel:\+41220000000">', told[place])) == times, f"{place}, and at the foot of every page"


def test_the_privacy_page_says_what_the_settings_let_the_site_do(client: StrictClient, instance: Path, clock: Clock) -> None:
    told = ("aucun journal des visites", "Pour chaque requête", "boîte aux lettres", "sauvegardes du site pendant 70\xa0jours")
    assert [one in client.get("/fr/privacy").text for one in told] == [True, False, False, False]
    given = {"LOG_REQUESTS": "true", "SMTP_URL": "smtp://localhost:2525", "BACKUP_FOLDER": str(instance / "kept"), "BACKUP_WEEKLY": "10", "BACKUP_MONTHLY": "0"}
    reader = create_app(environment(instance) | given, clock=clock).test_client()
    page = reader.get("/fr/privacy", base_url="http://localhost:8000").text
    assert [one in page for one in told] == [False, True, True, True]


def test_what_is_coming_up_stands_once_with_its_hours_and_its_place(app: Flask, client: StrictClient, clock: Clock) -> None:
    starts = datetime(2027, 2, 20, 9, 0, tzinfo=UTC)
    document = hold(clock, dated_start=date(2027, 2, 20), starts_at=starts, ends_at=starts.replace(hour=11), venue="Palais des congrès", venue_zone="Africa/Casablanca")
    page = client.get("/fr/seminars").text
    assert page.count("/fr/seminars/s2026-001/") == 1
    agenda = page.partition('class="agenda"')[2].partition("</section>")[0]
    for words in ("/fr/seminars/s2026-001/", "09:00–11:00, heure de Casablanca", "10:00–12:00, heure de Genève", "Palais des congrès"):
        assert words in agenda, words
    clock.at = datetime(2027, 2, 21, 0, 30, tzinfo=UTC)
    page = client.get("/fr/seminars").text
    assert page.count("/fr/seminars/s2026-001/") == 1
    assert "/fr/seminars/s2026-001/" not in page.partition('class="agenda"')[2].partition("</section>")[0]
    assert document


def test_what_is_coming_up_is_so_until_it_has_ended(app: Flask, client: StrictClient, clock: Clock) -> None:
    """At night and by another clock; where no hour of an end is known until midnight at its place, after the last of its days."""
    hour = datetime(2027, 2, 20, tzinfo=UTC)
    ends = {code: date + timedelta(hours=5) for code, date in {"s2026-002": hour + timedelta(days=1), "s2026-003": hour + timedelta(days=1), "s2026-004": hour + timedelta(days=3),
                                                              "s2026-005": hour + timedelta(days=9)}.items()} | {"s2026-001": hour + timedelta(days=1, hours=2)}  # fmt: skip
    known: tuple[dict[str, object], ...] = (
        {"starts_at": hour + timedelta(days=1), "ends_at": ends["s2026-001"]}, {"starts_at": hour.replace(hour=14)}, {},
        {"starts_at": hour.replace(hour=14), "ends_at": hour.replace(hour=18), "dated_end": date(2027, 2, 22)}, {"precision": Precision.MONTH, "dated_start": date(2027, 2, 1)},
    )
    for one in known:
        hold(clock, **{"dated_start": date(2027, 2, 20), "venue_zone": "America/New_York", "section": "autonomy"} | one)
    tag = ""
    for moment in sorted({moment for end in ends.values() for moment in (end - timedelta(minutes=1), end)}):
        clock.at = moment
        answer = client.get("/fr/autonomy", headers={"If-None-Match": tag})
        tag = answer.headers["ETag"]
        agenda, _end, below = answer.text.partition('class="agenda"')[2].partition("</section>")
        told = {part: set(re.findall("/fr/autonomy/(s2026-[0-9]+)/", part)) for part in (agenda, below)}
        assert told == {agenda: {code for code, end in ends.items() if end > moment}, below: {code for code, end in ends.items() if end <= moment}}, moment
    assert "Aucun séminaire n’est programmé" in client.get("/fr/").text


def test_a_calendar_says_who_made_it_without_an_address(client: StrictClient) -> None:
    calendar = vobject.readOne(client.get("/fr/seminars.ics").text)
    assert calendar.prodid.value == "-//localhost:8000//mission//FR"


@pytest.mark.parametrize(("key", "section", "first", "after"), [
    ("2012-rabat-plan", "seminars", date(2012, 10, 4), date(2012, 10, 6)), ("2009-marrakesh-education-seminar", "seminars", date(2009, 7, 16), date(2009, 7, 18)),
    ("2025-road-safety", "seminars", date(2025, 2, 18), date(2025, 2, 21)),
])  # fmt: skip
def test_a_meeting_of_several_days_keeps_them_all(client: StrictClient, key: str, section: str, first: date, after: date) -> None:
    found = event(client, f"/fr/{section}/{code(key)}.ics")
    assert (found.dtstart.value, found.dtend.value) == (first, after)


def test_a_dated_text_among_events_is_an_event_to_machines_with_the_offset_of_its_place(app: Flask, client: StrictClient, clock: Clock) -> None:
    hold(clock, dated_start=date(2027, 7, 20), starts_at=datetime(2027, 7, 20, 9, 0, tzinfo=UTC), venue="New York", venue_zone="America/New_York")
    assert described(client, "/fr/seminars/s2026-001")["startDate"] == "2027-07-20T05:00:00-04:00"
    milestone = described(client, f"/fr/seminars/{code('2012-rabat-plan')}")
    assert (milestone["startDate"], milestone["endDate"]) == ("2012-10-04", "2012-10-05")
    assert described(client, f"/fr/autonomy/{code('2019-autonomy-seminar')}")["startDate"].startswith("2019-")


@pytest.mark.parametrize(("tag", "key", "place"), [
    ("fr", "2009-marrakesh-education-seminar", "Marrakech"), ("ar", "2009-marrakesh-education-seminar", "مراكش"), ("en", "2021-development-goals-side-event", "Geneva"),
    ("es", "2012-rabat-plan", "Rabat"), ("ar", "2024-biological-weapons-workshop", "المعهد الوطني للصحة، الرباط"),
])  # fmt: skip
def test_an_event_of_the_initial_content_says_where_it_was(client: StrictClient, tag: str, key: str, place: str) -> None:
    """For machines, for calendars and for readers, in the language of each."""
    address = f"/{tag}/seminars/{code(key)}"
    assert described(client, address)["location"] == {"@type": "Place", "name": place}
    found = event(client, f"{address}.ics")
    assert found.location.value == place
    assert {"fr": "sources publiques", "ar": "مصادر", "en": "public sources", "es": "fuentes públicas"}[tag] in found.description.value
    assert f"<dd><bdi>{place}</bdi></dd>" in client.get(address, follow_redirects=True).text


def described(client: StrictClient, address: str) -> dict[str, str]:
    """What the page at this address says of itself as an event."""
    page = client.get(address, follow_redirects=True).text
    every = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)]
    return next(one for one in every if one["@type"] == "Event")
