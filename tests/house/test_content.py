"""The initial content: every fact that may be told, four languages or fewer openly, nothing empty, each language's typography."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mission.services import naming, seeding
from mission.services.markup import canonical, sound
from mission.services.rendering.wording import wording
from mission.translating import compile_missing
from tests.house.typography import faults, language_fault

CONTENT = Path(__file__).parents[2] / "mission" / "content"
LANGUAGES = {"fr", "ar", "en", "es"}
PAGES, MILESTONES = sorted((CONTENT / "pages").rglob("*.yaml")), sorted((CONTENT / "milestones").glob("*.yaml"))
RAW: dict[Path, dict[str, Any]] = {path: seeding.read(path.read_text()) for path in (*PAGES, *MILESTONES)}
FACTS = [line.split(" ", 2) for line in Path(__file__).with_name("facts.txt").read_text().splitlines() if not line.startswith("#")]
SECTIONS = {"kingdom", "about", "links", "speeches", "seminars", "candidacy", "autonomy", "integrity", "themes"}
OCCASIONS = {"throne", "revolution", "parliament", "green-march", "message"}


def name(path: Path) -> str:
    return str(path.relative_to(CONTENT).with_suffix(""))


def taxonomy(which: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = seeding.read((CONTENT / "taxonomy" / f"{which}.yaml").read_text())
    return entries


def page(which: str) -> dict[str, Any]:
    return RAW[CONTENT / "pages" / f"{which}.yaml"]


def bodies(raw: dict[str, Any]) -> dict[str, str]:
    return {tag: text["body"] for tag, text in raw["translations"].items()}


def plain(html: str) -> str:
    """The text of a body, block by block, so that a fault at the edge of a block is one at the edge of a line."""
    return re.sub(r"<[^>]+>", "", re.sub(r"</(?:p|li|h2|h3|dt|dd|ul|ol|dl|blockquote)>", "\n", html))


def lines(text: dict[str, str]) -> list[str]:
    return [one for part in ("title", "label", "summary", "body") for one in plain(text.get(part, "")).splitlines() if one]


@pytest.mark.parametrize("path", RAW, ids=name)
def test_a_file_of_the_content_is_whole(path: Path) -> None:
    raw, texts = RAW[path], RAW[path]["translations"]
    assert set(texts) <= LANGUAGES
    statuses = [text["status"] for text in texts.values()]
    assert statuses.count("original") == 1, "one language is the original"
    assert set(statuses) <= {"original", "official", "courtesy"}, "every other is marked as a translation"
    for kind in ("themes", "bodies"):
        assert set(raw.get(kind, [])) <= {one["key"] for one in taxonomy(kind)}
    for text in texts.values():
        assert 3 <= len(text["title"].strip()) <= 140
        assert not text["title"].endswith(".")
        assert 10 <= len(text["summary"].strip()) <= 240
        assert text["summary"].endswith(".")
        assert len(plain(text["body"])) >= 40, "a body says something"
        assert canonical(text["body"]) == text["body"].strip(), "the body is not canonical"
        assert sound(text["body"]), "a block stands where it cannot"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_speaks_all_four_languages(path: Path) -> None:
    assert set(RAW[path]["translations"]) == LANGUAGES


@pytest.mark.parametrize("path", MILESTONES, ids=name)
def test_a_milestone_has_a_date_a_section_and_a_theme(path: Path) -> None:
    raw, dated = RAW[path], RAW[path]["dated"]
    assert raw["section"] in SECTIONS | {"communiques"}
    assert raw["themes"] or raw["section"] == "speeches", "a reader finds it by a theme, an opening of Parliament by its occasion"
    assert {4: "year", 7: "month", 10: "day"}[len(dated["start"])] == dated["precision"]
    assert path.stem.startswith(dated["start"][:4])
    if dated["precision"] == "day":
        assert date.fromisoformat(dated["start"]) <= date.fromisoformat(dated.get("end", dated["start"]))
    assert (raw["section"] == "speeches") == ("occasion" in raw)
    assert raw.get("occasion", "throne") in OCCASIONS


@pytest.mark.parametrize("path", RAW, ids=name)
def test_each_language_keeps_its_typography(path: Path) -> None:
    found = [(tag, fault, line) for tag, text in RAW[path]["translations"].items() for line in lines(text) for fault in faults(tag, line)]
    assert not found
    for raw in RAW[path].get("sources", []):
        assert not re.search(r"['\"]", raw.get("publisher", "")), raw


@pytest.mark.parametrize("path", RAW, ids=name)
def test_each_text_is_in_its_language_and_tells_the_same(path: Path) -> None:
    texts = RAW[path]["translations"]
    for tag, text in texts.items():
        assert not language_fault(tag, text["summary"] + " " + plain(text["body"])), f"not in {tag}"
        assert tag != "ar" or not language_fault(tag, text["title"])
    for part in ("title", "summary", "body"):
        assert len({text[part] for text in texts.values()}) == len(texts), "one text stands under two languages"
    years = {tag: set(re.findall(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", plain(body))) for tag, body in bodies(RAW[path]).items()}
    assert len(set(map(frozenset, years.values()))) == 1, years
    blocks = {tag: re.findall(r"<(p|h2|h3|li|dt|dd|dl|ul)\b", body) for tag, body in bodies(RAW[path]).items()}
    assert len(set(map(tuple, blocks.values()))) == 1, "a part stands in one language and not in another"


def test_there_is_enough_of_everything() -> None:
    milestones = [RAW[path]["translations"] for path in MILESTONES]
    assert len(milestones) >= 60
    assert sum(len(texts) == 4 for texts in milestones) >= 45
    assert any(len(texts) < 3 for texts in milestones), "as real sites have them"
    assert {path.stem for path in (CONTENT / "pages").glob("*.yaml")} == SECTIONS


def test_each_theme_is_an_entrance_to_something() -> None:
    themes = {one["key"] for one in taxonomy("themes")}
    pages = {path.stem for path in (CONTENT / "pages" / "themes").glob("*.yaml")}
    assert len(pages) >= 12
    assert pages <= themes
    for key in themes:
        assert any(key in RAW[path]["themes"] for path in MILESTONES), f"nothing is filed under {key}"
    for key in pages:
        assert page(f"themes/{key}")["themes"][0] == key


@pytest.mark.parametrize("which", ["themes", "bodies"])
def test_the_taxonomy_has_its_names_in_four_languages(which: str) -> None:
    for one in taxonomy(which):
        for names in [one["labels"]] if which == "themes" else [one["names"], one["acronyms"]]:
            assert set(names) == LANGUAGES
            for tag, label in names.items():
                assert label.strip()
                assert not list(faults(tag, label)), label


@pytest.mark.parametrize(("key", "how", "what"), FACTS, ids=[key for key, *_ in FACTS])
def test_every_fact_that_may_be_published_is_told_with_its_source(key: str, how: str, what: str) -> None:
    """`facts.txt` says of every fact of the collection whether its source is named, its symbol stands for it, or it is told bare."""
    if how == "link":
        assert all(f'href="{what}"' in body for body in bodies(page("links")).values())
        return
    tellers = [raw for raw in RAW.values() if key in raw.get("facts", [])]
    assert tellers, "told nowhere"
    named = {named for raw in tellers for source in raw.get("sources", []) for named in (source.get("url"), source.get("symbol"))}
    everywhere = {source.get("url") for raw in RAW.values() for source in raw.get("sources", [])}
    assert {"cite": what in named, "symbol": what in named, "bare": what not in everywhere}[how]
    if how != "bare":
        told_without = [raw for raw in tellers if what not in {source.get("url") or source.get("symbol") for source in raw.get("sources", [])}]
        assert not told_without, "its source stands wherever it is told"


@pytest.mark.parametrize("path", RAW, ids=name)
def test_a_source_can_be_followed(path: Path) -> None:
    known = {key for key, *_ in FACTS} | {"useful_links"}
    unnamed = {key for key, how, what in FACTS if how == "bare" and what != "-"} | {"useful_links"}
    told = set(RAW[path].get("facts", []))
    assert told <= known
    assert RAW[path].get("sources") or told <= unnamed, "only a text whose every source must not be named names none"
    for source in RAW[path].get("sources", []):
        assert set(source) in ({"symbol"}, {"publisher", "url"})
        assert all(source.values())
        assert source.get("url", "https://").startswith(("https://", "http://"))


@pytest.fixture(scope="module")
def _compiled() -> None:
    compile_missing()


# Of each fact that is not established whole, what no source bears out: its words per language and, where the same words are sure of something
# else, a word that stands in the same row if they are not. The head of the collection: "publish only the sure part".
UNSURE: dict[str, list[tuple[str, str]]] = {
    "milestones.items.m023": [(r"\b178\b", r"2006")],
    "hrc_candidacy.other_terms.0": [(r"\b178\b", r"2006")],
    "hrc_candidacy.other_terms.1": [(r"\b19 (?:juin|يونيو|June|de junio de) 2006", "")],
    "milestones.items.m025": [(r"\b19 (?:juin|يونيو|June|de junio de) 2006", "")],
    "themes.items.environment.facts.0": [(r"\b18 (?:novembre|نونبر|November|de noviembre de) 2016", ""), (r"\b35\b", "COP ?22|كوب 22")],
    "themes.items.environment.facts.4": [(r"2022", r"environnement|للبيئة|Environment Assembly|Medio Ambiente")],
    "kingdom.facts.18": [(r"\b1984\b|trente-trois|ثلاث وثلاثين|thirty-three|treinta y tres", "")],
    "kingdom.facts.5": [
        (r"article premier|الفصل الأول|article 1\b|artículo 1\b", ""), (r"monarchie constitutionnelle|ملكية دستورية|constitutional, dem|monarquía constitucional", ""),
    ],
    "kingdom.facts.6": [(r"article 5\b|الفصل الخامس|artículo 5\b|hassan(?:i|í)\b|الحساني", "")],
    "kingdom.facts.20": [(r"\b[Dd]rapeau|نجمة خضراء|\b[Ff]lag\b|\b[Bb]andera\b", "")],
    "kingdom.facts.19": [(r"1963.{1,2}1964|1992.{1,2}1993", "")],
    "themes.items.global-compact.facts.1": [(r"\b23 (?:objecti|هدف|objeti)|vingt-trois|ثلاثة وعشرون|twenty-three|veintitrés", "")],
    "themes.items.development.facts.2": [(r"(?:[Jj]uin|يونيو|June|[Jj]unio de) 2017", r"social|اجتماعي")],
    "themes.items.trade.facts.2": [(r"\b19 (?:mai|ماي|May|de mayo de) 2003", "")],
    "themes.items.telecommunications.facts.0": [(r"Hajji|حجي", "")],
    "themes.items.intellectual-property.facts.5": [(r"2017", r"El Maliki|المالكي")],
    "themes.items.humanitarian.facts.6": [(r"(?:[Dd]écembre|دجنبر|December|[Dd]iciembre de) 2019", "")],
    "milestones.items.m009": [(r"\b(?:17|19) (?:juin|février|يونيو|فبراير|June|February|de junio de|de febrero de) 1987", "")],
    "milestones.items.m017": [(r"\b21 (?:mars|مارس|March|de marzo de) 2002", "")],
    "milestones.items.m040": [(r"\b13 (?:juin|يونيو|June|de junio de) 2013", "")],
    "seminars.items.1": [(r"\b2 (?:mars|مارس|March|de marzo de) 2010", "")],
    "seminars.items.3": [(r"\b13 (?:mars|مارس|March|de marzo de) 2013", "")],
    "seminars.items.5": [(r"Genève|جنيف|Geneva|Ginebra", r"\b3 (?:septembre|شتنبر|September|de septiembre de) 2014")],
    "seminars.items.14": [(r"2023", r"atelier régional|ورشة إقليمية|regional workshop|taller regional")],
    "seminars.items.17": [(r"\b1[56] (?:janvier|يناير|January|de enero de) 2025", "")],
    "royal_speeches.items.8": [(r"\beau\b|المياه|\bwater\b|\bagua\b", r"2022")],
    "royal_speeches.items.9": [(r"à l’étranger|بالخارج|abroad|en el extranjero", r"2022")],
}


def told_rows() -> list[tuple[str, str, str]]:
    """Everything that the content tells, row by row: a date stands beside what it is the date of."""
    found = []
    for path, raw in RAW.items():
        for tag, text in raw["translations"].items():
            parts = [text["title"], text["summary"], *text["body"].splitlines()]
            found += [(name(path), tag, re.sub(r"<[^>]+>", " ", one)) for one in parts]
    return found


@pytest.mark.parametrize("fact", sorted(UNSURE))
def test_only_the_sure_part_of_a_fact_is_published(fact: str) -> None:
    assert any(fact in raw.get("facts", []) for raw in RAW.values()), "told nowhere"
    for unsure, beside in UNSURE[fact]:
        assert not [one for one in told_rows() if re.search(unsure, one[2]) and re.search(beside, one[2])]


def test_the_page_of_seminars_tells_of_each_of_them() -> None:
    assert {key for key, *_ in FACTS if key.startswith("seminars.items.")} <= set(page("seminars")["facts"])


def test_the_sure_part_is_told() -> None:
    for which in ("pages/candidacy", "milestones/2006-hrc-first-election"):
        for body in bodies(RAW[CONTENT / f"{which}.yaml"]).values():
            assert re.search(r"\b96\b", plain(body)), "the majority stands in the source"
    assert RAW[CONTENT / "milestones" / "2016-cop22.yaml"]["dated"] == {"start": "2016-11-07", "precision": "day"}


def test_a_text_names_a_source_that_bears_it_out() -> None:
    """The page of the conference was written before the Compact was adopted."""
    for which in ("milestones/2018-global-compact", "pages/themes/global-compact"):
        assert "Kazinform, relaying UN News" in {source.get("publisher") for source in RAW[CONTENT / f"{which}.yaml"]["sources"]}


@pytest.mark.parametrize("path", [path for path in MILESTONES if RAW[path]["section"] in ("seminars", "autonomy")], ids=name)
def test_an_event_says_where_it_was(path: Path) -> None:
    assert bool(RAW[path].get("venue")) == (path.stem != "2014-torture-initiative-forum"), "the facts hold the city of every one but of that"


PUBLISHERS = sorted({source["publisher"] for raw in RAW.values() for source in raw.get("sources", []) if "publisher" in source})


@pytest.mark.usefixtures("_compiled")
@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_a_publisher_is_named_in_four_languages_or_is_a_newspaper_with_a_name_of_its_own(publisher: str) -> None:
    """A newspaper's own name is marked with its language; all other names are put into the reader's."""
    bare = re.sub(r"\s\([^()]+\)$", "", publisher)
    if publisher not in naming.PUBLISHERS and bare not in naming.RELEASES:
        assert any(bare in papers for papers in naming.NEWSPAPERS.values()), "neither worded in four languages nor known as a newspaper"
        return
    told = {tag: naming.publisher(publisher, wording(tag).say) for tag in LANGUAGES}
    assert all(told.values())
    assert len(re.findall(r"[\u0621-\u064a]", told["ar"])) >= 4, told["ar"]
    # A name that begins in Latin letters is set from the left, and its Arabic words change places.
    assert not re.match(r"\W*[A-Za-z]", told["ar"]), told["ar"]
    for tag, name in told.items():
        assert not list(faults(tag, name)), name


@pytest.mark.usefixtures("_compiled")
@pytest.mark.parametrize("place", sorted({raw["venue"] for raw in RAW.values() if "venue" in raw}))
def test_a_place_is_named_in_four_languages(place: str) -> None:
    assert place in naming.PLACES
    assert re.search(r"[\u0621-\u064a]{3}", naming.venue(place, wording("ar").say))


@pytest.mark.parametrize(("which", "composition"), [
    ("kingdom", "figures"), ("kingdom", "chronology"), ("candidacy", "figures"), ("integrity", "chronology"), ("links", "directory"), ("speeches", "chronology"),
    ("seminars", "chronology"), ("autonomy", "chronology"), ("about/representatives", "chronology"), ("about/accreditation", "directory"), ("themes/trade", "chronology"),
])  # fmt: skip
def test_each_kind_of_page_has_a_composition_of_its_own(which: str, composition: str) -> None:
    for body in bodies(page(which)).values():
        assert f'class="{composition}"' in body


def rows(body: str, composition: str) -> list[tuple[str, list[str]]]:
    """The rows of every list of a composition: the term, and what stands beside it."""
    found: list[tuple[str, list[str]]] = []
    for part in re.findall(rf'<dl class="{composition}">(.*?)</dl>', body, re.DOTALL):
        for term, rest in re.findall(r"<dt>(.*?)</dt>((?:<dd>.*?</dd>)+)", part, re.DOTALL):
            found.append((term, re.findall(r"<dd>(.*?)</dd>", rest, re.DOTALL)))
    return found


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_each_date_says_whose_position_it_is_and_each_figure_its_year(tag: str) -> None:
    chronology = rows(bodies(page("integrity"))[tag], "chronology")
    assert len(chronology) >= 25
    assert all(len(beside) == 2 and beside[1].strip() for _, beside in chronology), "whose position"
    for which in ("kingdom", "candidacy"):
        for term, beside in rows(bodies(page(which))[tag], "figures"):
            assert len(beside) == 2, term
            assert re.search(r"\d{4}", term + beside[1]) or "446" in beside[0] or "710" in beside[0], "a figure has its year, the area what it counts"
    assert all(re.search(r"\d{4}", term) for term, _ in rows(bodies(page("about/representatives"))[tag], "chronology"))


def test_the_useful_links_stand_in_groups_with_names_of_each_language() -> None:
    texts = bodies(page("links"))
    addresses = {tag: re.findall(r'<a href="([^"]+)"', body) for tag, body in texts.items()}
    assert len(set(map(tuple, addresses.values()))) == 1, "the same organizations in the same order"
    for body in texts.values():
        assert len(re.findall(r'<h2>[^<]+</h2>\n<ul class="directory">', body)) >= 4
        first = body.split("<h2>", 2)[1]
        assert "diplomatie.ma" in first, "the first part says where consular questions go"
    names = {tag: re.findall(r"<a [^>]+>([^<]+)</a>", body) for tag, body in texts.items()}
    assert all(len({names[tag][at] for tag in LANGUAGES}) > 1 for at in range(len(names["fr"])))


@pytest.mark.parametrize(("tag", "text"), [
    ("fr", "Oui; non."), ("fr", "Oui\u00a0; non."), ("fr", "Date : 1956."), ("fr", "«Oui»."), ("fr", "36 828 habitants."), ("fr", "L'accord."), ("fr", "Les droits de l’Homme."),
    ("fr", "M. Omar Hilale."), ("fr", "MM. Guterres et Hilale."), ("fr", "Mme Bouaida."), ("fr", "La convention no 182."), ("fr", "Les conventions nos 29 et 98."),
    ("fr", "La convention n° 182."), ("ar", "S/RES/2414 (2018)، 12 صوتا."), ("ar", "A/HRC/48/13، 43 صوتا."), ("fr", "Les droits humains."), ("fr", "98 %."), ("fr", "98%."), ("fr", "De 2014-2016."), ("ar", "نعم, لا."), ("ar", "نعم; لا."), ("ar", "نعم?"), ("ar", "سنة ٢٠٢٥."), ("ar", "في يوليو 2025."),
    ("ar", "نعم ، لا."), ("ar", "نعم،لا."), ("ar", "“نعم”."), ("ar", "1 يناير 2025."), ("ar", "من 2014–2016."), ("es", "Cómo se llama?"), ("es", "Bienvenidos!"), ("es", "“Sí”."), ("es", "Sí ; no."), ("en", "In Marrakesh."),
    ("fr", "En 2013: oui."), ("fr", "Le mot\u00a0:oui."), ("fr", "Oui,non."), ("fr", "Oui , non."), ("fr", "Oui ."), ("fr", "Oui.Non."), ("fr", "L`accord."), ("fr", "L’ accord."), ("fr", "36.828 habitants."),
    ("fr", "Le 1 mai 2013."), ("fr", "Treize ( 13 )."), ("fr", "Le Roi Mohammed V."), ("es", "El Rey Hassan II."), ("fr", "De 2014 – 2016."), ("ar", "نعم.لا."), ("ar", "نعم:لا."), ("ar", "نعم !"), ("ar", "12٪."), ("ar", "98 %."), ("ar", "حقوق الانسان."), ("ar", "مـرحبا."),
    ("es", "¿ Cómo?"), ("es", "98 %."), ("es", "36.828 habitantes."), ("en", "It is,yes."), ("en", "10 % of it."), ("en", "36.828 people."),
    ("en", "He said 'yes'."), ("en", "«Yes»."), ("en", "Yes ; no."), ("en", "Two  spaces."), ("en", "The “one."),
])  # fmt: skip
def test_the_check_of_typography_can_fail(tag: str, text: str) -> None:
    assert list(faults(tag, text))


@pytest.mark.parametrize(("tag", "text"), [
    ("fr", "MM.\u00a0Guterres et Hilale, Mme\u00a0Bouaida\u00a0: la convention n°\u00a0182."), ("ar", "\u2066S/RES/2414 (2018)\u2069، 12 صوتا."),
    ("fr", "Le 5 mai\u00a0: «\u00a0oui\u00a0»\u202f; 98\u00a0% de 36\u00a0828."), ("ar", "في فاتح يوليوز 2025: «نعم»، ولا؛ و98\u00a0%."), ("es", "¿Cómo? ¡Así! «Sí»; 36\u00a0828."), ("en", "The Marrakesh Treaty: “yes”; 98%."),
])  # fmt: skip
def test_the_check_of_typography_lets_good_text_pass(tag: str, text: str) -> None:
    assert not list(faults(tag, text))


@pytest.mark.parametrize(("tag", "text"), [
    ("ar", "The agreement was signed in Geneva."), ("fr", "The agreement was signed in Geneva by the two."), ("en", "L’accord est signé à Genève par les deux."), ("es", "The agreement is signed in Geneva."),
])  # fmt: skip
def test_a_text_left_in_another_language_is_found(tag: str, text: str) -> None:
    assert language_fault(tag, text)


@pytest.mark.parametrize(("tag", "words"), [
    ("fr", ["1951", "1998", "22 février 2005", "McKinley", "Hilale", "15 juin 2006", "Entraide nationale", "Tétouan", "juillet 2002", "novembre 2004", "Hassan\u00a0II", "Groupe africain", "état de 2006"]),
    ("en", ["1951", "1998", "22 February 2005", "McKinley", "Hilale", "15 June 2006", "Entraide Nationale", "Tétouan", "July 2002", "November 2004", "Hassan\u00a0II", "African Group", "state of 2006"]),
    ("es", ["1951", "1998", "22 de febrero de 2005", "McKinley", "Hilale", "15 de junio de 2006", "Entraide", "Tetuán", "julio de 2002", "noviembre de 2004", "Hassan\u00a0II", "Grupo Africano", "estado de 2006"]),
    ("ar", ["1951", "1998", "22 فبراير 2005", "ماكينلي", "هلال", "15 يونيو 2006", "التعاون الوطني", "تطوان", "يوليوز 2002", "نونبر 2004", "الحسن الثاني", "المجموعة الإفريقية", "سنة 2006"]),
])  # fmt: skip
def test_the_iom_page_holds_every_fact_of_the_page_that_the_project_began_from(tag: str, words: list[str]) -> None:
    body = bodies(page("themes/migration/iom"))[tag]
    for one in words:
        assert one in body, one
