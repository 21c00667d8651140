"""The picture that stands beside a shared link to a document, in one language."""

from ...languages import Language
from ..dates import printed
from ..shown import Public
from . import typesetting
from .pdf import House
from .wording import wording


def card(found: Public, language: Language, house: House) -> bytes:
    """A PNG of 1200 by 630 pixels with the kind, date, reference and title of a public edition."""
    text, words = found.texts[language.tag], wording(language.tag)
    return typesetting.png(
        "card.typ",
        {
            "language": language.tag,
            "direction": language.direction,
            "kind": words.kinds[found.kind],
            "dated": printed(found.dated, language) if found.dated else "",
            "reference": found.reference or "",
            "title": text.title,
            "note": words.retrospective if found.kind == "milestone" else "",
            "mission": words.mission,
            "mark": "" if house.official else words.trial,
        },
    )
