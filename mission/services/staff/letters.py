"""Letters to those who work at the desk, in the language of each: the link of an invitation or to a new password, and what has changed."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ...config import Settings
from ...models import Job, Letter, Person
from .. import mail
from ..alerts.drawing import draw
from ..alerts.wording import Speech, speech

TELL_JOB = "tell-staff"
INVITATION, PASSWORD = "/desk/invitation/", "/desk/password/"


def invitation(session: Session, person: Person, token: str, settings: Settings, *, at: datetime) -> None:
    """The letter by which a person comes in."""
    spoken = speech(person.language)
    _ = spoken.gettext
    _post(
        session, person, spoken, _("Your way to the desk"), settings, at,
        before=[_("You are invited to work at the desk of this site. Open this page, and choose how you sign in from then on:")],
        link=settings.base_url + INVITATION + token,
        after=[_("The link holds for %(days)s and works once. If you did not expect it, do nothing.", days=spoken.days(settings.INVITATION_DAYS))],
    )  # fmt: skip


def new_password(session: Session, person: Person, token: str, settings: Settings, *, at: datetime) -> None:
    """The letter with the link to a new password."""
    spoken = speech(person.language)
    _ = spoken.gettext
    _post(
        session, person, spoken, _("A new password for the desk"), settings, at,
        before=[_("Somebody, probably you, has asked for a new password. Choose it on this page:")],
        link=settings.base_url + PASSWORD + token,
        after=[_("The link holds for %(minutes)s minutes and works once. If it was not you, do nothing: your password stays what it is.",
                 minutes=settings.PASSWORD_LINK_MINUTES)],
    )  # fmt: skip


def forget(session: Session, person: Person, token: str) -> None:
    """A letter whose link is used is not kept, in the caller's transaction."""
    session.execute(delete(Letter).where(Letter.recipient == person.email, Letter.text.contains(token, autoescape=True)))


def tell(session: Session, person: Person, what: str, *, at: datetime) -> None:
    """Leave word that a person is to be told of a change to how they sign in, in the caller's transaction."""
    session.add(Job(name=TELL_JOB, details={"person": person.id, "what": what}, created_at=at, due_at=at))


def tell_job(session: Session, job: Job, at: datetime, settings: Settings) -> None:
    """Write that letter: a change that was not theirs is seen at once."""
    person = session.get(Person, job.details["person"])
    if person is None or not person.active:
        return
    spoken = speech(person.language)
    _ = spoken.gettext
    _post(
        session, person, spoken, _("How you sign in has changed"), settings, at,
        before=[_said(spoken, job.details["what"]), _("If it was you, there is nothing to do. If not, tell an administrator at once, and look here:")],
        link=settings.base_url + "/desk/account", after=[],
    )  # fmt: skip


def _said(spoken: Speech, what: str) -> str:
    _ = spoken.gettext
    return {
        "password": _("The password of your account at the desk was changed."),
        "passkey": _("A passkey was added to your account at the desk."),
        "passkey-removed": _("A passkey of your account at the desk was removed."),
        "authenticator": _("An authenticator was set up for your account at the desk."),
        "authenticator-removed": _("The authenticator of your account at the desk was removed."),
        "codes": _("New recovery codes were made for your account at the desk."),
        "code": _("Somebody signed in to your account at the desk with a recovery code."),
    }[what]


def _post(session: Session, person: Person, spoken: Speech, subject: str, settings: Settings, at: datetime, *, before: list[str], link: str,
          after: list[str]) -> None:  # fmt: skip
    drawn = draw("link", spoken, subject, settings, before=before, link=link, after=after)
    mail.post(session, to=person.email, subject=drawn.subject, text=drawn.text, html=drawn.html, language=drawn.language, at=at)


def life(settings: Settings) -> timedelta:
    """How long an invitation lasts."""
    return timedelta(days=settings.INVITATION_DAYS)
