"""Papers are made after settling, once; the first stands; a loss is made good and recorded."""

import hashlib
import multiprocessing
import os
import signal
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mission.config import Settings
from mission.extensions import engines
from mission.models import Blob, Form, Job, JournalEntry, Paper, Person, guards
from mission.services import mail, papers, publishing
from mission.services.authenticity import keys
from mission.services.rendering import making, typesetting
from mission.verify import detached, notes
from mission.worker import tick
from tests.conftest import Clock

from .conftest import seen, settled


@pytest.fixture
def edition(session: Session, people: tuple[Person, Person], clock: Clock) -> int:
    for job in session.scalars(select(Job).where(Job.name == making.JOB)):
        job.done_at = clock()  # the initial content's: this test is about one document
    session.commit()
    return settled(session, people, clock())


def made(session: Session, edition: int) -> list[Paper]:
    session.expire_all()
    return list(session.scalars(select(Paper).where(Paper.edition_id == edition).order_by(Paper.id)))


def waiting(session: Session) -> list[Job]:
    session.expire_all()
    return list(session.scalars(select(Job).where(Job.name == making.JOB, Job.done_at.is_(None))))


def test_the_worker_makes_a_paper_and_a_card_in_every_language_and_signs_the_papers(app: Flask, session: Session, edition: int) -> None:
    assert [job.details for job in waiting(session)] == [{"edition": edition}]
    assert made(session, edition) == []
    session.commit()
    tick(app)
    assert waiting(session) == []
    kept = made(session, edition)
    assert {(one.language, one.form) for one in kept} == {(tag, form) for tag in ("fr", "ar", "en", "es") for form in Form}
    assert len(kept) == 8
    public = keys.known(session)
    for one in kept:
        content = session.get_one(Blob, one.sha256).content
        assert hashlib.sha256(content).hexdigest() == one.sha256
        assert (len(content), one.number) == (one.size, 1)
        if one.form is Form.CARD:
            assert one.signature == ""
            continue
        note = notes.parse(one.signature)
        assert detached.check(note, content, public) == []
        said = detached.read(note)
        assert (said.name, said.edition, said.language) == (seen(edition).reference, 1, one.language)
        assert detached.check(note, content + b"\n", public) != []
        assert detached.check(note, content[:-9] + bytes([content[-9] ^ 1]) + content[-8:], public) != []


def test_a_second_making_finds_nothing_to_do(app: Flask, session: Session, edition: int, clock: Clock) -> None:
    session.commit()
    tick(app)
    first = {(one.language, one.form): one.sha256 for one in made(session, edition)}
    session.commit()
    with engines.writing() as other:
        assert making.make(other, edition, clock.forward(days=1), app.config["SETTINGS"]) == 0
    assert {(one.language, one.form): one.sha256 for one in made(session, edition)} == first


def test_papers_only_grow(app: Flask, session: Session, edition: int) -> None:
    session.commit()
    tick(app)
    refused = [("UPDATE paper SET sha256 = sha256", "paper only grows"), ("DELETE FROM paper", "paper only grows"), ("DELETE FROM blob", "does not change")]
    if engines.writer.dialect.name == "sqlite":
        refused += [(f"INSERT OR REPLACE INTO {one} SELECT * FROM {one}", "is replaced") for one in ("paper", "register_entry", "settlement", "edition", "document")]
        refused += [("INSERT OR REPLACE INTO register_entry SELECT 900, recorded_at, act, document_id, name, edition, content_digest, demonstration, "
                     "previous, digest FROM register_entry LIMIT 1", "is replaced")]  # fmt: skip
    else:
        refused += [(f"TRUNCATE {one} CASCADE", "is not emptied") for one in ("paper", "blob", "register_entry", "translation", "journal_entry")]
    for statement, said in refused:
        with engines.writer.connect() as connection:
            # As from a prompt, which holds no foreign keys on SQLite.
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            try:
                with pytest.raises(DBAPIError, match=said):
                    connection.execute(text(statement))
            finally:
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("PRAGMA foreign_keys=ON")


