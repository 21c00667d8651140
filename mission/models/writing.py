"""Around a draft: which window writes it, and who outside may look at it before its time."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Model
from .edition import Edition
from .staff import Person
from .types import Instant, Key, Moment


class Sitting(Model):
    """One form open in one window: which draft it began or writes in, and the version that it saved last by itself; 0 once its person has saved
    it: what they write on stands in another form. A form sent twice begins one draft, and a save whose answer was lost on the way is not taken
    for somebody else's. `key` is a digest of the person and of what the form carries."""

    __tablename__ = "sitting"

    key: Mapped[str] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    saved_at: Mapped[Moment] = mapped_column(index=True)


class Sending(Model):
    """A form of the desk that was sent, by a digest of itself; `answer` is the address that it led to, empty while it is being done;
    `opened` the digest of the session that it opened, where it did: whoever signs in by two clicks is in."""

    __tablename__ = "sending"

    key: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[Moment] = mapped_column(index=True)
    answer: Mapped[str | None]
    opened: Mapped[str | None]


class Loss(Model):
    """What a Word file lost on its way into one language of a draft, by key and number, until somebody has read it and puts it away."""

    __tablename__ = "loss"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    changes: Mapped[dict[str, int]] = mapped_column(JSON)


class PreviewLink(Model):
    """A link by which somebody outside sees one version of one edition until `expires_at`, or until it is revoked."""

    __tablename__ = "preview_link"

    id: Mapped[Key]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    # For whom it was made, in the words of whoever made it.
    reader: Mapped[str]
    # Part of the token: a number that is taken again opens to nobody.
    seal: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    opened: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None] = mapped_column(Instant)

    edition: Mapped[Edition] = relationship()
    made_by: Mapped[Person] = relationship()
