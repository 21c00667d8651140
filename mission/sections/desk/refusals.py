"""Why a verb refused, as one sentence for the person at the desk."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...languages import LANGUAGES
from ...services import merging, publishing
from ...services.publishing import Refusal
from ...web.language import comma


def sentence(refusal: Refusal) -> str:
    """The sentence for a refusal."""
    if isinstance(refusal, _OF_LANGUAGES):
        return _of_languages(refusal, comma().join(LANGUAGES[tag].name for tag in refusal.tags))
    if isinstance(refusal, publishing.NotAddition):
        return _not_addition(refusal.names)
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
        publishing.StaleEdition: _("Somebody has saved this text since you opened it. Look at it again."),
        publishing.OwnWork: _("Somebody else has to approve what you wrote."),
        publishing.TimePassed: _("This time has passed. Choose a later one, or release now."),
        publishing.Gone: _("This document was recalled; nothing more can be done with it."),
        publishing.NeverPublic: _("This document is not public."),
        publishing.PlaceTaken: _("Another page has, or once had, this address. Choose another last part."),
        publishing.PagesBelow: _("Pages stand below this one. Move or recall them first."),
        publishing.FirstPage: _("This is the first page of its section, by which readers reach all that stands there. Correct it, or withdraw it."),
        publishing.ReturnsOpenly: _("This text was withdrawn. It returns only by a correction, whose public note says why."),
        publishing.EditionUnderWay: _("A new edition is under way."),
        publishing.TooManyFiles: _("There are too many files below one text. Take some out, or put several into one document."),
        publishing.WrongState: _("This can no longer be done: the document has moved on. Please look at it again."),
    }
    return next((words for kind, words in plain.items() if isinstance(refusal, kind)), _("This could not be done."))


def _not_addition(names: tuple[str, ...]) -> str:
    """The sentence for a draft that is to add a language and changes something else, by the `names` of its fields."""
    if not names:
        return _("This draft is to add a language, and holds no new one yet: write it first.")
    what = comma().join(dict.fromkeys(field_name(one) for one in names))
    return _("Adding a language changes nothing else, but this is not as in the public edition: %(what)s. Put it back as it was, or save the draft "
             "as a correction.", what=what)  # fmt: skip


def field_name(name: str) -> str:
    """A field, or several that are one in the form, by its label with its language: ``fr.title``, ``section``, ``dated``, or ``fr`` for a whole
    language; what is none is given back as it is."""
    tag, _dot, inner = name.partition(".")
    if tag in LANGUAGES:
        return LANGUAGES[tag].name if not inner else f"{LANGUAGES[tag].name} – {FIELDS[inner]}" if inner in FIELDS else name
    return str(FIELDS.get(merging.GROUPS.get(name, (name,))[0], name))


# The fields of an edition, as the forms call them.
FIELDS = {
    "title": _l("Title"), "label": _l("Short name in menus"), "summary": _l("Summary"), "body": _l("Text"), "status": _l("What this text is"),
    "change_note": _l("Public note of the correction"),
    "files": _l("Files"), "section": _l("Section"), "parent_id": _l("Page above it"), "segment": _l("Last part of the address"),
    "position": _l("Place among its siblings"), "dated_start": _l("Date of the event"), "dated_end": _l("Last day, where it lasts longer"),
    "precision": _l("How exactly it is known"), "occasion": _l("Occasion of a Royal speech"), "session": _l("Session"), "agenda_item": _l("Agenda item"),
    "speaker": _l("Speaker"), "venue": _l("Place"), "starts_at": _l("Begins"), "ends_at": _l("Ends"), "venue_zone": _l("By the clock of"),
    "themes": _l("Themes"), "bodies": _l("Organizations"), "sources": _l("Sources"),
}  # fmt: skip
_OF_LANGUAGES = (publishing.LanguagesMissing, publishing.NotesMissing, publishing.NotesAstray, publishing.NoticeMissing, publishing.FilesWithoutText)


def _of_languages(refusal: Refusal, names: str) -> str:
    """The sentence for a refusal that is about some languages, by their `names`."""
    if isinstance(refusal, publishing.LanguagesMissing):
        return _("These languages are required, or begun and not complete: %(languages)s.", languages=names)
    if isinstance(refusal, publishing.NotesMissing) and refusal.unchanged:
        return _("Nothing has been changed yet: the text stands as it is public. Change it before it is submitted.")
    if isinstance(refusal, publishing.NotesMissing):
        return _("Write the public note of the correction in each language whose readers see something else: %(languages)s.", languages=names)
    if isinstance(refusal, publishing.NotesAstray):
        return _("Nothing was corrected in these languages; take the public note out there: %(languages)s.", languages=names)
    if isinstance(refusal, publishing.NoticeMissing):
        return _("Write the notice in each language of the text. It is missing in: %(languages)s.", languages=names)
    return _("There are files in a language that has no text: %(languages)s. Write the text, or take the files out.", languages=names)
