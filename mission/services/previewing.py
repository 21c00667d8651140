"""A look for somebody outside at a text that is not public: one version of one edition, for a time, until it is taken back."""

import hashlib
import secrets
from datetime import datetime, timedelta

from itsdangerous import BadSignature, Signer
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..config import Settings
from ..models import Edition, JournalEntry, Person, PreviewLink, State
from .markup import tidied
from .publishing import StaleEdition, WrongState
from .publishing.verbs import record, refuse_recalled, verb

LONGEST = timedelta(days=14)
# Openings that follow each other so closely are one line: nobody fills the journal from outside.
_ONE_LINE = timedelta(minutes=1)


@verb
def make(session: Session, actor: Person, edition_id: int, *, version: int, reader: str, lasts: timedelta, at: datetime) -> PreviewLink:
    """Make a link to `version` of an edition that is not public, for `lasts` (at most `LONGEST`).

    Raises `StaleEdition` where there is a newer version by now, `WrongState` where the edition is public or gone, `Gone` where its document is recalled.
    """
    edition = session.get(Edition, edition_id, with_for_update=True, populate_existing=True)
    if edition is None or edition.state is State.SETTLED:
        raise WrongState("preview-link", "settled" if edition else "discarded")
    refuse_recalled(session, edition.document_id)
    if edition.version != version:
        raise StaleEdition(edition.version)
    link = PreviewLink(
        edition_id=edition.id, version=version, reader=tidied(reader), seal=secrets.token_urlsafe(16), made_by_id=actor.id, made_at=at,
        expires_at=at + min(lasts, LONGEST),
    )  # fmt: skip
    session.add(link)
    session.flush()
    record(session, actor, "preview-link", at, edition=edition, remark=f"{link.id}: {link.reader}")
    return link


@verb
def revoke(session: Session, actor: Person, link_id: int, *, at: datetime) -> PreviewLink | None:
    """Take a link back; one that is over already stays as it is. None where there is none."""
    link = session.get(PreviewLink, link_id, with_for_update=True)
    if link is not None and link.revoked_at is None:
        link.revoked_at = at
        record(session, actor, "preview-revoked", at, edition=link.edition, remark=f"{link.id}: {link.reader}")
    return link


def links(session: Session, edition_id: int) -> tuple[PreviewLink, ...]:
    """The links to an edition, the newest first."""
    return tuple(session.scalars(select(PreviewLink).where(PreviewLink.edition_id == edition_id).order_by(PreviewLink.id.desc())))


def standing(link: PreviewLink, at: datetime) -> str:
    """``open``, ``revoked`` (by somebody, with the recall of its document, or because who made it works here no more), ``expired``,
    ``changed`` (there is a newer version) or ``public``."""
    if link.revoked_at is not None or link.edition.document.recall is not None or not link.made_by.active:
        return "revoked"
    if link.edition.state is State.SETTLED:
        return "public"
    if link.expires_at <= at:
        return "expired"
    return "open" if link.edition.version == link.version else "changed"


def token(settings: Settings, link: PreviewLink) -> str:
    """What the address of a link carries: nothing of it is kept, so that a copy of the database opens nothing."""
    return _signer(settings).sign(f"{link.id}~{link.seal}").decode()


def seen(session: Session, settings: Settings, given: str, at: datetime) -> PreviewLink | None:
    """The link of a token that is open now; None for any other, whatever the reason."""
    try:
        number, seal = _signer(settings).unsign(given).decode().split("~")
        link = session.get(PreviewLink, int(number))
    except (BadSignature, ValueError, UnicodeError, OverflowError):
        return None
    if link is None or not secrets.compare_digest(link.seal, seal) or standing(link, at) != "open":
        return None
    return link


@verb
def note_opening(session: Session, link_id: int, *, at: datetime) -> None:
    """Count each opening of a link, and tell the journal, which says no more of the reader than the link's own name."""
    link = session.get(PreviewLink, link_id, with_for_update=True)
    if link is None:
        return
    link.opened += 1
    link.opened_at = at
    name, remark = "preview-opened", f"{link.id}: {link.reader}"
    told = select(JournalEntry.id).where(JournalEntry.edition_id == link.edition_id, JournalEntry.verb == name, JournalEntry.remark == remark)
    if session.scalar(told.where(JournalEntry.recorded_at > at - _ONE_LINE).limit(1)) is None:
        record(session, None, name, at, edition=link.edition, remark=remark)


def _signer(settings: Settings) -> Signer:
    # The last key signs; the earlier ones still read.
    return Signer([*settings.SECRET_KEY_FALLBACKS, settings.secret_key()], salt="preview-link", digest_method=hashlib.sha256)
