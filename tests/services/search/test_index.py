"""The index follows the public state: lost, damaged, of another version, half built or behind, it comes back by itself."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import tantivy
from flask import Flask
from sqlalchemy import func, select

from mission.extensions import engines
from mission.models import Change, Document, Precision
from mission.services import listing, publishing, visibility
from mission.services.alerts import matching
from mission.services.filtering import FACETS, Filter
from mission.services.search import index, indexing
from mission.services.search.engine import Engine
from mission.services.search.index import Shelf, shelf
from tests import building
from tests.conftest import Clock
from tests.strict import StrictClient


def folder() -> Path:
    assert shelf.folder is not None
    return shelf.folder


def numbered() -> int:
    with engines.reading() as session:
        return session.scalar(visibility.numbered().with_only_columns(func.count(Document.id))) or 0


def publish(clock: Clock, word: str) -> int:
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{word}.{name}@example.org", clock()) for name in ("writer", "approver"))
        edition = building.released(session, writer, approver, clock(), translations={"fr": building.text(title=f"Un {word} tout neuf")})
        document = edition.document_id
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    return document


def find(word: str) -> list[int]:
    with engines.reading() as session:
        return [one.id for one in listing.find(session, Filter(q=word)).documents]


def test_the_worker_takes_in_what_became_public(app: Flask, clock: Clock) -> None:
    document = publish(clock, "qandil")
    assert find("qandil") == []
    assert indexing.keep_up(engines.reading)
    assert find("qandil") == [document]
    assert not indexing.keep_up(engines.reading)


def test_a_list_without_words_never_waits_for_the_index(client: StrictClient, clock: Clock) -> None:
    publish(clock, "qandil")
    assert "Un qandil tout neuf" in client.get("/fr/communiques").text


def test_a_recalled_text_is_gone_at_once_however_old_the_index(app: Flask, clock: Clock, client: StrictClient) -> None:
    document = publish(clock, "qandil")
    indexing.keep_up(engines.reading)
    with engines.writing() as session:
        publishing.recall(session, building.person(session, "third@example.org", clock()), document, notices={"fr": "Publié par erreur."}, at=clock(), demonstration=True)
    assert find("qandil") == []
    assert "tout neuf" not in client.get("/fr/communiques?q=qandil").text
    indexing.keep_up(engines.reading)
    assert find("qandil") == []


@pytest.mark.parametrize("harm", ["gone", "pointer gone", "data gone", "state garbled", "data garbled"])
def test_an_index_that_is_lost_or_damaged_comes_back_while_reading_goes_on(client: StrictClient, harm: str) -> None:
    in_use = folder() / (folder() / "current").read_text()
    if harm == "gone":
        shutil.rmtree(folder())
    elif harm == "pointer gone":
        (folder() / "current").unlink()
    elif harm == "state garbled":
        (in_use / "meta.json").write_text("{")
    else:
        for one in in_use.iterdir():
            if one.suffix in (".term", ".idx", ".store", ".fast", ".pos"):
                one.unlink() if harm == "data gone" else one.write_bytes(b"\0" * 40)
    shelf.stand(folder())
    page = client.get("/fr/communiques?q=migration")
    assert page.status_code == 200
    assert "La recherche est en préparation." in page.text
    assert 'value="migration"' in page.text
    assert client.get("/fr/communiques.atom?q=migration").status_code == 503
    told = client.get("/api/v1/search?q=migration", headers={"Accept-Language": "fr"})
    assert (told.status_code, told.content_type, told.headers["Retry-After"]) == (503, "application/problem+json", "60")
    assert told.json["type"].endswith("#problem-preparing")
    assert client.get("/api/v1/search?theme=migration").json["total"]
    assert indexing.keep_up(engines.reading)
    assert "La recherche est en préparation." not in client.get("/fr/communiques?q=migration").text
    assert find("migration")
    assert indexing.size() == numbered()


def test_nothing_made_without_a_damaged_index_is_kept(client: StrictClient) -> None:
    """Garbled within: it opens, and only the search for words finds it out."""
    in_use = folder() / (folder() / "current").read_text()
    for one in in_use.iterdir():
        if one.suffix in (".idx", ".term", ".pos"):
            data = bytearray(one.read_bytes())
            data[: len(data) // 2] = bytes(byte ^ 0x5A for byte in data[: len(data) // 2])
            one.write_bytes(data)
    shelf.stand(folder())
    page = client.get("/fr/communiques?q=migration")
    assert "La recherche est en préparation." in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get("/fr/communiques.atom?q=migration").status_code == 503
    assert client.get("/fr/communiques?q=migration&part=offers").status_code == 200
    assert indexing.keep_up(engines.reading)
    assert "La recherche est en préparation." not in client.get("/fr/communiques?q=migration").text


@pytest.mark.parametrize("part", [".idx", ".term", ".pos", ".store", ".fast", ".fieldnorm"])
def test_a_single_wrong_byte_is_found_out_before_anybody_asks(app: Flask, part: str) -> None:
    """Under a worker that runs, too: it looks again at what has been touched since."""
    assert not indexing.keep_up(engines.reading)
    in_use = folder() / (folder() / "current").read_text()
    for one in in_use.glob(f"*{part}"):
        data = bytearray(one.read_bytes())
        data[len(data) // 3] ^= 0x10
        one.unlink() if part == ".store" else one.write_bytes(data)
    assert indexing.keep_up(engines.reading)
    assert folder() / (folder() / "current").read_text() != in_use
    assert find("migration")
    assert not indexing.keep_up(engines.reading)


def test_a_file_that_is_only_being_written_is_no_damage(app: Flask) -> None:
    (folder() / (folder() / "current").read_text() / f"{'0' * 32}.idx").write_bytes(b"half of")
    shelf.stand(folder())
    assert not indexing.keep_up(engines.reading)


def test_no_index_takes_the_process_with_it(app: Flask) -> None:
    """Rust gives up on what it cannot read, and what it raises then is no `Exception`."""
    opened = shelf.current()
    assert opened is not None
    with pytest.raises(ValueError, match="index out of bounds"):
        opened.searcher.doc(tantivy.DocAddress(99, 0))


def test_an_index_of_another_version_is_built_again_beside_the_one_in_use(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder() / "current").read_text()
    monkeypatch.setattr(index, "VERSION", "0.test")
    assert find("migration")
    assert indexing.keep_up(engines.reading)
    assert (folder() / "current").read_text() != before
    assert find("migration")
    assert [one.name for one in folder().iterdir() if one.is_dir()] == [(folder() / "current").read_text()]


def test_a_building_that_was_broken_off_goes_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_AT_ONCE", 10)
    monkeypatch.setattr(indexing, "_COMMIT_EVERY", 20)
    steps: list[int] = []

    def broken(done: int, total: int) -> None:
        steps.append(done)
        if done >= 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        indexing.rebuild(engines.reading, broken)
    assert find("migration"), "the index in use serves on"
    resumed: list[int] = []
    assert indexing.rebuild(engines.reading, lambda done, total: resumed.append(done))
    assert resumed[0] > steps[0]
    assert resumed[-1] == numbered() == indexing.size()


def test_a_building_keeps_what_some_seconds_have_made_of_few_documents(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mission has hundreds of texts, not thousands: they too are begun once."""
    monkeypatch.setattr(indexing, "_AT_ONCE", 10)
    seconds = 0.0
    done_at: list[int] = []

    def broken(done: int, total: int) -> None:
        nonlocal seconds
        seconds += 2
        done_at.append(done)
        if len(done_at) == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        indexing.rebuild(engines.reading, broken, ticking=lambda: seconds)
    resumed: list[int] = []
    assert indexing.rebuild(engines.reading, lambda done, total: resumed.append(done), ticking=lambda: seconds)
    assert done_at[0] == 10
    assert done_at[6] < resumed[0] <= done_at[-1], "what the last five seconds made is made again, and no more"
    assert resumed[-1] == numbered() == indexing.size()


