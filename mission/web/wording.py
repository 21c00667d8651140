"""The words of the house in the reader's language: sections, kinds, statuses, occasions."""

from flask_babel import lazy_gettext as _

# Short labels, for menus and the site map.
ROOMS = {
    "kingdom": _("Kingdom of Morocco"),
    "about": _("About the mission"),
    "sitemap": _("Site map"),
    "links": _("Useful links"),
    "contact": _("Contact"),
    "speeches": _("Royal speeches"),
    "seminars": _("Seminars"),
    "candidacy": _("HRC candidacy 2014–2016"),
    "communiques": _("Communiqués"),
    "autonomy": _("Autonomy-initiative seminars"),
    "integrity": _("Completion of territorial integrity"),
    "themes": _("Major themes"),
    "press": _("Press"),
    "alerts": _("Texts by mail"),
    "api": _("Data and API"),
    "verify": _("Verify a text"),
    "register": _("Register"),
    "key": _("The Mission’s key"),
    "legal": _("Legal notice"),
    "privacy": _("Privacy"),
    "accessibility": _("Accessibility"),
}

KINDS = {
    "page": _("Page"),
    "communique": _("Communiqué"),
    "statement": _("Statement"),
    "speech": _("Speech"),
    "seminar": _("Seminar"),
    "milestone": _("Milestone"),
}

STATUSES = {
    "original": _("Original"),
    "official": _("Official translation"),
    "courtesy": _("Courtesy translation"),
}

OCCASIONS = {
    "throne": _("Throne Day"),
    "revolution": _("Revolution of the King and the People"),
    "green-march": _("Green March anniversary"),
    "parliament": _("Opening of the parliamentary session"),
    "message": _("Message or address to a conference"),
}

# The verbs of the journal.
VERBS = {
    "draft": _("began a text"),
    "save": _("saved"),
    "submit": _("submitted"),
    "send_back": _("returned with a remark"),
    "approve": _("approved"),
    "confirm": _("confirmed an approval"),
    "release": _("released"),
    "unschedule": _("took a release back before its minute"),
    "settle": _("made public"),
    "discard": _("discarded a draft"),
    "withdraw": _("withdrew"),
    "recall": _("recalled"),
    "remake": _("made a lost paper again"),
    "invite": _("was invited"),
    "accept-invitation": _("accepted the invitation"),
    "sign-in": _("signed in"),
    "sign-in-refused": _("was refused at the door"),
    "sign-out": _("signed out"),
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

# What somebody writes to the Mission about.
SUBJECTS = {
    "general": _("A general question"),
    "press": _("Press"),
    "seminar": _("A seminar"),
    "consular": _("A consular matter (passport, visa, civil status)"),
}

STATES = {
    "draft": _("Draft"),
    "submitted": _("Submitted"),
    "approved": _("Approved"),
    "released": _("Waiting for its minute"),
    "settled": _("Public"),
}

CHANGES = {
    "first": _("first edition"),
    "correction": _("correction"),
    "amendment": _("amendment"),
    "translation": _("language added"),
}

ACTS = {
    "first": _("First edition"),
    "correction": _("Correction"),
    "amendment": _("Amendment"),
    "translation": _("Language added"),
    "withdrawal": _("Withdrawal"),
    "recall": _("Recall, for good"),
}
