"""Names that a text bears in one form and its readers meet in theirs: who published a source, and where something was held. Pages, plain texts,
calendars and papers take them from here."""

import re
from collections.abc import Callable, Mapping

Say = Callable[[str], str]
_RELEASE = re.compile(r"(?P<body>.+) \(release (?P<number>[^)]+)\)")


def _(text: str) -> str:
    """Mark a text for the catalogues; who asks brings the language."""
    return text


# Publishers of sources, by the name under which the content knows them. Newspapers and agencies keep their own names.
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
    "Association for the Prevention of Torture (APT)": _("Association for the Prevention of Torture (APT)"),
    "Embassy of Morocco in Australia": _("Embassy of Morocco in Australia"),
    "Embassy of Morocco in South Africa": _("Embassy of Morocco in South Africa"),
    "Ministry in charge of Labour": _("Ministry in charge of Labour"),
    "Council of the Moroccan Community Abroad (CCME)": _("Council of the Moroccan Community Abroad (CCME)"),
    "National Human Rights Council (CNDH)": _("National Human Rights Council (CNDH)"),
    "maroc.ma": _("National portal of Morocco"),
    "maroc.ma (MAP)": _("National portal of Morocco"),
    "Genève internationale": _("International Geneva"),
    "Former site of the Mission": _("Former site of the Mission"),
    "Norway’s mission in Geneva": _("Permanent Mission of Norway in Geneva"),
    "ICMPD (intergovernmental)": _("International Centre for Migration Policy Development (ICMPD)"),
    "SESRIC": _("Statistical, Economic and Social Research and Training Centre for Islamic Countries (SESRIC)"),
    "ConstitutionNet (International IDEA)": _("ConstitutionNet, International Institute for Democracy and Electoral Assistance (IDEA)"),
    "Alliance 8.7": _("Alliance 8.7"),
    "Refworld, UNHCR (archived copy)": _("Refworld, of UNHCR (archived copy)"),
    "Human Rights Council press release, on Zawya (APO)": _("Human Rights Council, press release on Zawya (APO)"),
    "UN Secretary-General, on ReliefWeb (OCHA)": _("United Nations Secretary-General, on ReliefWeb (OCHA)"),
    "UN Network on Migration / IOM, on ReliefWeb (OCHA)": _("United Nations Network on Migration, on ReliefWeb (OCHA)"),
    "AFP, on GlobalPost": _("Agence France-Presse (AFP), on GlobalPost"),
    "Emirates News Agency (WAM), relaying the WTO": _("Emirates News Agency (WAM), relaying the WTO"),
    "Kazinform, relaying UN News": _("Kazinform agency, relaying UN News"),
    "Libération (Maroc), citing the Ministry of Health": _("Libération (Morocco), citing the Ministry of Health"),
    "Libération (Maroc), citing the High Commission for Former Resistance Fighters": _(
        "Libération (Morocco), citing the High Commission for Former Resistance Fighters"
    ),
    "Al Jazeera (with agencies)": _("Al Jazeera, with agencies"),
    "SWI swissinfo (Keystone-SDA/Reuters), on Expatica": _("SWI swissinfo (Keystone-SDA and Reuters), on Expatica"),
    "Yabiladi (on Maghress)": _("Yabiladi, on Maghress"),
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
    "en": ("The North Africa Post", "allAfrica", "Morocco World News", "Morocco on the Move", "Al Jazeera", "Africanews", "APAnews", "Xinhua"),
}  # fmt: skip
# Places of the initial content, as its files write them.
PLACES = {
    "Caracas": _("Caracas"),
    "Genève": _("Geneva"),
    "Institut national d’hygiène, Rabat": _("National Institute of Hygiene, Rabat"),
    "Marrakech": _("Marrakech"),
    "Palais des Nations, Genève": _("Palais des Nations, Geneva"),
    "Rabat": _("Rabat"),
    "Siège de l’ONU, New York": _("United Nations Headquarters, New York"),
}


def publisher(name: str, say: Say) -> str:
    """The name of a publisher as readers of a language know it; `say` puts a text into that language."""
    release = _RELEASE.fullmatch(name)
    if release and release["body"] in RELEASES:
        return say(RELEASES[release["body"]]) % {"number": release["number"]}
    return say(PUBLISHERS[name]) if name in PUBLISHERS else name


def own_language(name: str) -> str:
    """The language in which somebody bears the name that readers of every language meet; empty where it is put into theirs, or unknown."""
    if name in PUBLISHERS or _RELEASE.fullmatch(name):
        return ""
    return next((tag for tag, papers in NEWSPAPERS.items() if name.startswith(papers)), "")


def venue(name: str, say: Say) -> str:
    """The name of a place as readers of a language know it; one that the desk has written stands as it is."""
    return say(PLACES[name]) if name in PLACES else name


def source(one: Mapping[str, str], say: Say) -> dict[str, str]:
    """A source as it is named on paper."""
    return {"publisher": publisher(one.get("publisher", ""), say), "symbol": one.get("symbol", ""), "href": one.get("url", "")}


__all__ = ["own_language", "publisher", "source", "venue"]
