"""What was done at the desk, in the language of the account: the verbs of the journal wherever they are read."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

_DEEDS = {
    "draft": _("began the draft"),
    "begin": _("began a new edition"),
    "save": _("saved"),
    "submit": _("submitted it for approval"),
    "send_back": _("returned it with a remark"),
    "approve": _("approved it"),
    "override": _("approved their own text"),
    "confirm": _("confirmed the approval"),
    "release": _("released it"),
    "expedite": _("released it"),
    "unschedule": _("took the release back"),
    "settle": _("made it public"),
    "discard": _("discarded the draft"),
    "withdraw": _("withdrew it"),
    "recall": _("recalled it"),
    "remake": _("made a lost paper again"),
    "preview-link": _("made a preview link"),
    "preview-revoked": _("took a preview link back"),
    "preview-opened": _("a preview link was opened"),
    "invite": _("was invited"),
    "accept-invitation": _("accepted the invitation"),
    "sign-in": _("signed in"),
    "sign-in-refused": _("was refused at the door"),
    "sign-out": _("signed out"),
    "prove": _("proved again who they are"),
    "refused": _("was refused a page of the desk"),
    "ask-for-password": _("asked for a new password"),
    "add-passkey": _("added a passkey"),
    "remove-passkey": _("removed a passkey"),
    "remove-factor": _("removed the second factor"),
    "make-codes": _("had recovery codes made"),
    "use-code": _("used a recovery code"),
    "end-sessions": _("ended sessions"),
    "withdraw-invitation": _("took an invitation back"),
    "invite-again": _("sent an invitation again"),
    "renew-password": _("set a new password"),
    "change-roles": _("changed roles"),
    "reset-factors": _("took somebody’s factors away"),
    "disable": _("closed somebody’s account"),
    "enable": _("opened somebody’s account again"),
    "set-factor": _("set a second factor"),
    "add theme": _("added a theme"),
    "change theme": _("changed a theme"),
    "add body": _("added an organization"),
    "change body": _("changed an organization"),
    "map address": _("mapped an earlier address"),
    "unmap address": _("took an earlier address out"),
    "enquiry-read": _("opened a message"),
    "enquiry-assign": _("assigned a message"),
    "enquiry-answer": _("answered a message"),
    "enquiry-close": _("closed a message"),
    "enquiry-reopen": _("opened a closed message again"),
}
_REFUSED = "-refused"


def deed(verb: str) -> str:
    """A verb of the journal in words for people, a refusal as one; one that has none yet stands as it is."""
    if verb in _DEEDS or not verb.endswith(_REFUSED):
        return str(_DEEDS.get(verb, verb))
    return gettext("refused: %(act)s", act=deed(verb.removesuffix(_REFUSED)))
