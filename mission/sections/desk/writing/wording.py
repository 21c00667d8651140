"""Findings, losses and refusals as sentences in the language of the account."""

import re
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ....languages import LANGUAGES
from ....services.checking import Finding
from ....services.intake import WordRefused
from . import meanwhile

# What a Word file lost or saving took out, by its name.
_CHANGES = {
    "tables": _l("Tables: %(number)s. Their rows became paragraphs."),
    "layouts": _l("Tables that only laid out a page: %(number)s. What their cells hold stands one below the other: check its order."),
    "footnotes": _l("Footnotes: %(number)s. They stand in a list at the end of the text."),
    "comments": _l("Comments: %(number)s, left out."),
    "insertions": _l("Tracked insertions: %(number)s, taken as accepted."),
    "deletions": _l("Tracked deletions: %(number)s, taken as accepted; the words are out."),
    "images": _l("Pictures: %(number)s, left out. Add them under Files."),
    "textboxes": _l("Text boxes: %(number)s. Their words became paragraphs."),
    "objects": _l("Embedded objects or charts: %(number)s, left out."),
    "fields": _l("Fields that Word fills in: %(number)s. What they showed became plain words."),
    "formulas": _l("Formulas: %(number)s, left out."),
    "headers": _l("Page headers and footers: %(number)s, left out."),
    "links": _l("Links to something other than web pages or mail addresses: %(number)s. Their words stay."),
    "anchors": _l("Links within the file: %(number)s. Their words stay."),
    "renumbered": _l("Numbered lists that begin at another number, or go on after a paragraph between: %(number)s. Here they begin at 1: check whatever "
                     "refers to their points."),
    "lettered": _l("Lists with letters, Roman figures or figures such as 1.1: %(number)s. Here they are numbered 1, 2, 3: check whatever refers to "
                   "their points."),
    "heading-numbers": _l("Headings that Word numbers by itself: %(number)s. The numbers are out; type them where they matter."),
    "breaks": _l("Line breaks within a paragraph: %(number)s. Each line is a paragraph of its own now; in a heading they are spaces."),
    "subtitles": _l("Subtitles: %(number)s, now ordinary paragraphs."),
    "capitals": _l("Small capitals, and capitals that are only a look: the letters are as they were typed."),
    "headings": _l("Headings of deeper levels: %(number)s, now of the second level."),
    "levels": _l("Headings of a deeper level with none of the first above them: %(number)s, now of the first level."),
    "programs": _l("Programs, forms or films: %(number)s, left out."),
    "colours": _l("Colours and highlighting: left out."),
    "underlines": _l("Underlining: left out, the words stay."),
    "strikes": _l("Words struck through: the line is gone, the words stay. Check whether they should."),
    "hidden-out": _l("Hidden text: %(number)s, left out."),
    "centred": _l("Centred paragraphs: %(number)s, now like the others."),
    "indents": _l("Indented paragraphs: %(number)s, now like the others."),
    "tabs": _l("Tabs between words: %(number)s, now spaces. Read over what stood in columns."),
    "faces": _l("Sizes and faces of letters that were set by hand: left out."),
    "shapes": _l("Drawn lines, arrows and other shapes: %(number)s, left out."),
    "far-side": _l("Paragraphs set on the side where lines end: %(number)s, now like the others."),
    "rules": _l("Lines and frames drawn around paragraphs or across the page: %(number)s, left out."),
    "contents": _l("Tables of contents: %(number)s. Their lines became paragraphs; delete them where they are of no use."),
    "glosses": _l("Glosses above words: %(number)s, left out; the words themselves stay."),
    "signs": _l("Signs of a symbol font: %(number)s. Check whether they came through."),
    "chunks": _l("Other files set into this one: %(number)s, left out. Their words are missing."),
    "letters": _l("Letters of the file that could not be read: %(number)s. Compare the text with the file, word by word."),
    "initials": _l("Large first letters that stood apart: %(number)s. They are part of their words again."),
    "spacings": _l("Space between letters or lines that was set by hand: left out."),
    "raised": _l("Raised or lowered signs: now on the line."),
    "title-guessed": _l("The first line, in bold, was taken as the title."),
    "title-missing": _l("No title was found; the title field was left alone."),
    "unread": _l("The Word file that was chosen was not read. Choose it again and press “Read the file”."),
    "title-long": _l("The first line is too long for a title; it stays in the text."),
}  # fmt: skip
# What the checklist finds, by its kind.
_FINDINGS = {
    "original": _l("Say which language is the original."),
    "required": _l("This kind of text is required in this language: %(language)s."),
    "expected": _l("Readers expect this kind of text in this language too: %(language)s. Write it, or submit without it knowingly."),
    "missing": _l("There is no text in this language: %(language)s. Readers will see another one."),
    "title": _l("The title is missing."),
    "body": _l("The text is missing."),
    "dated": _l("Enter the date of the event."),
    "segment": _l("Write the last part of the address in small letters a to z, digits and hyphens, for example migration."),
    "note": _l("Write the public note of the correction: what readers see in this language has changed."),
    "unchanged": _l("Nothing has been changed yet: the text stands as it is public. Change it before it is submitted."),
    "note-astray": _l("Nothing was corrected in this language: take the public note out."),
    "note-language": _l("The public note of the correction seems to be in another language than its field."),
    "other-day": _l("The hours are on another day than the date: correct one of them."),
    "place": _l("The place of the seminar is not given."),
    "hours": _l("The hours of the seminar are not given."),
    "place-hours": _l("Place and hours of the seminar are not given."),
    "language": _l("These words are not in the language of this field; they seem to be in: %(language)s."),
    "language-unknown": _l("These words are not in the language of this field."),
    "title-language": _l("The title seems to be in another language than its field (%(language)s)."),
    "summary-language": _l("The summary seems to be in another language than its field (%(language)s)."),
    "summary": _l("There is no summary. Lists, letters and search engines show it."),
    "long-summary": _l("The summary is long (%(number)s characters); lists cut it short."),
    "long-title": _l("The title is long (%(number)s characters)."),
    "headings": _l("A heading of the second level comes before any of the first."),
    "empty-link": _l("A link has no words or no address: %(detail)s"),
    "dead-link": _l("This link leads nowhere: %(detail)s"),
    "alternative": _l("Say in words what this picture shows: %(detail)s"),
    "author": _l("This file names its author, and will be public with that name: %(detail)s"),
    "telling": _l("Pictures in this file may tell who took them, where or when, and will be public with that: %(detail)s"),
    "signs": _l("The PDF has no letters for these signs and shows a line in their place: %(detail)s"),
    "direction": _l("Invisible signs turn the direction of words, or stay open to the end of their paragraph; type it again: %(detail)s"),
    "spaces": _l("There are double spaces."),
    "french-spaces": _l("French typography wants no-break spaces before high punctuation and within quotation marks."),
    "french-quotes": _l("French quotation marks are angled."),
    "apostrophes": _l("The typographic apostrophe is ’."),
    "paragraph": _l("A paragraph seems to be in another language (%(language)s): “%(start)s…”"),
}  # fmt: skip
# Their sentences name the language in which something is wanted.
_OF_A_LANGUAGE = ("required", "expected", "missing")


