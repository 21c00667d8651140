"""What an answer says, in the reader's language: its sentence, what explains it, and what has to be said besides."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import format_decimal
from flask_babel import gettext as _

from ...clocks import geneva
from ...services.authenticity.verdicts import Answer, Verdict
from ...web.access import settings
from ...web.language import day
from .wording import EXPLANATIONS, NAMED


def sentence(answer: Answer) -> str:
    """The answer in one sentence."""
    official = settings().MISSION_OFFICIAL
    issued, dated = on_day(answer.settled_at), on_day(answer.notice.at) if answer.notice else ""
    if answer.verdict is Verdict.ISSUED and part(answer):
        if official:
            return _("Part of a text issued by the Mission on %(day)s", day=issued)
        return _("Part of a text issued by this demonstration on %(day)s", day=issued)
    if answer.verdict is Verdict.ISSUED:
        return _("Issued by the Mission on %(day)s", day=issued) if official else _("Issued by this demonstration on %(day)s", day=issued)
    if answer.verdict is Verdict.COPY:
        if official:
            return _("The words are those published on %(day)s, but this file is not the file that the Mission published", day=issued)
        return _("The words are those published on %(day)s, but this file is not the file that this demonstration published", day=issued)
    if answer.verdict is Verdict.QUOTED:
        return _("These few words stand in a text published on %(day)s", day=issued)
    if answer.verdict is Verdict.SURROUNDED:
        if official:
            return _("Issued by the Mission on %(day)s, unchanged; other words stand around it here", day=issued)
        return _("Issued by this demonstration on %(day)s, unchanged; other words stand around it here", day=issued)
    return {
        Verdict.ALTERED: _("Issued, but altered here"),
        Verdict.BARE: _("The words are those published on %(day)s, without their accents", day=issued),
        Verdict.PARTED: _("The letters are those published on %(day)s, parted into words otherwise", day=issued),
        Verdict.PROOF: _("This is no text: it is a proof that this site gives out"),
        Verdict.REVOKED: _("Signed with a key that no longer counts") if answer.what == "spent" else _("Entered with a key that no longer counts"),
        Verdict.SUPERSEDED: _superseded(answer, issued),
        Verdict.WITHDRAWN: _("Withdrawn on %(day)s", day=dated),
        Verdict.RECALLED: _("Recalled on %(day)s", day=dated),
        Verdict.UNKNOWN: _("Not known to us"),
        Verdict.UNREADABLE: _("We could not read this"),
    }[answer.verdict]


def _superseded(answer: Answer, issued: str) -> str:
    if answer.uncounted_since:
        return _("Published on %(day)s; a later edition was entered with a key that no longer counts", day=issued)
    return _("Superseded by a newer edition") if answer.amended else _("Superseded by a correction")


def explanation(answer: Answer) -> str:
    """What is said below the sentence."""
    if answer.what in NAMED:
        return str(NAMED[answer.what])
    if answer.verdict is Verdict.SUPERSEDED and answer.uncounted_since:
        return _(
            "This edition was published. The key that signed a later one was revoked: nothing shows that the later one is the Mission’s. Ask the Mission "
            "which of them stands."
        )
    return _of_file(answer) or _of_words(answer)


def _of_file(answer: Answer) -> str:
    """What is said of a file or a digest; empty where it was none."""
    if answer.beside == "letter" and answer.verdict is Verdict.ISSUED:
        return _("A file attached to this e-mail is the very file that this site has published, byte for byte. What the e-mail says itself is not known to us.")
    if answer.what in ("pdf", "card") and answer.verdict is Verdict.ISSUED:
        return _("This is the very file that this site has drawn and kept, byte for byte.")
    if answer.verdict is Verdict.ISSUED and (said := _of_digest(answer.what)):
        return said
    if answer.of_file and answer.verdict is Verdict.ISSUED:
        return _("This very file stands below the text below: not one byte of it differs.")
    if answer.of_file and answer.verdict is Verdict.SUPERSEDED:
        return _("This very file was published. A later edition of the text has another one in its place, or none.")
    return ""


def _of_words(answer: Answer) -> str:
    """What is said of a text or a reference."""
    if answer.verdict is Verdict.ISSUED and answer.comparison is None:
        return _("This reference was given to the text below. Whether the words that you have are its words, only the text itself can show: paste it.")
    if answer.verdict is Verdict.ALTERED and answer.comparison is not None and answer.comparison.only_added:
        return _("Words were added that were never published with this text. They are marked below; the words of the text itself are as they were published.")
    if answer.verdict in (Verdict.ISSUED, Verdict.COPY) and answer.comparison is not None and (answer.comparison.loose or answer.comparison.parted):
        return _(
            "Each letter is as it was published, in the same order. How letters are parted into words was not compared where lines end and where a sheet "
            "was read: programs guess it there."
        )
    if answer.verdict is Verdict.ISSUED and answer.comparison is not None and (answer.comparison.letter or answer.comparison.aside):
        return _("Every word of the text is as it was published, in the same order. The lines around it that were not compared are shown below.")
    if answer.verdict in (Verdict.SUPERSEDED, Verdict.WITHDRAWN) and answer.comparison is None:
        return {
            Verdict.SUPERSEDED: _("This edition was published, and a later one has changed its words. Use the newest one."),
            Verdict.WITHDRAWN: _("This text was published and has since been withdrawn."),
        }[answer.verdict]
    return str(EXPLANATIONS[answer.verdict])


def _of_digest(what: str) -> str:
    """What a digest that was given is of."""
    if what == "entry":
        return _("This digest is that of an entry of the register, about the text below.")
    if what == "content":
        return _(
            "This digest is that of the text below, in every language, as the register holds it. Whether the words that you have are its words, only the "
            "text itself can show: paste it."
        )
    if what == "file":
        return _("This digest is that of a file that was published with the text below: any file with this digest is that one, byte for byte.")
    return ""


def warnings(answer: Answer) -> Iterator[str]:
    """What has to be said besides: another text's reference, a text that no longer stands."""
    yield from _of_what_vouches(answer)
    if answer.poorly and answer.verdict in (Verdict.UNKNOWN, Verdict.ALTERED):
        yield _(
            "Programs read Arabic badly out of a PDF that was printed or saved again: give the file as it was published, or copy the text from where "
            "you read it."
        )
    if answer.grown[0]:
        yield _(
            "Its first %(first)s bytes are the file that was published, and %(more)s bytes were put to its end: they can show something else in its place.",
            first=format_decimal(answer.grown[0]), more=format_decimal(answer.grown[1]),
        )  # fmt: skip
    if answer.beside == "bodies":
        yield _("This e-mail says one thing in one form and another in the other: mail programs show only one of them.")
    if answer.comparison is not None and answer.comparison.unaccented and answer.verdict is not Verdict.BARE and answer.document:
        yield _("Every accent is missing from what you gave; these are not counted as differences. An accent can change what a word means.")
    if answer.comparison is not None and answer.comparison.parted and answer.verdict in (Verdict.COPY, Verdict.SUPERSEDED, Verdict.WITHDRAWN, Verdict.REVOKED):
        yield _("In the places below its letters are parted into words otherwise than they were published.")
    # What stands around a recalled text on its sheet is no longer there to be held against what was given.
    differs = answer.comparison is not None and not answer.comparison.same and not answer.comparison.around
    if answer.verdict is Verdict.RECALLED and differs:
        yield _("What you gave resembles a recalled text, and is not the same.")
    if answer.verdict is Verdict.ALTERED and answer.notice:
        yield _("The text that yours resembles has been withdrawn.")
    if answer.verdict is Verdict.ALTERED and answer.edition != answer.newest and not answer.uncounted_since:
        yield _("The edition that yours resembles has been superseded.")
    if answer.verdict is Verdict.ALTERED and answer.uncounted:
        yield _("The text that yours resembles was entered with a key that no longer counts: nothing shows that it is the Mission’s.")