def test_two_processes_never_write_at_once(app: Flask, clock: Clock) -> None:
    document = publish(clock, "qandil")
    with Shelf.writing(shelf) as free:
        assert free
        assert not indexing.keep_up(engines.reading)
        assert not indexing.rebuild(engines.reading, lambda done, total: None)
    indexing.keep_up(engines.reading)
    assert find("qandil") == [document]


def test_a_crash_between_the_commits_is_caught_up(app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    document = publish(clock, "qandil")

    def crash(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(indexing, "_commit", crash)
        with pytest.raises(OSError, match="space"):
            indexing.keep_up(engines.reading)
    assert find("qandil") == []
    assert indexing.keep_up(engines.reading)
    assert find("qandil") == [document]
    assert indexing.size() == numbered()


FILTERS = [
    Filter(), Filter(theme=("migration",)), Filter(theme=("migration", "trade"), kind=("milestone",)), Filter(body=("hrc", "iom")),
    Filter(text=("es",)), Filter(text=("ar", "en"), theme=("human-rights",)), Filter(from_year=2010), Filter(to_year=2010),
    Filter(from_year=2013, to_year=2016), Filter(from_year=2024, from_month=5, to_year=2024, to_month=11), Filter(section="speeches"),
    Filter(from_year=2006, to_year=2006), Filter(from_year=2006, from_month=2, to_year=2006, to_month=12), Filter(from_year=2002, from_month=3, to_year=2006),
    Filter(to_year=1998, to_month=11), Filter(from_year=1998, from_month=1, to_year=1998, to_month=1), Filter(precision="year"), Filter(precision="month", to_year=2007),
    Filter(sort="oldest"), Filter(sort="released"), Filter(theme=("trade",), page=2), Filter(page=2), Filter(kind=("seminar",)),
]  # fmt: skip


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_the_index_and_the_database_give_the_same_list_and_counts(app: Flask, wanted: Filter) -> None:
    with engines.reading() as session:
        by_index, by_database = listing.find(session, wanted), listing._listed(session, wanted)
    assert by_index.known > by_database.known == 0
    assert [one.id for one in by_index.documents] == [one.id for one in by_database.documents]
    assert by_index.total == by_database.total
    for name in (*FACETS, "year", "month"):
        assert dict(by_index.counts[name]) == dict(by_database.counts[name]), name


def dated(start: date, end: date | None, precision: Precision, clock: Clock) -> int:
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{start}.{end}.{precision}.{name}@example.org", clock()) for name in ("writer", "approver"))
        texts = {"fr": building.text(title="Une zibeline")}
        document = building.released(session, writer, approver, clock(), dated_start=start, dated_end=end, precision=precision, translations=texts).document_id
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    return document


def months_of(found: listing.Listed) -> dict[str, int]:
    return dict(sorted(found.counts["month"].items()))


def test_what_is_known_to_the_year_alone_is_of_its_year_and_of_no_month(app: Flask, clock: Clock) -> None:
    """By the index, by the database, and for letters: a month counts what its list holds."""
    year = dated(date(1931, 1, 1), None, Precision.YEAR, clock)
    month = dated(date(1931, 1, 1), None, Precision.MONTH, clock)
    over_years = dated(date(1929, 1, 1), date(1931, 1, 1), Precision.YEAR, clock)
    days = dated(date(1931, 3, 30), date(1931, 4, 2), Precision.DAY, clock)
    assert indexing.keep_up(engines.reading)

    def held(**asked: Any) -> list[int]:
        wanted = Filter(**asked)
        with engines.reading() as session:
            by_index, by_database = listing.find(session, wanted), listing._listed(session, wanted)
            assert listing.find(session, replace(wanted, q="zibeline")).total == by_index.total
            among = matching.among(session, wanted, [year, month, over_years, days])
        assert by_index.known > 0
        assert [one.id for one in by_index.documents] == [one.id for one in by_database.documents]
        assert months_of(by_index) == months_of(by_database)
        assert among == {one.id for one in by_index.documents}
        return sorted(among)

    assert held(from_year=1931, to_year=1931) == sorted((year, month, over_years, days))
    assert held(from_year=1931, from_month=1, to_year=1931, to_month=12) == sorted((year, month, over_years, days)), "the whole of it"
    assert held(from_year=1931, from_month=1, to_year=1931, to_month=1) == sorted((month, over_years)), "it went on until that year began, at least"
    assert held(from_year=1931, from_month=2, to_year=1931, to_month=12) == [days]
    assert held(from_year=1930, from_month=6, to_year=1930, to_month=6) == [over_years]
    assert held(from_year=1929, from_month=2, to_year=1929, to_month=11) == []
    assert held(from_year=1930, from_month=2, to_year=1931, to_month=11) == sorted((month, over_years, days))
    assert held(to_year=1931, to_month=11) == sorted((month, over_years, days))
    with engines.reading() as session:
        wanted = Filter(from_year=1931, to_year=1931)
        counted = listing.find(session, wanted).counts
        assert counted["year"]["1931"] == 4
        assert {one: number for one, number in counted["month"].items() if "1929" <= one < "1932"} == {
            "192912": 1, **{f"1930{one:02}": 1 for one in range(1, 13)}, "193101": 2, "193103": 1, "193104": 1,
        }  # fmt: skip
        for asked, alone in ((wanted, 0), (wanted.within((1931, 2), (1931, 12)), 2), (wanted.within((1931, 1), (1931, 1)), 1), (wanted.within((1930, 6), (1930, 6)), 0)):
            for put in (asked, replace(asked, q="zibeline")):
                assert listing.left_out(session, put) == alone, put


def test_what_was_released_last_stands_first_whatever_its_number_and_a_correction_lifts_nothing(app: Flask, client: StrictClient, clock: Clock) -> None:
    """Numbers run by kind: the milestones have reached 105 when the second communiqué is released."""
    earlier, later = publish(clock, "qandil"), publish(clock, "quinqandil")
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("writer", "approver"))
        again = publishing.begin(session, writer, earlier, Change.CORRECTION, at=clock())
        content = building.content(translations={"fr": building.text(title="Un qandil corrigé", change_note="Corrigé.")})
        publishing.save(session, writer, again.id, content, version=again.version, at=clock())
        building.release(session, again, writer, approver, clock())
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    wanted = Filter(sort="released")
    with engines.reading() as session:
        assert [one.id for one in listing._listed(session, wanted).documents][:2] == [later, earlier]
    assert indexing.keep_up(engines.reading)
    with engines.reading() as session:
        first, *_ = pages = [listing.find(session, replace(wanted, page=page)) for page in range(1, 7)]
        every = [one.id for page in pages for one in page.documents]
        assert first.known
        assert first.documents[1].texts["fr"].title == "Un qandil corrigé"
        assert every[:2] == [later, earlier]
        assert every == [one.id for page in range(1, 7) for one in listing._listed(session, replace(wanted, page=page)).documents]
        entries = visibility.first_entries(session, every)
        assert every == sorted(every, key=lambda one: -entries[one])
    shown: list[str] = []
    address: str | None = "/api/v1/search?sort=released&limit=30"
    while address:
        answer = client.get(address.removeprefix("http://localhost:8000")).get_json()
        shown += [one["code"] for one in answer["data"]]
        address = answer["links"].get("next")
    assert len(shown) == len(set(shown)) == numbered()
    assert shown == [one.code for page in pages for one in page.documents]


def test_a_text_that_becomes_public_is_found_by_whoever_settles_it(client: StrictClient, clock: Clock) -> None:
    """No worker: the request that settles what is overdue writes the index too."""
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("writer", "approver"))
        at = clock().replace(second=0, microsecond=0) + timedelta(minutes=5)
        building.released(session, writer, approver, clock(), release_at=at, translations={"fr": building.text(title="Un qandil tout neuf")})
        building.released(session, writer, approver, clock(), release_at=at + timedelta(minutes=1), translations={"fr": building.text(title="Un autre qandil")})
    assert "tout neuf" not in client.get("/fr/communiques?q=qandil").text
    clock.at = at + timedelta(seconds=30)
    assert "tout neuf" in client.get("/fr/communiques?q=qandil").text
    clock.at = at + timedelta(seconds=63)
    assert "Un autre" in client.get("/fr/communiques?q=qandil").text, "a look in the same minute goes back an hour"


def test_every_document_is_in_the_index_once(app: Flask) -> None:
    assert indexing.size() == numbered()
    with engines.reading() as session:
        assert session.scalar(select(func.count(Document.id)))


def test_what_is_alike_does_not_hang_on_what_the_index_has_been_through(app: Flask, clock: Clock, tmp_path: Path) -> None:
    """After a restore it is built anew: the same texts stand beside each page, in the same order."""
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("writer", "approver"))
        for document in session.scalars(visibility.numbered().with_only_columns(Document.id).order_by(Document.id.desc()).limit(6)).all():
            amended = publishing.begin(session, writer, document, Change.AMENDMENT, at=clock())
            building.release(session, amended, writer, approver, clock())
            publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
            assert indexing.keep_up(engines.reading)
    anew = Shelf()
    anew.stand(tmp_path / "anew")
    assert indexing.rebuild(engines.reading, lambda done, total: None, anew)
    lived, fresh = (Engine(one.current()) for one in (shelf, anew))  # type: ignore[arg-type]
    with engines.reading() as session:
        documents = visibility.unkept(session, session.execute(visibility.numbered()).all())
    assert [one.code for one in documents if lived.alike(one, 12) != fresh.alike(one, 12)] == []