def refused(refusal: WordRefused) -> str:
    """Why a Word file was not read."""
    return {
        "large": _("This file is too large. Up to 10 megabytes are read; pictures in it are not needed."),
        "old": _("This file is in the format of Word 97–2003 (.doc). Save it as .docx and choose it again."),
        "locked": _("This file is protected by a password. Save it without one and choose it again."),
        "not-word": _("This is not a Word file (.docx)."),
        "macro": _("This file holds macros or other active parts. Save it as .docx without them and choose it again."),
        "bomb": _("This file would unfold to an unreasonable size. It was not opened."),
        "long": _("This file is too long for one text. Put it into several."),
        "hostile": _("This file reaches outside itself, or is built in a way that Word does not build files. It was not opened."),
        "broken": _("This file is damaged and cannot be read. Open it in Word, save it again and choose it again."),
        "missing": _("Choose a Word file first."),
    }[refusal.reason]  # fmt: skip


def removed(losses: Mapping[str, Mapping[str, int]]) -> list[str]:
    """What saving has taken out of each language or changed in it, one sentence for each."""
    return [f"{LANGUAGES[tag].name} – {sentence}" for tag, changes in losses.items() for sentence in changed(dict(changes))]


def removed_in(query: Mapping[str, str]) -> list[str]:
    """The same, as the address tells it on to which saving has led, and what others had changed meanwhile."""
    losses: dict[str, dict[str, int]] = {}
    for name, value in query.items():
        tag, _dash, key = name.partition("-")
        if tag in LANGUAGES and key in _CHANGES and value.isascii() and value.isdecimal() and len(value) < 6:
            losses.setdefault(tag, {})[key] = int(value)
    return removed(losses) + meanwhile.told(query)


def told(changes: Mapping[str, int]) -> str:
    """What a Word file lost, as the form carries it on from save to save."""
    return " ".join(f"{name}:{number}" for name, number in changes.items() if number)


def told_in(values: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """The same, as a form carries it, by language; empty for one whose file has lost nothing."""
    return {tag: _counted(values[f"{tag}-told"]) for tag in LANGUAGES if f"{tag}-told" in values}


def _counted(value: str) -> dict[str, int]:
    pairs = [pair.partition(":") for pair in value[:400].split()]
    return {name: int(number) for name, _colon, number in pairs if name in _CHANGES and re.fullmatch("[0-9]{1,5}", number)}


def changed(changes: dict[str, int]) -> list[str]:
    """What was changed or left out on the way, one sentence for each."""
    return [str(_CHANGES[name]) % {"number": number} if name in _CHANGES else name for name, number in changes.items() if number]


def found(finding: Finding) -> str:
    """A line of the checklist."""
    where = LANGUAGES[finding.language].name if finding.language else ""
    sentence = _sentence(finding)
    return f"{where} – {sentence}" if where and finding.kind not in _OF_A_LANGUAGE else sentence


def _sentence(finding: Finding) -> str:
    kind = "language-unknown" if finding.kind == "language" and finding.detail not in LANGUAGES else finding.kind
    return str(_FINDINGS[kind]) % _values(finding)


def _values(finding: Finding) -> dict[str, str]:
    """What the sentence of a finding names: a language, and what was found or how much of it."""
    if finding.kind == "paragraph":
        tag, _colon, start = finding.detail.partition(": ")
        return {"language": _spoken(tag), "start": _apart(start)}
    detail = _apart(finding.detail) if finding.detail else ""
    if finding.kind in _OF_A_LANGUAGE:
        return {"language": LANGUAGES[finding.language].name if finding.language else "", "detail": detail, "number": detail}
    return {"language": _spoken(finding.detail), "detail": detail, "number": detail}


def _spoken(tag: str) -> str:
    return LANGUAGES[tag].name if tag in LANGUAGES else _("Latin letters")


def _apart(words: str) -> str:
    """Words that may run in another direction than the sentence."""
    return f"\u2068{words}\u2069"
