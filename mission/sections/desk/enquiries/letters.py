"""The letter around an answer, in the language of whoever wrote to the Mission."""

from flask_babel import force_locale
from flask_babel import gettext as _

from ....config import Settings
from ....languages import LANGUAGES
from ....models import Enquiry
from ....services.enquiries import Wording
from ....web.language import minute


def answer_letter(enquiry: Enquiry, text: str, settings: Settings) -> Wording:
    """The whole letter: what was typed, who sends it, and below it the message that it answers, quoted."""
    language = LANGUAGES[enquiry.language]
    with force_locale(language.tag):
        lines = [text.strip(), _("Permanent Mission of the Kingdom of Morocco in Geneva")]
        if not settings.MISSION_OFFICIAL:
            lines.append(_("Demonstration: this site is not the Mission’s official site."))
        quoted = "\n".join(f"> {line}".rstrip() for line in enquiry.message.splitlines())
        received = minute(enquiry.received_at, language)
        lines.append(_("On %(time)s you wrote to us (reference %(reference)s):", time=received, reference=enquiry.reference) + "\n" + quoted)
        return Wording(_("Answer to your message, reference %(reference)s", reference=enquiry.reference), "\n\n".join(lines) + "\n")
