"""Findings, losses and refusals as sentences in the language of the account."""

import re
from collections.abc import Mapping

from flask_babel import gettext as _

from ....languages import LANGUAGES
from ....services.checking import Finding
from ....services.intake import WordRefused
from . import meanwhile


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
        if tag in LANGUAGES and _change(key, 1) != key and value.isascii() and value.isdecimal() and len(value) < 6:
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
    return {name: int(number) for name, _colon, number in pairs if _change(name, 1) != name and re.fullmatch("[0-9]{1,5}", number)}


def changed(changes: dict[str, int]) -> list[str]:
    """What was changed or left out on the way, one sentence for each."""
    return [_change(name, number) for name, number in changes.items() if number]


def _change(name: str, number: int) -> str:
    return {
        "tables": _("Tables: %(number)s. Their rows became paragraphs.", number=number),
        "footnotes": _("Footnotes: %(number)s. They stand in a list at the end of the text.", number=number),
        "comments": _("Comments: %(number)s, left out.", number=number),
        "insertions": _("Tracked insertions: %(number)s, taken as accepted.", number=number),
        "deletions": _("Tracked deletions: %(number)s, taken as accepted; the words are out.", number=number),
        "images": _("Pictures: %(number)s, left out. Add them under Files.", number=number),
        "textboxes": _("Text boxes: %(number)s. Their words became paragraphs.", number=number),
        "objects": _("Embedded objects or charts: %(number)s, left out.", number=number),
        "fields": _("Fields that Word fills in: %(number)s. What they showed became plain words.", number=number),
        "formulas": _("Formulas: %(number)s, left out.", number=number),
        "headers": _("Page headers and footers: %(number)s, left out.", number=number),
        "links": _("Links to something other than web pages or mail addresses: %(number)s. Their words stay.", number=number),
        "anchors": _("Links within the file: %(number)s. Their words stay.", number=number),
        "renumbered": _("Numbered lists that begin at another number, or go on after a paragraph between: %(number)s. Here they begin at 1: check whatever "
                        "refers to their points.", number=number),
        "lettered": _("Lists with letters, Roman figures or figures such as 1.1: %(number)s. Here they are numbered 1, 2, 3: check whatever refers to "
                      "their points.", number=number),
        "heading-numbers": _("Headings that Word numbers by itself: %(number)s. The numbers are out; type them where they matter.", number=number),
        "breaks": _("Line breaks within a paragraph: %(number)s. Each line is a paragraph of its own now; in a heading they are spaces.", number=number),
        "subtitles": _("Subtitles: %(number)s, now ordinary paragraphs.", number=number),
        "capitals": _("Small capitals, and capitals that are only a look: the letters are as they were typed."),
        "headings": _("Headings of deeper levels: %(number)s, now of the second level.", number=number),
        "levels": _("Headings of a deeper level with none of the first above them: %(number)s, now of the first level.", number=number),
        "programs": _("Programs, forms or films: %(number)s, left out.", number=number),
        "colours": _("Colours and highlighting: left out."),
        "underlines": _("Underlining: left out, the words stay."),
        "strikes": _("Words struck through: the line is gone, the words stay. Check whether they should."),
        "hidden-out": _("Hidden text: %(number)s, left out.", number=number),
        "centred": _("Centred paragraphs: %(number)s, now like the others.", number=number),
        "indents": _("Indented paragraphs: %(number)s, now like the others.", number=number),
        "tabs": _("Tabs between words: %(number)s, now spaces. Read over what stood in columns.", number=number),
        "faces": _("Sizes and faces of letters that were set by hand: left out."),
        "shapes": _("Drawn lines, arrows and other shapes: %(number)s, left out.", number=number),
        "far-side": _("Paragraphs set on the side where lines end: %(number)s, now like the others.", number=number),
        "rules": _("Lines and frames drawn around paragraphs or across the page: %(number)s, left out.", number=number),
        "contents": _("Tables of contents: %(number)s. Their lines became paragraphs; delete them where they are of no use.", number=number),
        "glosses": _("Glosses above words: %(number)s, left out; the words themselves stay.", number=number),
        "signs": _("Signs of a symbol font: %(number)s. Check whether they came through.", number=number),
        "chunks": _("Other files set into this one: %(number)s, left out. Their words are missing.", number=number),
        "letters": _("Letters of the file that could not be read: %(number)s. Compare the text with the file, word by word.", number=number),
        "initials": _("Large first letters that stood apart: %(number)s. They are part of their words again.", number=number),
        "spacings": _("Space between letters or lines that was set by hand: left out."),
        "raised": _("Raised or lowered signs: now on the line."),
        "title-guessed": _("The first line, in bold, was taken as the title."),
        "title-missing": _("No title was found; the title field was left alone."),
        "unread": _("The Word file that was chosen was not read. Choose it again and press “Read the file”."),
        "title-long": _("The first line is too long for a title; it stays in the text."),
    }.get(name, name)  # fmt: skip


