"""What followers are told: what is settled, once, and afterwards whatever becomes of it."""

from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Change, Delivery, Job, Kind
from mission.services import jobs, publishing
from mission.services.alerts import telling
from mission.services.filtering import Filter
from mission.services.publishing import following
from tests import building
from tests.building import text
from tests.conftest import Clock

from .conftest import NOTICES, Desk, letters, subjects, work

Follow = Callable[..., int]
BOTH = {"fr": text("Un titre d’essai"), "ar": text("عنوان للاختبار", "courtesy", "<p>نص للاختبار.</p>", summary="ملخص للاختبار.")}


def only(*tags: str) -> dict[str, str]:
    return {tag: NOTICES[tag] for tag in tags}


def test_a_text_reaches_whoever_follows_its_list_and_nobody_else(app: Flask, desk: Desk, follow: Follow) -> None:
    follow()
    follow("theme@example.org", Filter(theme=("migration",)))
    follow("word@example.org", Filter(q="essai"))
    follow("other@example.org", Filter(theme=("health",)))
    follow("words@example.org", Filter(q="introuvable"))
    follow("room@example.org", Filter(section="speeches"))
    follow("asked@example.org", confirmed=False)
    desk.publish()
    work(app)
    for email, told in (("lectrice", 1), ("theme", 1), ("word", 1), ("other", 0), ("words", 0), ("room", 0), ("asked", 0)):
        assert len(letters(f"{email}@example.org")) == told, email
    work(app)
    assert subjects() == ["Communiqué : Un titre d’essai"]


def test_nothing_is_told_before_its_minute(app: Flask, desk: Desk, follow: Follow, session: Session, clock: Clock) -> None:
    follow()
    at = clock().replace(second=0) + timedelta(minutes=5)
    building.released(session, desk.writer, desk.approver, clock(), at)
    clock.at = at - timedelta(seconds=1)
    work(app)
    assert letters() == []
    clock.at = at
    work(app)
    assert len(letters()) == 1


