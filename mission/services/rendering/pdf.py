"""An edition in one language as a PDF: what stands on it, and in which words."""

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno

from ... import addresses
from ...clocks import geneva
from ...languages import LANGUAGES, Language
from ..dates import day, printed
from ..naming import source
from ..particulars import particulars
from ..shown import Public, Text
from . import typesetting
from .blocks import blocks
from .marks import say_marks_once
from .wording import Wording, wording


@dataclass(frozen=True)
class House:
    """What every paper of this site says of itself: its origin, and whether it is the Mission's own."""

    origin: str
    official: bool


def document(found: Public, language: Language, house: House) -> bytes:
    """The PDF of a settled edition. The same edition gives the same bytes."""
    assert found.settled_at is not None
    made = typesetting.pdf("document.typ", _paper(found, language, house, preview=False), found.settled_at)
    return say_marks_once(made) if language.tag == "ar" else made


def preview(found: Public, language: Language, house: House, at: datetime) -> bytes:
    """The PDF of an edition that is not public yet: watermarked, without number, digest, code or address."""
    return typesetting.pdf("document.typ", _paper(found, language, house, preview=True), at)


def _paper(found: Public, language: Language, house: House, *, preview: bool) -> dict[str, Any]:
    text, words = found.texts[language.tag], wording(language.tag)
    address = "" if preview else house.origin + addresses.short(found.code or "")
    reference = "" if preview else found.reference or ""
    marks = [] if house.official else [words.demonstration]
    return {
        "language": language.tag,
        "direction": language.direction,
        "letterhead": [_hand(tag) for tag in (language.tag, "fr" if language.tag == "ar" else "ar")],
        "mark": " ".join([*([words.preview] if preview else []), *marks]),
        "watermark": words.watermark if preview else "",
        "kind": words.kinds[found.kind],
        "reference": reference,
        "dated": printed(found.dated, language) if found.dated else "",
        "title": text.title,
        "summary": text.summary,
        "keywords": [one for one in (reference, words.kinds[found.kind]) if one],
        "notes": _notes(found, text, words, language),
        "blocks": blocks(text.body, house.origin),
        "sources": [source(one, words.say) for one in found.sources],
        "files": [{"name": one.name, "digest": f"SHA-256 {one.sha256}"} for one in found.files if one.language == language.tag],
        "facts": _facts(found, text, words, language, reference, address),
        "address": address,
        "digest": "" if preview else found.digest,
        "code": _code(address) if address else "",
        "words": {name: getattr(words, name) for name in ("mission", "preview", "sources", "files", "about", "check", "code")},
    }  # fmt: skip


# Programs that read an Arabic sheet from the right turn ranges round.
_RANGE = re.compile(r"(\d[\d:]*)–(\d[\d:]*)")


def furniture(found: Public, language: Language, house: House) -> tuple[list[str], list[str]]:
    """What a paper says around its text, phrase by phrase, out of what it is drawn with: on every sheet, and on the first or the last."""
    paper = _paper(found, language, house, preview=False)
    words, digest = paper["words"], paper["digest"]
    sheet = [
        paper["mark"], words["check"], paper["address"], paper["reference"], digest, digest[:32], digest[32:], f"SHA-256 {digest[:32]} {digest[32:]}",
        "SHA-256", words["code"],
    ]  # fmt: skip
    once = [words["mission"], words["sources"], words["files"], words["about"], paper["kind"], paper["dated"], _RANGE.sub(r"\2–\1", paper["dated"])]
    once += [one for hand in paper["letterhead"] for one in (hand["country"], hand["house"])]
    once += [one for note in paper["notes"] for one in (note["title"], note["text"])]
    once += [one for told in paper["sources"] for one in told.values()]
    # Papers that were made before publishers had a name in each language are kept as they are.
    once += [one.get("publisher", "") for one in found.sources]
    for fact in paper["facts"]:
        once += [fact["label"], fact["text"], _RANGE.sub(r"\2–\1", fact["text"]), *re.split("[()]", fact["label"]), *re.split("[()]", fact["text"])]
    return sheet, once


def _hand(tag: str) -> dict[str, str]:
    return {"language": tag, "country": wording(tag).country, "house": wording(tag).house}


def _notes(found: Public, text: Text, words: Wording, language: Language) -> list[dict[str, Any]]:
    notes = [
        {"grave": True, "title": words.corrected(day(geneva(at), language)) if at else "", "text": note} for at, note in found.corrected(text.language)
    ]  # fmt: skip
    if found.kind == "milestone":
        notes.append({"grave": False, "title": words.retrospective, "text": ""})
    return notes


def _facts(found: Public, text: Text, words: Wording, language: Language, reference: str, address: str) -> list[dict[str, Any]]:
    """What identifies the text, in the reading order of its last page; a preview has less to say."""
    values = {
        "reference": (reference, True, ""),
        **{one.name: (" · ".join(one.values), _foreign(one.values[0], language), "") for one in particulars(found, language, words.say)},
        "released": (day(geneva(found.released_at), language) if found.released_at and address else "", False, ""),
        "edition": (str(found.edition) if address else "", True, ""),
        "text": (f"{words.statuses[text.status]} ({LANGUAGES[text.language].name})", False, ""),
        "digest": (found.digest if address else "", True, ""),
        "address": (address, True, address),
    }  # fmt: skip
    return [
        {"label": words.facts[name], "text": value, "exact": exact, "href": href}
        for name, (value, exact, href) in values.items() if value
    ]  # fmt: skip


def _foreign(words: str, language: Language) -> bool:
    """Whether words on an Arabic sheet read from the left: the name of a place or a session that the desk has written in other letters."""
    return language.direction == "rtl" and not re.search("[\u0621-\u064a]", words) and re.search("[A-Za-z]", words) is not None


def _code(address: str) -> str:
    """A QR code as SVG; error correction M survives a photocopy of a fold."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        written, kind="svg", border=0, xmldecl=False, svgns=True, dark="#1a1c19", nl=False, omitsize=True
    )
    return written.getvalue().decode()


__all__ = ["House", "document", "furniture", "preview"]
