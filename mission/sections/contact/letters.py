"""The two letters that follow an enquiry: to whoever wrote, in their language, and to the desk, in French."""

from flask_babel import force_locale
from flask_babel import gettext as _

from ...config import Settings
from ...languages import LANGUAGES
from ...services.enquiries import EnquiryContent, Wording
from ...web.language import in_days, minute
from .forms import SUBJECTS


def acknowledgement(content: EnquiryContent, settings: Settings) -> Wording:
    """What the writer is told: the reference, what happens next, and what happens to the data."""
    lines = [
        _("Hello,"),
        _("We have received your message. Its reference is {reference}; please give it if you write again."),
    ]
    if content.subject.value == "consular":
        lines.append(_("The Mission is not a consulate and handles no consular matter. Please go to %(address)s.", address=settings.CONSULAR_URL))
    lines += [
        _("Your message is read by the Mission’s staff only, and is deleted after %(days)s.", days=in_days(settings.ENQUIRY_DAYS)),
        _("Permanent Mission of the Kingdom of Morocco in Geneva"),
        *_demonstration(settings),
    ]
    return Wording(_("Your message to the Mission, reference {reference}"), "\n\n".join(lines) + "\n")


def announcement(content: EnquiryContent, settings: Settings) -> Wording:
    """What the desk is told: everything that was written, in the order of the form."""
    with force_locale("fr"):
        facts = [
            (_("What is it about?"), str(dict(SUBJECTS)[content.subject.value])),
            (_("Your name"), content.name),
            (_("Your e-mail address"), content.email),
            (_("Your organization"), content.organisation),
            (_("Your deadline (Geneva time)"), minute(content.deadline, LANGUAGES["fr"]) if content.deadline else ""),
            (_("A telephone number to call you back"), content.callback),
        ]
        lines = [f"{label} — {value}" for label, value in facts if value]
        text = "\n".join(lines) + "\n\n" + content.message + "\n" + "".join(f"\n{one}\n" for one in _demonstration(settings))
        return Wording(_("Enquiry {reference}"), text)


def _demonstration(settings: Settings) -> list[str]:
    return [] if settings.MISSION_OFFICIAL else [_("Demonstration: this site is not the Mission’s official site.")]
