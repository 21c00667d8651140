"""Why a verb refused, as one sentence for the person at the desk."""

from flask_babel import gettext as _

from ...languages import LANGUAGES
from ...services import publishing
from ...services.publishing import Refusal
from ...web.language import comma


def sentence(refusal: Refusal) -> str:
    """The sentence for a refusal."""
    if isinstance(refusal, _OF_LANGUAGES):
        return _of_languages(refusal, comma().join(LANGUAGES[tag].name for tag in refusal.tags))
    if isinstance(refusal, publishing.AlternativesMissing):
        return _("Say in words what these pictures show, under Files: %(names)s.", names=comma().join(f"\u2068{one}\u2069" for one in refusal.names))
    if isinstance(refusal, publishing.Incomplete):
        return {
            "original": _("Exactly one language is the original."),
            "dated": _("Enter the date of the event."),
            "place": _("The page above it is not public. Choose another place in the tree."),
            "segment": _("Write the last part of the address in small letters a to z, digits and hyphens, for example migration."),
            "remark": _("Say what is to be changed before it can be approved."),
            "reason": _("Say why nobody else can approve it in time."),
        }[refusal.what]
    if isinstance(refusal, publishing.CannotMove):
        return {
            "below": _("A page cannot stand below itself. Choose another page above it."),
            "section": _("A page stands in the section of the page above it; pages below it have to be moved first."),
        }[refusal.why]
    plain = {
        publishing.StaleEdition: _("Somebody else has saved this text since you opened it. Both versions are below; yours is in the form."),
        publishing.OwnWork: _("Somebody else has to approve what you wrote."),
        publishing.TimePassed: _("This time has passed. Choose a later one, or release now."),
        publishing.Gone: _("This document was recalled; nothing more can be done with it."),
        publishing.NeverPublic: _("This document is not public."),
        publishing.NotAddition: _("Adding a language changes nothing else. Begin a correction to change the text."),
        publishing.PlaceTaken: _("Another page has, or once had, this address. Choose another last part."),
        publishing.PagesBelow: _("Pages stand below this one. Move or recall them first."),
        publishing.ReturnsOpenly: _("This text was withdrawn. It returns only by a correction, whose public note says why."),
        publishing.EditionUnderWay: _("A new edition is under way."),
        publishing.TooManyFiles: _("There are too many files below one text. Take some out, or put several into one document."),
        publishing.WrongState: _("This can no longer be done: the document has moved on. Please look at it again."),
    }
    return next((words for kind, words in plain.items() if isinstance(refusal, kind)), _("This could not be done."))


_OF_LANGUAGES = (publishing.LanguagesMissing, publishing.NotesMissing, publishing.NotesAstray, publishing.NoticeMissing, publishing.FilesWithoutText)


def _of_languages(refusal: Refusal, names: str) -> str:
    """The sentence for a refusal that is about some languages, by their `names`."""
    if isinstance(refusal, publishing.LanguagesMissing):
        return _("These languages are required, or begun and not complete: %(languages)s.", languages=names)
    if isinstance(refusal, publishing.NotesMissing):
        return _("Write the public note of the correction in each language whose readers see something else: %(languages)s.", languages=names)
    if isinstance(refusal, publishing.NotesAstray):
        return _("Nothing was corrected in these languages; take the public note out there: %(languages)s.", languages=names)
    if isinstance(refusal, publishing.NoticeMissing):
        return _("Write the notice in each language of the text. It is missing in: %(languages)s.", languages=names)
    return _("There are files in a language that has no text: %(languages)s. Write the text, or take the files out.", languages=names)
