"""What was done, in the words of the desk."""

from flask_babel import lazy_gettext as _

# After a verb, on the page to which it leads.
DONE = {
    "submit": _("Submitted. Somebody who approves finds it on their overview."),
    "send_back": _("Returned to its writer, with your remark."),
    "approve": _("Approved. It can be released."),
    "confirm": _("Confirmed. The approval is listed no longer."),
    "release": _("Released. It becomes public at its minute, in all its languages at once."),
    "unschedule": _("The release was taken back. The text is approved, and nobody has seen it."),
    "discard": _("The draft was discarded."),
    "withdraw": _("Withdrawn. The text stays readable under your notice."),
    "recall": _("Recalled. The text is gone from every page, list and file."),
}
AGAIN = _("This had been done already; nothing was done twice.")
