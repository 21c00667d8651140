"""What was done, in the words of the desk."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ....languages import LANGUAGES
from ....web.language import comma

# After a verb, on the page to which it leads.
DONE = {
    "submit": _("Submitted. Somebody who approves finds it on their overview."),
    "send_back": _("Returned to its writer, with your remark."),
    "approve": _("Approved. It can be released."),
    "confirm": _("Confirmed. The approval is listed no longer."),
    "release": _("Released: it becomes public within seconds, in all its languages at once."),
    "schedule": _("Scheduled. It becomes public at the minute chosen, in all its languages at once, and can be taken back until then."),
    "unschedule": _("The release was taken back. The text is approved, and nobody has seen it."),
    "discard": _("The draft was discarded."),
    "under-way": _("A new edition of another kind was under way already, and nothing else was begun. It stands here, with what is written in it."),
    "withdraw": _("Withdrawn. The text stays readable under your notice."),
    "recall": _("Recalled. The text is gone from every page, list and file."),
}
AGAIN = _("This had been done already; nothing was done twice.")
IN_DOUBT = _("Words in this text seem to be in another language than that of their field. Read them, and confirm that they are right.")
NOT_APPROVED = _("Only an approved text can be released. Have it submitted and approved first.")


def notices_in_doubt(tags: tuple[str, ...]) -> str:
    """That the notices of these languages seem to be in another one."""
    named = comma().join(LANGUAGES[tag].name for tag in tags)
    return gettext("Notices that seem to be in another language than their own: %(languages)s. Read them, and confirm that they are right.", languages=named)
