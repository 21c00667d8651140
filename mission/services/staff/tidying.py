"""What the door need not remember any longer."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from ...config import Settings
from ...models import Invitation, KeptForm, Sending, SpentChallenge, StaffSession
from ..sending import KEPT

_REMEMBERED = timedelta(days=7)


def tidy(session: Session, at: datetime, settings: Settings) -> None:
    """Delete sessions that ended some days ago, links long over, kept forms, sendings and answered challenges, in the caller's transaction."""
    over = or_(
        StaffSession.ended_at < at - _REMEMBERED, StaffSession.seen_at < at - _REMEMBERED,
        StaffSession.created_at < at - _REMEMBERED,
    )  # fmt: skip
    session.execute(delete(StaffSession).where(over))
    session.execute(delete(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at < at - timedelta(days=30)))
    session.execute(delete(KeptForm).where(KeptForm.made_at < at - timedelta(hours=settings.KEPT_HOURS)))
    session.execute(delete(Sending).where(Sending.begun_at < at - KEPT))
    session.execute(delete(SpentChallenge).where(SpentChallenge.spent_at < at - timedelta(days=1)))
