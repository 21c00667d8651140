"""Themes and bodies: what may be kept, what the journal says, and what the initial content may still change."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import JournalEntry, Person, PublicChange
from mission.services import seeding, taxonomy, visibility
from mission.services.taxonomy import Entry, NameTaken, StaleEntry, TaxonomyRefusal

from .. import building
from ..conftest import Clock

FOUR = ("fr", "ar", "en", "es")
REVIEW = Entry(
    kind="theme", key="periodic-review", position=35,
    names={"fr": "Examen périodique", "ar": "الاستعراض الدوري", "en": "Periodic review", "es": "Examen periódico"},
    aliases={"fr": ("EPU",), "en": ("UPR",)},
)  # fmt: skip


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with engines.writing() as session:
        yield session


@pytest.fixture
def actor(session: Session, clock: Clock) -> Person:
    return building.person(session, "keeper@example.org", clock())


def stamp(session: Session) -> int:
    return session.scalar(select(PublicChange.stamp).order_by(PublicChange.stamp.desc()).limit(1)) or 0


def last_line(session: Session) -> tuple[str, str]:
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    return entry.verb, entry.remark


def test_an_entry_is_added_with_a_line_in_the_journal_and_moves_the_stamp(session: Session, actor: Person, clock: Clock) -> None:
    before = stamp(session)
    taxonomy.add(session, actor, REVIEW, at=clock())
    assert stamp(session) == before + 1
    assert session.get_one(PublicChange, before + 1).document_id is None
    verb, remark = last_line(session)
    assert verb == "add theme"
    assert remark.startswith("periodic-review: name fr: – → Examen périodique")
    found = taxonomy.find(session, "theme", "periodic-review")
    assert found == replace(REVIEW, version=1)
    assert [one.key for one in taxonomy.entries(session, "theme")].index("periodic-review") == 3


def test_a_change_says_what_it_changes_and_is_seen_by_who_reads_next(session: Session, actor: Person, clock: Clock) -> None:
    with engines.reading() as reader:
        assert visibility.labels(reader).names["iom"]["en"] == "International Organization for Migration"
    entry = taxonomy.find(session, "body", "iom")
    assert entry
    changed = replace(entry, names={**entry.names, "en": " IOM \n here "}, aliases={})
    saved = taxonomy.change(session, actor, changed, version=entry.version, at=clock())
    assert saved.version == entry.version + 1
    assert last_line(session)[0] == "change body"
    assert "name en: International Organization for Migration → IOM here" in last_line(session)[1]
    assert "further names fr: ONU Migration → –" in last_line(session)[1]
    with engines.reading() as reader:
        labels = visibility.labels(reader)
        assert labels.names["iom"]["en"] == "IOM here"
        assert labels.aliases["body"]["iom"] == {}
        assert labels.aliases["body"]["un"]["es"] == ("Naciones Unidas",)


def test_saving_what_stands_there_changes_nothing(session: Session, actor: Person, clock: Clock) -> None:
    before, entry = stamp(session), taxonomy.find(session, "body", "iom")
    assert entry
    assert taxonomy.change(session, actor, entry, version=entry.version, at=clock()) == entry
    assert stamp(session) == before


def test_a_stale_change_is_refused_with_what_stands_there_now(session: Session, actor: Person, clock: Clock) -> None:
    entry = taxonomy.find(session, "theme", "health")
    assert entry
    taxonomy.change(session, actor, replace(entry, position=45), version=entry.version, at=clock())
    before = stamp(session)
    with pytest.raises(StaleEntry) as refused:
        taxonomy.change(session, actor, replace(entry, position=46), version=entry.version, at=clock())
    assert refused.value.now.position == 45
    assert stamp(session) == before


@pytest.mark.parametrize("key", ["", "Santé", "a b", "-x", "r2026-001", "new", "x" * 61, "migration/iom"])
def test_a_key_is_one_segment_of_an_address(session: Session, actor: Person, clock: Clock, key: str) -> None:
    with pytest.raises(TaxonomyRefusal) as refused:
        taxonomy.add(session, actor, replace(REVIEW, key=key), at=clock())
    assert refused.value.reason == "key"


def test_a_key_is_given_once_and_every_language_has_its_name(session: Session, actor: Person, clock: Clock) -> None:
    with pytest.raises(TaxonomyRefusal) as refused:
        taxonomy.add(session, actor, replace(REVIEW, key="health"), at=clock())
    assert refused.value.reason == "taken"
    with pytest.raises(TaxonomyRefusal) as refused:
        taxonomy.add(session, actor, replace(REVIEW, names={**REVIEW.names, "ar": " "}), at=clock())
    assert (refused.value.reason, refused.value.tag) == ("missing", "ar")
    # A key is its own among themes and among bodies.
    assert taxonomy.add(session, actor, replace(REVIEW, kind="body", key="health"), at=clock()).acronyms == REVIEW.names


@pytest.mark.parametrize(
    ("aliases", "taken"),
    [({"fr": ("OMS",)}, "who"), ({"es": ("WHO",)}, "who"), ({"fr": ("organisation MONDIALE  de la santé",)}, "who"), ({"en": ("UNHRC",)}, "hrc"), ({"fr": ("Nations Unies",)}, "un")],
)
def test_no_name_stands_for_two(session: Session, actor: Person, clock: Clock, aliases: dict[str, tuple[str, ...]], taken: str) -> None:
    with pytest.raises(NameTaken) as refused:
        taxonomy.add(session, actor, replace(REVIEW, aliases=aliases), at=clock())
    assert refused.value.other.key == taken


def test_further_names_that_say_nothing_new_are_left_out(session: Session, actor: Person, clock: Clock) -> None:
    aliases = {"fr": ("EPU", " epu", "EPU ", "Examen Périodique", ""), "xx": ("nowhere",)}
    assert taxonomy.add(session, actor, replace(REVIEW, aliases=aliases), at=clock()).aliases == {"fr": ("EPU",)}


def test_the_initial_taxonomy_holds_to_the_same_rules(session: Session) -> None:
    kept = {(one.kind, one.key): one for kind in ("theme", "body") for one in taxonomy.entries(session, kind)}
    files = seeding.taxonomy_entries(seeding.CONTENT / "taxonomy")
    assert len(files) == len(kept)
    for entry in files:
        others = tuple(one for where, one in kept.items() if where != (entry.kind, entry.key))
        assert replace(taxonomy.checked(entry, others), version=1) == kept[entry.kind, entry.key]
        assert set(entry.aliases) <= set(FOUR)


def seed_with(session: Session, folder: Path, clock: Clock, **changes: str) -> None:
    """Seed from the content with the English names of some bodies changed."""
    shutil.copytree(seeding.CONTENT, folder)
    path = folder / "taxonomy" / "bodies.yaml"
    raw = seeding.read(path.read_text())
    for one in raw:
        one["names"]["en"] = changes.get(one["key"], one["names"]["en"])
    path.write_text(yaml.safe_dump(raw, allow_unicode=True))
    assert seeding.seed(session, at=clock(), prefix="MPM", demonstration=True, folder=folder) == 0


def test_a_changed_file_changes_only_what_the_desk_has_not(session: Session, actor: Person, clock: Clock, tmp_path: Path) -> None:
    entry = taxonomy.find(session, "body", "ilo")
    assert entry
    taxonomy.change(session, actor, replace(entry, names={**entry.names, "en": "Labour, says the desk"}), version=1, at=clock())
    before = stamp(session)
    seed_with(session, tmp_path / "content", clock, ilo="Labour, says the file", wto="Trade, says the file")
    names = {one.key: one.names["en"] for one in taxonomy.entries(session, "body")}
    assert (names["ilo"], names["wto"]) == ("Labour, says the desk", "Trade, says the file")
    assert stamp(session) == before + 1
    assert last_line(session) == ("change body", "wto: name en: World Trade Organization → Trade, says the file")
    seed_with(session, tmp_path / "again", clock, ilo="Labour, says the file", wto="Trade, says the file")
    assert stamp(session) == before + 1