def found(finding: Finding) -> str:
    """A line of the checklist."""
    where = LANGUAGES[finding.language].name if finding.language else ""
    sentence = _sentence(finding)
    return f"{where} – {sentence}" if where and finding.kind not in ("required", "expected", "missing") else sentence


def _sentence(finding: Finding) -> str:
    detail = f"\u2068{finding.detail}\u2069" if finding.detail else ""
    other = LANGUAGES[finding.detail].name if finding.detail in LANGUAGES else ""
    name = LANGUAGES[finding.language].name if finding.language else ""
    if finding.kind == "paragraph":
        tag, _colon, start = finding.detail.partition(": ")
        spoken = LANGUAGES[tag].name if tag in LANGUAGES else _("Latin letters")
        return _("A paragraph seems to be in another language (%(language)s): “%(start)s…”", language=spoken, start=f"\u2068{start}\u2069")
    return {
        "original": _("Say which language is the original."),
        "required": _("This kind of text is required in this language: %(language)s.", language=name),
        "expected": _("Readers expect this kind of text in this language too: %(language)s. Write it, or submit without it knowingly.", language=name),
        "missing": _("There is no text in this language: %(language)s. Readers will see another one.", language=name),
        "title": _("The title is missing."),
        "body": _("The text is missing."),
        "dated": _("Enter the date of the event."),
        "segment": _("Write the last part of the address in small letters a to z, digits and hyphens, for example migration."),
        "note": _("Write the public note of the correction: what readers see in this language has changed."),
        "unchanged": _("Nothing has been changed yet: the text stands as it is public. Change it before it is submitted."),
        "note-astray": _("Nothing was corrected in this language: take the public note out."),
        "note-language": _("The public note of the correction seems to be in another language than its field."),
        "other-day": _("The hours are on another day than the date: correct one of them."),
        "place": _("The place of the seminar is not given."),
        "hours": _("The hours of the seminar are not given."),
        "place-hours": _("Place and hours of the seminar are not given."),
        "language": _("These words are not in the language of this field; they seem to be in: %(language)s.", language=other)
        if other else _("These words are not in the language of this field."),
        "title-language": _("The title seems to be in another language than its field (%(language)s).", language=other or _("Latin letters")),
        "summary-language": _("The summary seems to be in another language than its field (%(language)s).", language=other or _("Latin letters")),
        "summary": _("There is no summary. Lists, letters and search engines show it."),
        "long-summary": _("The summary is long (%(number)s characters); lists cut it short.", number=detail),
        "long-title": _("The title is long (%(number)s characters).", number=detail),
        "headings": _("A heading of the second level comes before any of the first."),
        "empty-link": _("A link has no words or no address: %(detail)s", detail=detail),
        "dead-link": _("This link leads nowhere: %(detail)s", detail=detail),
        "alternative": _("Say in words what this picture shows: %(detail)s", detail=detail),
        "author": _("This file names its author, and will be public with that name: %(detail)s", detail=detail),
        "telling": _("Pictures in this file may tell who took them, where or when, and will be public with that: %(detail)s", detail=detail),
        "signs": _("The PDF has no letters for these signs and shows a line in their place: %(detail)s", detail=detail),
        "direction": _("Invisible signs turn the direction of words, or stay open to the end of their paragraph; type it again: %(detail)s", detail=detail),
        "spaces": _("There are double spaces."),
        "french-spaces": _("French typography wants no-break spaces before high punctuation and within quotation marks."),
        "french-quotes": _("French quotation marks are angled."),
        "apostrophes": _("The typographic apostrophe is ’."),
    }[finding.kind]  # fmt: skip
