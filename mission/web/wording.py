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

# In the bar of a wide window, whose one line does not hold the whole names in every language; the page itself has those.
BAR = {"candidacy": _("HRC candidacy"), "autonomy": _("Autonomy initiative")}

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
    "withdrawn": _("Withdrawn"),
    "recalled": _("Recalled"),
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

# Said by the plain text of a document, whose template the catalogues do not read.
PLAIN = {"named": _("%(name)s:")}
