"""What the journal remarks, in the language of the account: its lines are written once and for ever, in words of the machine."""

import re
from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..languages import LANGUAGES
from .language import comma, minute
from .wording import KINDS

_SHORT = {
    "StaleEdition": _("somebody else had saved the text meanwhile"),
    "WrongState": _("the text was somewhere else by then"),
    "Agreed": _("the text was somewhere else by then"),
    "EditionUnderWay": _("a new edition was under way"),
    "OwnWork": _("one does not approve what one wrote"),
    "OthersWork": _("somebody else had written in it"),
    "TimePassed": _("the time had passed"),
    "Gone": _("the document was recalled"),
    "NeverPublic": _("the document was not public"),
    "PlaceTaken": _("another page has this address"),
    "PagesBelow": _("pages stand below it"),
    "FirstPage": _("it is the first page of its section"),
    "TooManyFiles": _("too many files"),
    "CannotMove": _("a page cannot go there"),
    "ReturnsOpenly": _("what was withdrawn returns only by a correction"),
    "TimeRefused": _("a time that cannot be"),
    "LegacyRefusal": _("this address cannot lead there"),
    "TaxonomyRefusal": _("a name or a key that cannot be kept"),
    "WordRefused": _("a file that is not read"),
    "PeopleRefusal": _("this cannot be done with this person"),
    "NotAddition": _("more than a language was changed"),
}
_WITH_LANGUAGES = {
    "LanguagesMissing": _("languages missing or incomplete: %(what)s"),
    "NoticeMissing": _("the notice was missing in: %(what)s"),
    "NotesMissing": _("the public note was missing in: %(what)s"),
    "NotesAstray": _("a public note where nothing was corrected: %(what)s"),
    "FilesWithoutText": _("files in a language without a text: %(what)s"),
}
_INCOMPLETE = {
    "original": _("no original language was named"), "dated": _("the date of the event was missing"), "note": _("the public note was missing"),
    "place": _("the place in the tree was missing"), "segment": _("the address was missing"), "remark": _("the remark was missing"),
    "reason": _("the reason was missing"), "notice": _("the notice was not whole"), "reference": _("the reference was not typed"),
}  # fmt: skip
_WAYS = {"password": _("with a password"), "passkey": _("with a passkey")}
_TAGS = re.compile(r"\b(fr|ar|en|es)\b")


def remark(verb: str, written: str, person: Callable[[int], str] | None = None, *, at: datetime | None = None) -> str:
    """A remark of the journal in words for people; what somebody wrote stays as they wrote it. `person` names one by their number; `at`
    is when the line was written: what was released at once needs no hour besides."""
    if verb.endswith("-refused"):
        return _refusal(written)
    if verb == "release":
        return _moment(written) if at is None or ahead(written, at) else ""
    if verb in ("withdraw", "recall", "change-name"):
        return written
    if verb.startswith("preview-"):
        return re.sub(r"^\d+: ", "", written)
    if verb in ("sign-in", "prove", "accept-invitation"):
        return str(_WAYS.get(written, written))
    if verb == "demand":
        return _demand(written)
    if verb == "save" and written.startswith("files"):
        return _files(written.removeprefix("files").removeprefix(": "))
    if person and (named := re.match(r"#(\d+)", written)):
        return f"{person(int(named[1]))}{written[named.end():]}"
    return written


def _refusal(written: str) -> str:
    name, _colon, about = written.partition(": ")
    if name == "FileRefused":
        return gettext("files that are not taken: %(what)s", what=f"\u2068{about}\u2069")
    about = about.rpartition(": ")[2]
    if name in _WITH_LANGUAGES:
        return str(_WITH_LANGUAGES[name]) % {"what": comma().join(_TAGS.sub(lambda tag: LANGUAGES[tag[1]].name, about).split(", "))}
    if name == "Incomplete":
        return str(_INCOMPLETE.get(about, _("something was missing")))
    if name == "AlternativesMissing":
        return gettext("pictures without words for what they show: %(what)s", what=about)
    return str(_SHORT[name]) if name in _SHORT else written


def _demand(written: str) -> str:
    kind, _colon, tags = written.partition(": ")
    required, expected = (comma().join(LANGUAGES[tag].name for tag in one.split("+") if tag in LANGUAGES) or "–" for one in tags.partition("; ")[::2])
    return gettext("%(kind)s; required: %(required)s; expected: %(expected)s", kind=KINDS.get(kind, kind), required=required, expected=expected)


def ahead(written: str, at: datetime) -> bool:
    """Whether the time that a release remarks lies after it: it was scheduled."""
    try:
        return datetime.fromisoformat(written) > at
    except ValueError:
        return False


def _moment(written: str) -> str:
    try:
        return gettext("for %(moment)s (Geneva)", moment=minute(datetime.fromisoformat(written)))
    except ValueError:
        return written


def _files(written: str) -> str:
    if not written:
        return gettext("described files")
    if " -> " in written:
        return gettext("replaced a file: %(names)s", names=written.replace(" -> ", " → "))
    if written.startswith("-"):
        return gettext("took a file out: %(names)s", names=written[1:])
    # Each name by itself: some are written in other letters.
    return gettext("added files: %(names)s", names=comma().join(f"\u2068{one}\u2069" for one in re.split(r"(?:^|, )\+", written)[1:]))
