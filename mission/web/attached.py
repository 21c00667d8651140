"""The files of a document as its page, its feed and its plain text show them, in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass

from babel.units import format_unit
from flask_babel import lazy_gettext as _

from .. import addresses
from ..services.shown import Drawn, File, Public
from .language import current_language

# What a reader is told that a file is.
TYPES = {
    "image/jpeg": _("Picture (JPEG)"),
    "application/pdf": _("PDF"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _("Word document"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _("Excel table"),
    "application/vnd.oasis.opendocument.text": _("OpenDocument text"),
    "text/csv": _("Table (CSV)"),
    "text/plain": _("Plain text"),
}
# The best first: a browser takes the first that it knows.
_OFFERED = ("image/avif", "image/webp")
# What a browser that knows nothing of sizes takes.
_FALLBACK = ("medium.jpg", "small.jpg")


@dataclass(frozen=True)
class Source:
    """A picture in one type of file: `srcset` names it in every size."""

    media_type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """A picture as it is put into a page: `src` for old browsers, sources for others, and the size that keeps its place while it is loaded."""

    src: str
    srcset: str
    sources: tuple[Source, ...]
    width: int
    height: int


@dataclass(frozen=True)
class Attached:
    """A file as readers see it; `picture` where it is one. `href` is its address in this very edition."""

    name: str
    href: str
    media_type: str
    type_label: str
    size: int
    weight: str
    sha256: str
    alternative: str
    caption: str
    credit: str
    picture: Picture | None


def attached(document: Public, tag: str) -> tuple[Attached, ...]:
    """The files of a document in the language `tag`."""
    return tuple(_attached(document, one) for one in document.files if one.language == tag)


def _attached(document: Public, file: File) -> Attached:
    def where(drawn: str = "") -> str:
        if document.token:
            return addresses.file_shown(document.token, file.language, file.place, drawn)
        if document.draft:
            return addresses.file_at_desk(document.draft, file.language, file.place, drawn)
        if document.code is None:
            return addresses.file_of_page(file.language, document.entry, file.place, drawn)
        return addresses.file(file.language, document.section, document.code, file.place, document.edition, drawn)

    return Attached(
        name=file.name, href=where(), media_type=file.media_type, type_label=str(TYPES[file.media_type]), size=file.size, weight=weight(file.size),
        sha256=file.sha256, alternative=file.alternative, caption=file.caption, credit=file.credit,
        picture=_picture(file, where) if file.width else None,
    )  # fmt: skip


def _picture(file: File, where: Callable[[str], str]) -> Picture:
    def srcset(media_type: str) -> str:
        return ", ".join(f"{where(one.name)} {one.width}w" for one in file.drawn if one.media_type == media_type)

    plain: Drawn | None = next((one for name in _FALLBACK for one in file.drawn if one.name == name), None)
    return Picture(
        src=where(plain.name if plain else ""), srcset=srcset("image/jpeg"),
        sources=tuple(Source(one, found) for one in _OFFERED if (found := srcset(one))), width=file.width, height=file.height,
    )  # fmt: skip


def weight(size: int) -> str:
    """A size as a reader is told it: whole kilobytes, or megabytes with a digit after the point."""
    locale = current_language().locale
    if size < 1_000_000:
        return format_unit(max(1, -(-size // 1000)), "kilobyte", length="short", locale=locale)
    return format_unit(round(size / 1_000_000, 1), "megabyte", length="short", locale=locale)


__all__ = ["Attached", "Picture", "attached", "weight"]