@pytest.mark.parametrize("loss", ["damaged", "gone"])
def test_after_a_loss_it_is_made_again_and_that_is_recorded(app: Flask, session: Session, edition: int, clock: Clock, loss: str) -> None:
    session.commit()
    tick(app)
    first = next(one for one in made(session, edition) if (one.language, one.form) == ("ar", Form.PDF))
    if loss == "damaged":
        damage = update(Blob).where(Blob.sha256 == first.sha256).values(content=b"%PDF-1.7 something else")
        with pytest.raises(DBAPIError, match="does not change"):
            session.execute(damage)
        session.rollback()
        with guards.lifted(session.connection(), "guard_blob_update"):
            session.execute(damage)
        session.commit()
    else:
        session.commit()
        with engines.writer.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                connection.exec_driver_sql("DROP TRIGGER guard_blob_delete")
            else:
                connection.exec_driver_sql("SET session_replication_role = replica")
            connection.execute(text("DELETE FROM blob WHERE sha256 = :sha256"), {"sha256": first.sha256})
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            else:
                connection.commit()
                connection.exec_driver_sql("SET session_replication_role = DEFAULT")
    with engines.reading() as reading:
        assert papers.find(reading, seen(edition), "ar", Form.PDF) is None
    with engines.writing() as other:
        assert making.make(other, edition, clock.forward(hours=1), app.config["SETTINGS"]) == 1
    again = made(session, edition)[-1]
    # Drawn from the same edition by the same fonts and program: the same bytes.
    assert (again.number, again.sha256) == (2, first.sha256)
    lines = session.scalars(select(JournalEntry.remark).where(JournalEntry.verb == "remake")).all()
    assert lines == [f"pdf ar: {first.sha256}"]


def test_of_a_recalled_document_nothing_is_made(app: Flask, session: Session, edition: int, people: tuple[Person, Person], clock: Clock) -> None:
    session.commit()
    notices = dict.fromkeys(("fr", "ar", "en", "es"), "Publié par erreur.")
    publishing.recall(session, people[1], seen(edition).id, notices=notices, at=clock(), demonstration=True)
    tick(app)
    assert made(session, edition) == []
    assert waiting(session) == []


def _draw_and_die(settings: Settings, at: object) -> None:
    """A worker that is killed while it draws."""
    engines.dispose()
    from mission.services import jobs

    typesetting.pdf = lambda *given: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    jobs.run_due(engines.writing, at, settings)  # type: ignore[arg-type]


def test_a_worker_killed_between_settling_and_drawing_loses_nothing(app: Flask, session: Session, edition: int, clock: Clock) -> None:
    session.commit()
    worker = multiprocessing.get_context("fork").Process(target=_draw_and_die, args=(app.config["SETTINGS"], clock()))
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    assert made(session, edition) == []
    assert len(waiting(session)) == 1
    session.commit()
    clock.forward(minutes=6)  # the dead worker's claim is over
    tick(app)
    assert len(made(session, edition)) == 8


def test_letters_do_not_wait_behind_papers(app: Flask, session: Session, edition: int, clock: Clock) -> None:
    letter = mail.post(session, to="a@example.org", subject="Essai", text="Essai.", language="fr", at=clock() + timedelta(seconds=1))
    session.execute(update(Job).where(Job.name == making.JOB).values(done_at=None, due_at=clock()))
    session.commit()
    clock.forward(seconds=2)
    tick(app)
    session.expire_all()
    assert letter.sent_at is not None
    assert len(waiting(session)) > 10


def test_a_machine_that_does_not_sign_leaves_papers_to_one_that_does(app: Flask, session: Session, edition: int) -> None:
    from dataclasses import replace

    session.commit()
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], SIGNS=False)
    tick(app)
    assert made(session, edition) == []
    assert [job.attempts for job in waiting(session)] == [0]