def test_an_alert_that_began_afterwards_is_not_told(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    desk.publish()
    clock.forward(seconds=5)
    follow()
    work(app)
    assert letters() == []


def test_one_letter_for_two_lists_of_one_address(app: Flask, desk: Desk, follow: Follow) -> None:
    follow(frequency="weekly")
    follow(wanted=Filter(theme=("migration",)))
    follow(wanted=Filter(body=("iom",)), language="ar")
    desk.publish()
    work(app)
    assert len(letters()) == 1


def test_a_job_done_twice_tells_nobody_twice(app: Flask, desk: Desk, follow: Follow, session: Session, clock: Clock) -> None:
    follow()
    desk.publish()
    work(app)
    job = session.scalars(select(Job).where(Job.name == following.JOB)).one()
    again = dict(job.details)
    for name in (following.JOB, "write-to-follower"):
        session.add(Job(name=name, details=again | {"alert": 1}, created_at=clock(), due_at=clock()))
    session.commit()
    work(app)
    assert len(letters()) == 1
    assert session.scalar(select(func.count(Delivery.id))) == 1


def test_an_address_is_held_to_once_by_the_database_itself(app: Flask, desk: Desk, follow: Follow, session: Session, clock: Clock) -> None:
    import pytest
    from sqlalchemy.exc import IntegrityError

    follow()
    desk.publish()
    work(app)
    told = session.scalars(select(Delivery)).one()
    session.add(
        Delivery(follower_id=told.follower_id, alert_id=told.alert_id, document_id=told.document_id, register_sequence=told.register_sequence, noted_at=clock(), edition=0)
    )
    with pytest.raises(IntegrityError):
        session.commit()
    session.rollback()


def test_a_correction_reaches_whoever_has_the_text_and_an_amendment_nobody(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    follow()
    follow("late@example.org", Filter(theme=("health",)))
    document = desk.publish()
    work(app)
    clock.forward(hours=1)
    desk.change(document, Change.AMENDMENT, translations={"fr": text("Une retouche")})
    work(app)
    assert len(letters()) == 1
    clock.forward(hours=1)
    desk.change(document, Change.CORRECTION, themes=("health",), bodies=(), translations={"fr": text("Un titre juste", change_note="Un mot manquait.")})
    work(app)
    assert subjects()[1:] == ["Corrigé : Un titre juste"]
    assert "Un mot manquait." in letters()[1].text
    assert "Un mot manquait." in letters()[1].html
    assert subjects("late@example.org") == ["Communiqué : Un titre juste"], "to whoever never had the text nothing was corrected"


def test_withdrawal_and_recall_reach_whoever_has_the_text_at_once_whatever_the_rhythm(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    follow(frequency="weekly")
    follow("late@example.org", Filter(theme=("health",)))
    document = desk.publish()
    clock.forward(days=7)
    work(app)
    assert len(letters()) == 1
    clock.forward(hours=1)
    desk.withdraw(document, only("fr"))
    work(app)
    assert subjects()[1:] == ["Retiré : Un titre d’essai"]
    assert NOTICES["fr"] in letters()[1].text
    clock.forward(hours=1)
    desk.recall(document, only("fr"))
    work(app)
    assert len(letters()) == 3
    assert "rappelé" in letters()[2].text
    assert "Un titre d’essai" not in letters()[2].text + letters()[2].html + letters()[2].subject
    assert letters("late@example.org") == []


def test_a_text_recalled_before_the_digest_is_never_sent(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    follow(frequency="daily")
    work(app)
    document = desk.publish()
    work(app)
    desk.recall(document, only("fr"))
    clock.forward(days=1)
    work(app)
    assert letters() == []


def test_a_digest_tells_a_corrected_text_once_and_as_it_is_now(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    follow(frequency="daily")
    work(app)
    document = desk.publish()
    work(app)
    clock.forward(hours=1)
    desk.change(document, Change.CORRECTION, translations={"fr": text("Un titre juste", change_note="Un mot manquait.")})
    work(app)
    clock.forward(days=1)
    work(app)
    assert subjects() == ["Communiqué : Un titre juste"]


def test_a_language_added_reaches_the_followers_of_that_language(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    follow()
    follow("qari@example.org", language="ar")
    follow("facet@example.org", Filter(text=("ar",)))
    document = desk.publish()
    work(app)
    assert len(letters()) == len(letters("qari@example.org")) == 1
    assert "غير متوفر بلغة هذه الرسالة" in letters("qari@example.org")[0].text
    assert letters("facet@example.org") == []
    clock.forward(hours=1)
    desk.change(document, Change.TRANSLATION, translations=BOTH)
    work(app)
    assert len(letters()) == 1
    assert len(letters("qari@example.org")) == 2
    assert "عنوان للاختبار" in letters("qari@example.org")[1].subject
    assert len(letters("facet@example.org")) == 1


def test_what_is_put_on_the_shelf_is_mailed_to_nobody(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    follow()
    follow("qari@example.org", language="ar")
    document = desk.publish(kind=Kind.MILESTONE, dated_start=date(2013, 11, 12))
    work(app)
    desk.change(document, Change.TRANSLATION, dated_start=date(2013, 11, 12), translations=BOTH)
    work(app)
    assert letters() == letters("qari@example.org") == []


def test_a_withdrawal_overtaken_by_a_new_edition_tells_of_the_edition_alone(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    follow()
    document = desk.publish()
    work(app)
    clock.forward(hours=1)
    desk.withdraw(document, only("fr"))
    desk.change(document, Change.CORRECTION, translations={"fr": text("Un titre juste", change_note="Un mot manquait.")})
    work(app)
    assert subjects()[1:] == ["Corrigé : Un titre juste"]


def test_two_workers_tell_nobody_twice(app: Flask, desk: Desk, follow: Follow, clock: Clock, session: Session) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for number in range(6):
        follow(f"follower{number}@example.org")
    desk.publish()
    settings, at = app.config["SETTINGS"], clock()
    for _ in range(4):
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda _: jobs.run_due(engines.writing, at, settings), range(3)))
    for number in range(6):
        assert len(letters(f"follower{number}@example.org")) == 1
    folder = settings.instance / "outbox"
    assert len(list(folder.glob("*.eml"))) == 6


def test_a_telling_job_of_an_act_that_is_not_there_is_calm(app: Flask, session: Session, clock: Clock) -> None:
    telling.tell_job(session, Job(name=following.JOB, details={"register": 10**6}, created_at=clock(), due_at=clock()), clock(), app.config["SETTINGS"])
    assert publishing.first_break(session) is None


def test_every_letter_carries_the_head_of_the_register(app: Flask, desk: Desk, follow: Follow) -> None:
    for language in ("fr", "ar", "en", "es"):
        follow(f"{language}@example.org", language=language)
    desk.publish()
    work(app)
    note = app.test_client().get("/register/checkpoint").text
    for language in ("fr", "ar", "en", "es"):
        (letter,) = letters(f"{language}@example.org")
        for form in (letter.text, letter.html.replace("&#43;", "+")):
            assert f"\n{note}" in form.replace("<pre dir=\"ltr\">", "\n"), language
            assert "http://localhost:8000/register/checkpoint" in form
