"""Labelled samples of what the initial content does not have: a seminar with hours, a corrected, a withdrawn and a recalled text."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import URLSafeSerializer
from sqlalchemy.orm import Session

from mission import create_app
from mission.extensions import engines
from mission.models import Change, Document, Edition, Kind, Person
from mission.services import publishing

from .. import building

NOTICE = {"fr": "Un avis d’essai, pour la vérification des pages."}
# What each name below stands for in an address; `{code}` and `{token}` are filled in.
PLACES = ("hours", "corrected", "edition", "withdrawn", "recalled", "received")


class Stage:
    """Two persons who publish samples, by the same verbs as everybody."""

    def __init__(self, session: Session, at: datetime) -> None:
        self.session, self.at = session, at
        self.writer = building.person(session, "stage-writer@example.org", at)
        self.approver = building.person(session, "stage-approver@example.org", at)

    def settle(self) -> None:
        self.session.commit()
        publishing.settle(engines.writing, self.at, prefix="MPM", demonstration=True)
        self.session.expire_all()

    def public(self, **changes: Any) -> int:
        edition = building.draft(self.session, self.writer, self.at, **changes)
        identifier = edition.document_id
        building.release(self.session, edition, self.writer, self.approver, self.at)
        self.settle()
        return identifier

    def correct(self, document: int) -> None:
        text = building.text("Un texte d’essai corrigé", change_note="Le chiffre d’essai était faux.")
        edition: Edition = publishing.begin(self.session, self.writer, document, Change.CORRECTION, at=self.at)
        edition = publishing.save(self.session, self.writer, edition.id, building.content(translations={"fr": text}), version=edition.version, at=self.at)
        building.release(self.session, edition, self.writer, self.approver, self.at)
        self.settle()

    def address(self, document: int) -> str:
        found = self.session.get_one(Document, document)
        return f"/{'seminars' if found.kind is Kind.SEMINAR else 'communiques'}/{found.code}"


def stage(environment: Mapping[str, str]) -> dict[str, str]:
    """Publish the samples on the site of this environment; returns the address of each place below its language."""
    app = create_app({name: environment[name] for name in ("MISSION_INSTANCE", "PORT")})
    at = datetime.now(UTC) - timedelta(seconds=5)
    with engines.writing() as session:
        made = Stage(session, at)
        starts = at.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=20)
        seminar = made.public(
            kind=Kind.SEMINAR, section="seminars", dated_start=starts.date(), starts_at=starts, ends_at=starts + timedelta(hours=2),
            venue="Une salle d’essai", venue_zone="America/New_York",
        )  # fmt: skip
        texts = [made.public(translations={"fr": building.text(f"Un texte d’essai {number}")}) for number in range(3)]
        made.correct(texts[0])
        actor = session.get_one(Person, made.approver.id)
        publishing.withdraw(session, actor, texts[1], notices=NOTICE, at=at, demonstration=True)
        publishing.recall(session, actor, texts[2], notices=NOTICE, at=at, demonstration=True)
        corrected = made.address(texts[0])
        token = URLSafeSerializer(app.config["SECRET_KEY"], salt="enquiry").dumps(["MPM-ESSAI", "press"])
        # The site is shared: a second approver would keep the other tests from releasing what they wrote.
        actor.active = False
        session.commit()
        places = (made.address(seminar), corrected, f"{corrected}/editions/1", made.address(texts[1]), made.address(texts[2]), f"/contact/received/{token}")
    engines.dispose()
    return dict(zip(PLACES, places, strict=True))
