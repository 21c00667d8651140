"""The words around a text on paper, in the language of the paper: no request is there to ask."""

from functools import lru_cache

from babel.support import NullTranslations, Translations

from ...config import ROOT
from ...languages import LANGUAGES, Language
from ..particulars import labels


class Wording:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self._catalogue: NullTranslations = Translations.load(str(ROOT / "translations"), [language.tag])
        _ = self._catalogue.ugettext
        self.mission = _("Permanent Mission of the Kingdom of Morocco in Geneva")
        self.country = _("Kingdom of Morocco")
        self.house = _("Permanent Mission in Geneva")
        self.demonstration = _("Demonstration: this is not an official document of the Mission.")
        self.trial = _("Demonstration")
        self.preview = _("Preview: this is not public.")
        self.watermark = _("Preview")
        self.retrospective = _("A milestone: written now, from public sources, about an earlier event.")
        self.sources = _("Sources")
        self.files = _("Files")
        self.about = _("About this text")
        self.facts = {
            "reference": _("Reference"), **labels(_), "released": _("Released"), "edition": _("Edition"),
            "text": _("Text"), "digest": _("Digest (SHA-256)"), "address": _("Address"),
        }  # fmt: skip
        self.check = _("Is this text the Mission’s, and does it still stand? See there:")
        self.code = _("A code for telephones, which leads to this text on the site")
        self.kinds = {
            "communique": _("Communiqué"), "statement": _("Statement"), "speech": _("Speech"), "seminar": _("Seminar"),
            "milestone": _("Milestone"),
        }  # fmt: skip
        self.statuses = {"original": _("Original"), "official": _("Official translation"), "courtesy": _("Courtesy translation")}

    def say(self, text: str) -> str:
        """A text of the house, from whatever table, in the language."""
        return str(self._catalogue.ugettext(text))

    def corrected(self, day: str) -> str:
        """That a text was corrected on a day."""
        _ = self._catalogue.ugettext
        return str(_("Corrected on %(day)s") % {"day": day})


@lru_cache
def wording(tag: str) -> Wording:
    """The words of a language by its tag, read once."""
    return Wording(LANGUAGES[tag])
