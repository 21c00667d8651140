"""The verbs of the journal in the language of the account."""

from flask_babel import lazy_gettext as _

_ACTS = {
    "draft": _("began the draft"),
    "save": _("saved"),
    "submit": _("submitted it for approval"),
    "send_back": _("returned it"),
    "return": _("returned it"),
    "approve": _("approved it"),
    "override": _("approved their own text"),
    "confirm": _("confirmed the approval"),
    "release": _("released it"),
    "unschedule": _("took the release back"),
    "settle": _("made it public"),
    "discard": _("discarded the draft"),
    "withdraw": _("withdrew it"),
    "recall": _("recalled it"),
    "preview-link": _("made a preview link"),
    "preview-revoked": _("took a preview link back"),
    "preview-opened": _("a preview link was opened"),
}


def act(verb: str) -> str:
    """What was done; a verb that has no words yet stands for itself."""
    return str(_ACTS.get(verb, verb))
