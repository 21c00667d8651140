"""Files of an edition: pictures and documents that stand below a text, in one of its languages, and freeze with it."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from ..extensions import Model
from .types import Key, Moment


class Rendition(Model):
    """A picture in one of its named sizes and forms (`small.avif`), drawn once from the picture `picture` and kept as the blob `sha256`."""

    __tablename__ = "rendition"

    picture: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]


class EditionFile(Model):
    """A file in one language of an edition. The bytes are the blob `sha256`, shared by every edition that shows them.

    `name` is what readers see and keep it as; `address` is its last part in addresses, made from the name. `line` stays the same from edition
    to edition and when the file is replaced, so that an earlier address leads to what has come in its place.
    """

    __tablename__ = "edition_file"
    __table_args__ = (UniqueConstraint("edition_id", "language", "address"), Index("ix_edition_file_line", "line"))

    id: Mapped[Key]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    position: Mapped[int]
    line: Mapped[str]
    name: Mapped[str]
    address: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    media_type: Mapped[str]
    size: Mapped[int]
    # Of pictures alone.
    width: Mapped[int | None]
    height: Mapped[int | None]
    # What a picture shows. Of anything else it is what the picture showed that it has replaced, kept in case another one comes, and told to nobody.
    alternative: Mapped[str] = mapped_column(default="")
    caption: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    added_at: Mapped[Moment]
    # What the bytes say that readers do not see: whom a PDF names as its author; whether pictures in it tell who took them, where or when.
    author: Mapped[str] = mapped_column(default="")
    telling: Mapped[bool] = mapped_column(default=False)

    renditions: Mapped[list[Rendition]] = relationship(
        primaryjoin=lambda: foreign(Rendition.picture) == EditionFile.sha256, viewonly=True, order_by=(Rendition.width, Rendition.name), uselist=True
    )

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")
