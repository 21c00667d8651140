"""Addresses of every rule of the map, filled with what exists, and a text with a file that stands behind them."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from mission.extensions import engines
from mission.services import publishing
from tests import building
from tests.conftest import Clock
from tests.files import handed
from tests.house.test_canary import VALUES, filled

CODE = "c2026-001"
EXISTING = {"code": (CODE,), "slug": ("titre",), "number": ("1",), "path": ("migration/iom",), "token": ("none",), "form": ("atom",), "citation": ("bib",), "name": ("legal",),
            "sequence": ("1",), "size": ("1",), "old": ("1",), "new": ("2",), "digest": ("0" * 64,), "file": ("note.txt",), "drawn": ("small.webp",), "room": ("contact",)}  # fmt: skip
TURNS = ("fr", "ar", "en", "es")


def publish(clock: Clock, title: str = "Un titre d’essai", **changes: object) -> int:
    """A communiqué with a file, public now; returns the document. The first is `CODE`."""
    with engines.writing() as session:
        writer, approver = people(session, clock)
        edition = building.draft(session, writer, clock(), translations={"fr": building.text(title, **changes)})  # type: ignore[arg-type]
        edition = publishing.add_files(session, writer, edition.id, "fr", [handed("note.txt", b"Une note d'essai.")], at=clock())
        building.release(session, edition, writer, approver, clock())
        document = edition.document_id
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    return document


def people(session: Session, clock: Clock) -> tuple[object, object]:
    from sqlalchemy import select

    from mission.models import Person

    found = [session.scalar(select(Person).where(Person.email == email)) for email in ("writer@example.org", "approver@example.org")]
    return tuple(one or building.person(session, email, clock()) for one, email in zip(found, ("writer@example.org", "approver@example.org"), strict=True))  # type: ignore[return-value]


def public(app: Flask, method: str = "GET") -> Iterator[tuple[Rule, str]]:
    """One address of every public rule, in the four languages by turns; those of the section that has the text lead to it."""
    kept = dict(VALUES)
    try:
        VALUES.update(EXISTING)
        for turn, rule in enumerate(sorted(app.url_map.iter_rules(), key=lambda one: one.rule)):
            if method in (rule.methods or ()) and not f"{rule.rule}/".startswith("/desk/"):
                found = filled(rule)
                # Where the text stands it is read in its own language.
                yield rule, found[0 if CODE in found[0] or len(found) == 1 else turn % len(found)]
    finally:
        VALUES.clear()
        VALUES.update(kept)
