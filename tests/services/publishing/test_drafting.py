"""A draft begins once, however its form is sent."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Document, Kind, Person
from mission.services import drafting
from tests.building import content, text
from tests.conftest import Clock


@pytest.mark.parametrize("by_itself", [False, True])
def test_a_form_sent_again_before_its_draft_is_kept_begins_no_other_one(
    session: Session, writer: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch, by_itself: bool
) -> None:
    """The other sending is over between the question whether there is a draft and the draft. On SQLite nobody comes in between."""
    words, writer_id = content(translations={"fr": text("Une fois")}), writer.id
    session.commit()
    before = session.scalar(select(func.count(Document.id)))
    session.rollback()
    asked, made = drafting.begun, []

    def other() -> None:
        with engines.writing() as own:
            made.append(drafting.begin(own, own.get_one(Person, writer_id), Kind.COMMUNIQUE, words, key="k", at=clock(), by_itself=by_itself).id)

    def asking(own: Session, actor: Person, key: str) -> Any:
        monkeypatch.setattr(drafting, "begun", asked)
        if own.get_bind().dialect.name == "sqlite":
            own.rollback()
            other()
            return asked(own, actor, key)
        found = asked(own, actor, key)
        other()
        return found

    monkeypatch.setattr(drafting, "begun", asking)
    second = drafting.begin(session, session.get_one(Person, writer_id), Kind.COMMUNIQUE, words, key="k", at=clock())
    assert [second.id] == made
    assert session.scalar(select(func.count(Document.id))) == (before or 0) + 1
