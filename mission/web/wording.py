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

# Public bodies that publish sources, by the name under which the content knows them. Newspapers and agencies keep their own names.
PUBLISHERS = {
    "United Nations": _("United Nations (UN)"),
    "UN Geneva": _("United Nations Office at Geneva (UNOG)"),
    "OHCHR": _("Office of the United Nations High Commissioner for Human Rights (OHCHR)"),
    "IOM": _("International Organization for Migration (IOM)"),
    "WHO": _("World Health Organization (WHO)"),
    "WHO Eastern Mediterranean Region": _("WHO Regional Office for the Eastern Mediterranean"),
    "World Trade Organization": _("World Trade Organization (WTO)"),
    "ILO": _("International Labour Organization (ILO)"),
    "WIPO": _("World Intellectual Property Organization (WIPO)"),
    "ITU": _("International Telecommunication Union (ITU)"),
    "UNHCR": _("United Nations High Commissioner for Refugees (UNHCR)"),
    "WMO": _("World Meteorological Organization (WMO)"),
    "UNODA": _("United Nations Office for Disarmament Affairs (UNODA)"),
    "International Court of Justice": _("International Court of Justice"),
    "UN Climate Change (UNFCCC)": _("UN Climate Change (UNFCCC)"),
    "United Nations Audiovisual Library": _("United Nations Audiovisual Library"),
    "UN Dag Hammarskjold Library": _("UN Dag Hammarskjöld Library"),
    "Convention against Torture Initiative": _("Convention against Torture Initiative"),
    "Permanent Mission of Morocco to the UN in New York (un.int)": _("Permanent Mission of the Kingdom of Morocco to the UN, New York"),
    "Embassy of Morocco in Australia": _("Embassy of Morocco in Australia"),
    "Embassy of Morocco in South Africa": _("Embassy of Morocco in South Africa"),
    "Ministry in charge of Labour": _("Ministry in charge of Labour"),
    "Council of the Moroccan Community Abroad (CCME)": _("Council of the Moroccan Community Abroad (CCME)"),
    "National Human Rights Council (CNDH)": _("National Human Rights Council (CNDH)"),
    "maroc.ma": _("National portal of Morocco"),
    "maroc.ma (MAP)": _("National portal of Morocco"),
    "Genève internationale": _("International Geneva"),
    "Former site of the Mission": _("Former site of the Mission"),
}
# "United Nations (release SC/13561)" and its kind: the body, and the number of its release.
RELEASES = {
    "United Nations": _("United Nations, release %(number)s"),
    "UN Information Service Vienna": _("UN Information Service Vienna, release %(number)s"),
}
# The language in which a newspaper or an agency bears its name.
NEWSPAPERS = {
    "fr": (
        "Libération", "Le Matin", "TelQuel", "Panapress", "Le360", "Médias24", "Maroc Hebdo", "Hespress", "Challenge", "Aujourd’hui le Maroc", "LesEco.ma",
        "MAP Express",
    ),
    "en": (
        "The North Africa Post", "allAfrica", "Morocco World News", "Al Jazeera", "Africanews", "APAnews", "Xinhua", "Emirates News Agency",
        "SWI swissinfo",
    ),
}  # fmt: skip
# Said by the plain text of a document, whose template the catalogues do not read.
PLAIN = {"named": _("%(name)s:")}