def _of_what_vouches(answer: Answer) -> Iterator[str]:
    """What has to be said of the reference that was given, or of the signature beside the file."""
    if answer.unsigned:
        yield _(
            "The signature beside this file is by a key that was revoked for that time: it proves nothing. Away from this site nothing shows that the "
            "file is the Mission’s."
        )
    if answer.uncounted_since and answer.verdict is not Verdict.SUPERSEDED:
        yield _("The key that signed a later edition of this text was revoked: nothing shows that the later one is the Mission’s.")
    if answer.corrected_at:
        corrected = on_day(answer.corrected_at)
        yield _("This text was corrected on %(day)s. Copies of it from before that bear the same reference, and are superseded.", day=corrected)
    if answer.disagrees == "another":
        yield _("The reference that you gave belongs to another text than these words.")
    if answer.disagrees == "unknown":
        yield _("The reference that you gave is none of ours: this text has another one.")


def copied(answer: Answer) -> str:
    """What has to be said of a file whose words alone were compared."""
    if not answer.copied:
        return ""
    return _(
        "Only its words were compared. Pictures, what covers its words and how it looks were not examined, and may show something else: read the original."
    )


def part(answer: Answer) -> str:
    """Whether only a part was given, so that nobody takes a half for the whole."""
    compared = answer.comparison
    if compared is None or answer.document is None or not compared.part:
        return ""
    if compared.missing_before and compared.missing_after:
        said = _("You gave a part of the text: words before and after it are missing.")
    elif compared.missing_after:
        said = _("You gave the beginning of the text: its end is missing.")
    else:
        said = _("You gave the end of the text: its beginning is missing.")
    torn = _("It is cut inside a paragraph: what was left out there may change what it says.")
    return f"{said} {torn}" if compared.torn else said


def on_day(moment: datetime | None) -> str:
    """The day of a moment, as printed; empty where there is none."""
    return day(geneva(moment)) if moment else ""
