"""The journal: who did what at the desk, and when. Append-only."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Model
from .staff import Person
from .types import Key, Moment


class JournalEntry(Model):
    """One act or refusal. `verb` is that of the service; `remark` is what the person wrote, or the reason of a refusal."""

    __tablename__ = "journal_entry"

    id: Mapped[Key]
    recorded_at: Mapped[Moment]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verb: Mapped[str]
    # Not foreign keys: the journal outlives a discarded draft.
    document_id: Mapped[int | None] = mapped_column(index=True)
    edition_id: Mapped[int | None] = mapped_column(index=True)
    remark: Mapped[str] = mapped_column(default="")
    person: Mapped[Person | None] = relationship()

    @property
    def who(self) -> str:
        """The name of whoever did it, or their address; empty where it was the site itself, its initial content included."""
        return "" if self.person is None or self.person.system else self.person.name or self.person.email
