"""What was done at the desk, in the language of the account: the verbs of the journal wherever they are read."""

from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from .remarks import ahead

_DEEDS = {
    "draft": _("began the draft"),
    "begin": _("began a new edition"),
    "save": _("saved"),
    "keep": _("saved"),
    "amend": _("saved"),
    "add_files": _("added files"),
    "replace_file": _("replaced a file"),
    "remove_file": _("took a file out"),
    "describe_files": _("described files"),
    "shift": _("moved a page"),
    "place": _("moved a page"),
    "make": _("made a preview link"),
    "revoke": _("took a preview link back"),
    "assign": _("assigned a message"),
    "answer": _("answered a message"),
    "close": _("closed a message"),
    "reopen": _("opened a closed message again"),
    "add": _("added an entry to a list"),
    "change": _("changed an entry of a list"),
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
    "unfit": _("sent a form that could not be taken"),
    "foreign": _("was refused a form that came from elsewhere"),
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
    "change-name": _("changed their name"),
    "set-factor": _("set a second factor"),
    "demand": _("said which languages a kind of text needs"),
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
# What somebody wanted to do, and was refused.
_VAIN = {
    "begin": _("could not begin a new edition"),
    "draft": _("could not begin a new edition"),
    "save": _("could not save it"),
    "keep": _("could not save it"),
    "amend": _("could not save it"),
    "submit": _("could not submit it for approval"),
    "send_back": _("could not return it"),
    "approve": _("could not approve it"),
    "confirm": _("could not confirm the approval"),
    "release": _("could not release it"),
    "expedite": _("could not release it"),
    "unschedule": _("could not take the release back"),
    "discard": _("could not discard the draft"),
    "withdraw": _("could not withdraw it"),
    "recall": _("could not recall it"),
    "settle": _("could not make it public"),
    "shift": _("could not move a page"),
    "place": _("could not move a page"),
    "add_files": _("could not add files"),
    "replace_file": _("could not replace a file"),
    "remove_file": _("could not take a file out"),
    "describe_files": _("could not describe files"),
    "read_word": _("could not have a Word file read"),
    "make": _("could not make a preview link"),
    "revoke": _("could not take a preview link back"),
}
_REFUSED = "-refused"


def deed(verb: str, written: str = "", at: datetime | None = None) -> str:
    """A verb of the journal in words for people, a refusal as one; one that has none yet stands as it is. With the remark (`written`) and
    the time of its line, a release for later is told as what it was."""
    if verb == "release" and at is not None and ahead(written, at):
        return gettext("scheduled its release")
    if verb in _DEEDS or not verb.endswith(_REFUSED):
        return str(_DEEDS.get(verb, verb))
    wanted = verb.removesuffix(_REFUSED)
    return str(_VAIN[wanted]) if wanted in _VAIN else gettext("was refused this: %(act)s", act=deed(wanted))
