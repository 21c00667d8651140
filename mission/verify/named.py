"""What publishers, places and the cities of clocks are called on paper, by the name under which a content knows them: in French, Arabic, English and Spanish.

Written by `tests/verify/named.py` out of the site's own tables, since this program knows no site; a test holds one against the other.
"""
# ruff: noqa: E501

import re

_TAGS = ("fr", "ar", "en", "es")
_RELEASE = re.compile(r"(?P<body>.+) \(release (?P<number>[^)]+)\)")


def named(written: str, tag: str) -> str:
    """A name as the paper of a language prints it."""
    if tag not in _TAGS:
        return written
    release = _RELEASE.fullmatch(written)
    if release and release["body"] in RELEASES:
        return RELEASES[release["body"]][_TAGS.index(tag)] % {"number": release["number"]}
    return NAMES[written][_TAGS.index(tag)] if written in NAMES else written


NAMES = {
    "United Nations": ("Organisation des Nations Unies (ONU)", "الأمم المتحدة", "United Nations (UN)", "Organización de las Naciones Unidas (ONU)"),
    "UN Geneva": ("Office des Nations Unies à Genève (ONUG)", "مكتب الأمم المتحدة في جنيف", "United Nations Office at Geneva (UNOG)", "Oficina de las Naciones Unidas en Ginebra (ONUG)"),
    "OHCHR": ("Haut-Commissariat des Nations Unies aux droits de l’homme (HCDH)", "مفوضية الأمم المتحدة السامية لحقوق الإنسان", "Office of the United Nations High Commissioner for Human Rights (OHCHR)", "Oficina del Alto Comisionado de las Naciones Unidas para los Derechos Humanos (ACNUDH)"),
    "IOM": ("Organisation internationale pour les migrations (OIM)", "المنظمة الدولية للهجرة", "International Organization for Migration (IOM)", "Organización Internacional para las Migraciones (OIM)"),
    "WHO": ("Organisation mondiale de la Santé (OMS)", "منظمة الصحة العالمية", "World Health Organization (WHO)", "Organización Mundial de la Salud (OMS)"),
    "WHO Eastern Mediterranean Region": ("Bureau régional de l’OMS pour la Méditerranée orientale", "المكتب الإقليمي لمنظمة الصحة العالمية لشرق المتوسط", "WHO Regional Office for the Eastern Mediterranean", "Oficina Regional de la OMS para el Mediterráneo Oriental"),
    "World Trade Organization": ("Organisation mondiale du commerce (OMC)", "منظمة التجارة العالمية", "World Trade Organization (WTO)", "Organización Mundial del Comercio (OMC)"),
    "ILO": ("Organisation internationale du Travail (OIT)", "منظمة العمل الدولية", "International Labour Organization (ILO)", "Organización Internacional del Trabajo (OIT)"),
    "WIPO": ("Organisation mondiale de la propriété intellectuelle (OMPI)", "المنظمة العالمية للملكية الفكرية (الويبو)", "World Intellectual Property Organization (WIPO)", "Organización Mundial de la Propiedad Intelectual (OMPI)"),
    "ITU": ("Union internationale des télécommunications (UIT)", "الاتحاد الدولي للاتصالات", "International Telecommunication Union (ITU)", "Unión Internacional de Telecomunicaciones (UIT)"),
    "UNHCR": ("Haut-Commissariat des Nations Unies pour les réfugiés (HCR)", "المفوضية السامية للأمم المتحدة لشؤون اللاجئين", "United Nations High Commissioner for Refugees (UNHCR)", "Alto Comisionado de las Naciones Unidas para los Refugiados (ACNUR)"),
    "WMO": ("Organisation météorologique mondiale (OMM)", "المنظمة العالمية للأرصاد الجوية", "World Meteorological Organization (WMO)", "Organización Meteorológica Mundial (OMM)"),
    "UNODA": ("Bureau des affaires de désarmement des Nations Unies", "مكتب الأمم المتحدة لشؤون نزع السلاح", "United Nations Office for Disarmament Affairs (UNODA)", "Oficina de Asuntos de Desarme de las Naciones Unidas"),
    "International Court of Justice": ("Cour internationale de Justice", "محكمة العدل الدولية", "International Court of Justice", "Corte Internacional de Justicia"),
    "UN Climate Change (UNFCCC)": ("ONU Climat (CCNUCC)", "الأمم المتحدة لتغير المناخ", "UN Climate Change (UNFCCC)", "ONU Cambio Climático (CMNUCC)"),
    "United Nations Audiovisual Library": ("Médiathèque des Nations Unies", "المكتبة السمعية البصرية للأمم المتحدة", "United Nations Audiovisual Library", "Biblioteca Audiovisual de las Naciones Unidas"),
    "UN Dag Hammarskjold Library": ("Bibliothèque Dag Hammarskjöld de l’ONU", "مكتبة داغ همرشولد التابعة للأمم المتحدة", "UN Dag Hammarskjöld Library", "Biblioteca Dag Hammarskjöld de las Naciones Unidas"),
    "Convention against Torture Initiative": ("Initiative sur la Convention contre la torture", "مبادرة اتفاقية مناهضة التعذيب", "Convention against Torture Initiative", "Iniciativa sobre la Convención contra la Tortura"),
    "Permanent Mission of Morocco to the UN in New York (un.int)": ("Mission permanente du Royaume du Maroc auprès de l’ONU à New York", "البعثة الدائمة للمملكة المغربية لدى الأمم المتحدة بنيويورك", "Permanent Mission of the Kingdom of Morocco to the UN, New York", "Misión Permanente del Reino de Marruecos ante la ONU en Nueva York"),
    "Association for the Prevention of Torture (APT)": ("Association pour la prévention de la torture (APT)", "جمعية الوقاية من التعذيب", "Association for the Prevention of Torture (APT)", "Asociación para la Prevención de la Tortura (APT)"),
    "Embassy of Morocco in Australia": ("Ambassade du Maroc en Australie", "سفارة المغرب بأستراليا", "Embassy of Morocco in Australia", "Embajada de Marruecos en Australia"),
    "Embassy of Morocco in South Africa": ("Ambassade du Maroc en Afrique du Sud", "سفارة المغرب بجنوب إفريقيا", "Embassy of Morocco in South Africa", "Embajada de Marruecos en Sudáfrica"),
    "Ministry in charge of Labour": ("Ministère chargé du Travail", "الوزارة المكلفة بالشغل", "Ministry in charge of Labour", "Ministerio de Trabajo"),
    "Council of the Moroccan Community Abroad (CCME)": ("Conseil de la communauté marocaine à l’étranger (CCME)", "مجلس الجالية المغربية بالخارج", "Council of the Moroccan Community Abroad (CCME)", "Consejo de la Comunidad Marroquí en el Extranjero (CCME)"),
    "National Human Rights Council (CNDH)": ("Conseil national des droits de l’homme (CNDH)", "المجلس الوطني لحقوق الإنسان", "National Human Rights Council (CNDH)", "Consejo Nacional de Derechos Humanos (CNDH)"),
    "maroc.ma": ("Portail national du Maroc", "البوابة الوطنية للمغرب", "National portal of Morocco", "Portal nacional de Marruecos"),
    "maroc.ma (MAP)": ("Portail national du Maroc", "البوابة الوطنية للمغرب", "National portal of Morocco", "Portal nacional de Marruecos"),
    "Genève internationale": ("Genève internationale", "جنيف الدولية", "International Geneva", "Ginebra Internacional"),
    "Former site of the Mission": ("Ancien site de la Mission", "الموقع السابق للبعثة", "Former site of the Mission", "Antiguo sitio de la Misión"),
    "Norway’s mission in Geneva": ("Mission permanente de la Norvège à Genève", "البعثة الدائمة للنرويج بجنيف", "Permanent Mission of Norway in Geneva", "Misión Permanente de Noruega en Ginebra"),
    "ICMPD (intergovernmental)": ("Centre international pour le développement des politiques migratoires (ICMPD)", "المركز الدولي لتطوير سياسات الهجرة", "International Centre for Migration Policy Development (ICMPD)", "Centro Internacional para el Desarrollo de Políticas Migratorias (ICMPD)"),
    "SESRIC": ("Centre de recherches statistiques, économiques et sociales et de formation pour les pays islamiques (SESRIC)", "مركز الأبحاث الإحصائية والاقتصادية والاجتماعية والتدريب للدول الإسلامية (سيسرك)", "Statistical, Economic and Social Research and Training Centre for Islamic Countries (SESRIC)", "Centro de Investigación Estadística, Económica y Social y de Formación para los Países Islámicos (SESRIC)"),
    "ConstitutionNet (International IDEA)": ("ConstitutionNet, Institut international pour la démocratie et l’assistance électorale (IDEA)", "موقع ConstitutionNet، المؤسسة الدولية للديمقراطية والمساعدة الانتخابية", "ConstitutionNet, International Institute for Democracy and Electoral Assistance (IDEA)", "ConstitutionNet, Instituto Internacional para la Democracia y la Asistencia Electoral (IDEA)"),
    "Alliance 8.7": ("Alliance 8.7", "التحالف 8.7", "Alliance 8.7", "Alianza 8.7"),
    "Refworld, UNHCR (archived copy)": ("Refworld, du HCR (copie archivée)", "ريف وورلد، التابع لمفوضية اللاجئين (نسخة محفوظة)", "Refworld, of UNHCR (archived copy)", "Refworld, del ACNUR (copia archivada)"),
    "Human Rights Council press release, on Zawya (APO)": ("Conseil des droits de l’homme, communiqué de presse sur Zawya (APO)", "مجلس حقوق الإنسان، بلاغ صحفي على موقع زاوية (APO)", "Human Rights Council, press release on Zawya (APO)", "Consejo de Derechos Humanos, comunicado de prensa en Zawya (APO)"),
    "UN Secretary-General, on ReliefWeb (OCHA)": ("Secrétaire général des Nations Unies, sur ReliefWeb (OCHA)", "الأمين العام للأمم المتحدة، على موقع ReliefWeb (أوتشا)", "United Nations Secretary-General, on ReliefWeb (OCHA)", "Secretario General de las Naciones Unidas, en ReliefWeb (OCHA)"),
    "UN Network on Migration / IOM, on ReliefWeb (OCHA)": ("Réseau des Nations Unies sur les migrations, sur ReliefWeb (OCHA)", "شبكة الأمم المتحدة المعنية بالهجرة، على موقع ReliefWeb (أوتشا)", "United Nations Network on Migration, on ReliefWeb (OCHA)", "Red de las Naciones Unidas sobre la Migración, en ReliefWeb (OCHA)"),
    "AFP, on GlobalPost": ("Agence France-Presse (AFP), sur GlobalPost", "وكالة فرانس برس، على موقع GlobalPost", "Agence France-Presse (AFP), on GlobalPost", "Agence France-Presse (AFP), en GlobalPost"),
    "Emirates News Agency (WAM), relaying the WTO": ("Agence de presse des Émirats (WAM), reprenant l’OMC", "وكالة أنباء الإمارات (وام)، نقلا عن منظمة التجارة العالمية", "Emirates News Agency (WAM), relaying the WTO", "Agencia de Noticias de los Emiratos (WAM), que reproduce a la OMC"),
    "Kazinform, relaying UN News": ("Agence Kazinform, reprenant ONU Info", "وكالة كازينفورم، نقلا عن أخبار الأمم المتحدة", "Kazinform agency, relaying UN News", "Agencia Kazinform, que reproduce Noticias ONU"),
    "Libération (Maroc), citing the Ministry of Health": ("Libération (Maroc), citant le ministère de la Santé", "صحيفة ليبيراسيون (المغرب)، نقلا عن وزارة الصحة", "Libération (Morocco), citing the Ministry of Health", "Libération (Marruecos), que cita al Ministerio de Salud"),
    "Libération (Maroc), citing the High Commission for Former Resistance Fighters": ("Libération (Maroc), citant le Haut-Commissariat aux anciens résistants", "صحيفة ليبيراسيون (المغرب)، نقلا عن المندوبية السامية لقدماء المقاومين", "Libération (Morocco), citing the High Commission for Former Resistance Fighters", "Libération (Marruecos), que cita al Alto Comisionado para los Antiguos Resistentes"),
    "Al Jazeera (with agencies)": ("Al Jazeera, avec des agences", "الجزيرة، بالاعتماد على وكالات", "Al Jazeera, with agencies", "Al Jazeera, con agencias"),
    "SWI swissinfo (Keystone-SDA/Reuters), on Expatica": ("SWI swissinfo (Keystone-SDA et Reuters), sur Expatica", "سويس إنفو (كيستون-إس دي إيه ورويترز)، على موقع Expatica", "SWI swissinfo (Keystone-SDA and Reuters), on Expatica", "SWI swissinfo (Keystone-SDA y Reuters), en Expatica"),
    "Yabiladi (on Maghress)": ("Yabiladi, sur Maghress", "يابلادي، على موقع مغرس", "Yabiladi, on Maghress", "Yabiladi, en Maghress"),
    "Caracas": ("Caracas", "كراكاس", "Caracas", "Caracas"),
    "Genève": ("Genève", "جنيف", "Geneva", "Ginebra"),
    "Institut national d’hygiène, Rabat": ("Institut national d’hygiène, Rabat", "المعهد الوطني للصحة، الرباط", "National Institute of Hygiene, Rabat", "Instituto Nacional de Higiene, Rabat"),
    "Marrakech": ("Marrakech", "مراكش", "Marrakech", "Marrakech"),
    "Palais des Nations, Genève": ("Palais des Nations, Genève", "قصر الأمم، جنيف", "Palais des Nations, Geneva", "Palacio de las Naciones, Ginebra"),
    "Rabat": ("Rabat", "الرباط", "Rabat", "Rabat"),
    "Siège de l’ONU, New York": ("Siège de l’ONU, New York", "مقر الأمم المتحدة، نيويورك", "United Nations Headquarters, New York", "Sede de las Naciones Unidas, Nueva York"),
    "Europe/Zurich": ("Genève", "جنيف", "Geneva", "Ginebra"),
    "Africa/Casablanca": ("Casablanca", "الدار البيضاء", "Casablanca", "Casablanca"),
    "America/New_York": ("New York", "نيويورك", "New York", "Nueva York"),
    "Europe/Paris": ("Paris", "باريس", "Paris", "París"),
    "Europe/Brussels": ("Bruxelles", "بروكسل", "Brussels", "Bruselas"),
    "Europe/Vienna": ("Vienne", "فيينا", "Vienna", "Viena"),
    "Africa/Addis_Ababa": ("Addis-Abeba", "أديس أبابا", "Addis Ababa", "Adís Abeba"),
    "Africa/Nairobi": ("Nairobi", "نيروبي", "Nairobi", "Nairobi"),
    "Africa/Cairo": ("Le Caire", "القاهرة", "Cairo", "El Cairo"),
    "Africa/Dakar": ("Dakar", "داكار", "Dakar", "Dakar"),
    "Africa/Johannesburg": ("Johannesburg", "جوهانسبرغ", "Johannesburg", "Johannesburgo"),
    "Africa/Lagos": ("Lagos", "لاغوس", "Lagos", "Lagos"),
    "Africa/Tunis": ("Tunis", "تونس", "Tunis", "Túnez"),
    "Europe/London": ("Londres", "لندن", "London", "Londres"),
    "Europe/Madrid": ("Madrid", "مدريد", "Madrid", "Madrid"),
    "Europe/Lisbon": ("Lisbonne", "لشبونة", "Lisbon", "Lisboa"),
    "Europe/Rome": ("Rome", "روما", "Rome", "Roma"),
    "Europe/Berlin": ("Berlin", "برلين", "Berlin", "Berlín"),
    "Europe/Istanbul": ("Istanbul", "إسطنبول", "Istanbul", "Estambul"),
    "Asia/Riyadh": ("Riyad", "الرياض", "Riyadh", "Riad"),
    "Asia/Dubai": ("Dubaï", "دبي", "Dubai", "Dubái"),
    "Asia/Kolkata": ("Kolkata", "Kolkata", "Kolkata", "Kolkata"),
    "Asia/Bangkok": ("Bangkok", "بانكوك", "Bangkok", "Bangkok"),
    "Asia/Jakarta": ("Jakarta", "جاكرتا", "Jakarta", "Yakarta"),
    "Asia/Shanghai": ("Shanghai", "شنغهاي", "Shanghai", "Shanghái"),
    "Asia/Tokyo": ("Tokyo", "طوكيو", "Tokyo", "Tokio"),
    "Australia/Sydney": ("Sydney", "سيدني", "Sydney", "Sídney"),
    "America/Toronto": ("Toronto", "تورونتو", "Toronto", "Toronto"),
    "America/Mexico_City": ("Mexico", "مكسيكو سيتي", "Mexico City", "Ciudad de México"),
    "America/Panama": ("Panama", "بنما", "Panama", "Panamá"),
    "America/Caracas": ("Caracas", "كاراكاس", "Caracas", "Caracas"),
    "America/Sao_Paulo": ("São Paulo", "ساو باولو", "Sao Paulo", "São Paulo"),
    "America/Argentina/Buenos_Aires": ("Argentina/Buenos Aires", "Argentina/Buenos Aires", "Argentina/Buenos Aires", "Argentina/Buenos Aires"),
    "UTC": ("UTC", "UTC", "UTC", "UTC"),
}
RELEASES = {
    "United Nations": ("Nations Unies, communiqué %(number)s", "الأمم المتحدة، البلاغ %(number)s", "United Nations, release %(number)s", "Naciones Unidas, comunicado %(number)s"),
    "UN Information Service Vienna": ("Service d’information de l’ONU à Vienne, communiqué %(number)s", "دائرة الأمم المتحدة للإعلام بفيينا، البلاغ %(number)s", "UN Information Service Vienna, release %(number)s", "Servicio de Información de la ONU en Viena, comunicado %(number)s"),
}
