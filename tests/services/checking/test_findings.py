"""The checklist names what is missing, what is surely wrong and what is advice, and nothing else."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mission.models import Precision, TranslationStatus
from mission.sections.desk.writing import wording
from mission.services import seeding
from mission.services.checking import Finding, check, outside
from mission.services.checking.guessing import other_language, other_of_line, strayed
from mission.services.markup import canonical
from mission.services.publishing import TranslationContent
from mission.verify.markup import plain
from tests import building

FRENCH = "Le Maroc a présenté devant le Conseil une déclaration sur les droits de l’Homme, et les délégations ont salué son engagement pour la paix dans la région."
ENGLISH = "The delegation has presented this statement to the Council, which will be followed by an exchange of views with the other missions and their experts."
SPANISH = "La delegación presentó ante el Consejo una declaración sobre los derechos humanos, que fue acogida con interés por las otras misiones y por sus expertos."
ARABIC = "قدم الوفد المغربي أمام المجلس بيانا حول حقوق الإنسان، وقد أشادت الوفود بالتزامه من أجل السلم في المنطقة."


def found(body: str = "<p>Un texte d’essai.</p>", tag: str = "fr", **more: Any) -> set[tuple[str, str, str, str]]:
    text = TranslationContent(status=TranslationStatus(more.pop("status", "original")), title=more.pop("title", "Un titre"), summary=more.pop("summary", "En bref."), body=body, change_note=more.pop("note", ""))
    values = {"kind": "communique", "change": "first", "required": (), "base_url": "http://localhost:8000", "opens": lambda path: path == "/fr/contact"} | more
    content = building.content(translations={tag: text}, **values.pop("content", {}))
    return {(one.weight, one.kind, one.language, one.detail) for one in check(content, **values) if one.kind != "missing"}


def test_links_to_other_sites_are_listed_once_for_somebody_to_open() -> None:
    body = ('<p><a href="https://www.ohchr.org/fr">ici</a>, <a href="/fr/contact">là</a>, <a href="https://example.test/">nulle part</a>, <a href="mailto:a@b.ch">écrire</a>, '
            '<a href="http://localhost:8000/fr/contact">là</a>, <a href="https://www.un.org/">ONU</a>, <a href="https://www.ohchr.org/fr">encore</a></p>')  # fmt: skip
    assert outside(body, "http://localhost:8000") == (("https://www.ohchr.org/fr", "ici"), ("https://www.un.org/", "ONU"))


def test_a_whole_text_has_nothing_to_be_told() -> None:
    night = {"starts_at": datetime(2026, 11, 25, 2, 0, tzinfo=UTC), "ends_at": datetime(2026, 11, 25, 6, 0, tzinfo=UTC), "venue_zone": "America/New_York"}
    assert found(content=night) == found(content={"dated_start": date(2026, 11, 1), "precision": Precision.MONTH} | night) == set()
    assert found('<h2>Un</h2><p>Voir <a href="/fr/contact">la page</a>.</p><h3>Deux</h3><p>Voir <a href="https://www.ohchr.org/fr">ici</a>.</p>') == set()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"status": "courtesy"}, ("must", "original", "", "")),
        ({"required": ("fr", "ar")}, ("must", "required", "ar", "")),
        ({"title": ""}, ("must", "title", "fr", "")),
        ({"body": ""}, ("must", "body", "fr", "")),
        ({"content": {"dated_start": None, "precision": None}}, ("must", "dated", "", "")),
        ({"change": "correction", "noted": ("fr",)}, ("must", "note", "fr", "")),
        ({"change": "correction"}, ("must", "unchanged", "", "")),
        ({"change": "correction", "note": FRENCH}, ("wrong", "unchanged", "", "")),
        ({"change": "correction", "noted": ("fr",), "note": ARABIC}, ("wrong", "note-language", "fr", "")),
        ({"summary": ""}, ("advice", "summary", "fr", "")),
        ({"summary": "x" * 301}, ("advice", "long-summary", "fr", "301")),
        ({"title": "x" * 151}, ("advice", "long-title", "fr", "151")),
        ({"body": "<h3>a</h3><p>b</p>"}, ("wrong", "headings", "fr", "")),
        ({"title": "CO₂ ≥ 日本"}, ("wrong", "signs", "fr", "日 本")),
        ({"body": '<p><a href="/fr/rien">a</a></p>'}, ("wrong", "dead-link", "fr", "/fr/rien")),
        ({"body": '<p><a href="http://localhost:8000/fr/rien">a</a></p>'}, ("wrong", "dead-link", "fr", "http://localhost:8000/fr/rien")),
        ({"body": '<p><a href="https://exemple">a</a></p>'}, ("wrong", "dead-link", "fr", "https://exemple")),
        ({"body": '<p><a href="mailto:nobody">a</a></p>'}, ("wrong", "dead-link", "fr", "mailto:nobody")),
        ({"body": '<p><a href="https://example.org"> </a>b</p>'}, ("wrong", "empty-link", "fr", "https://example.org")),
        ({"title": "Un \u202etitre\u202c ici"}, ("wrong", "direction", "fr", "U+202E – Un titre ici…")),
        ({"body": "<p>Un</p><p>Deux \u202btrois</p><p>Quatre\u202c</p>"}, ("wrong", "direction", "fr", "U+202B – Deux trois…")),
        ({"body": "<ul><li>Un \u2068\u202adeux\u2069</li></ul>"}, ("wrong", "direction", "fr", "U+202A – Un deux…")),
        ({"summary": "Un \u2067deux", "body": "<p>\u200fUn \u2068\u202bdeux\u202c\u2069 \u202atrois\u202c\u200e</p>"}, ("wrong", "direction", "fr", "U+2067 – Un deux…")),
        ({"body": "<p>Deux  espaces.</p>"}, ("advice", "spaces", "fr", "")),
        ({"body": "<p>Vraiment?</p>"}, ("advice", "french-spaces", "fr", "")),
        ({"body": "<p>Voici : oui</p>"}, ("advice", "french-spaces", "fr", "")),
        ({"body": "<p>Un <strong>mot</strong>; un autre</p>"}, ("advice", "french-spaces", "fr", "")),
        ({"body": "<ul><li>« Un\u00a0»</li></ul>"}, ("advice", "french-spaces", "fr", "")),
        ({"summary": "Un\u00a0: deux ; trois"}, ("advice", "french-spaces", "fr", "")),
        ({"body": "<p>l'essai</p>"}, ("advice", "apostrophes", "fr", "")),
        ({"body": '<p>dit "oui"</p>'}, ("advice", "french-quotes", "fr", "")),
        ({"kind": "seminar"}, ("advice", "place-hours", "", "")),
        ({"kind": "seminar", "content": {"venue": "Genève"}}, ("advice", "hours", "", "")),
        ({"kind": "seminar", "content": {"starts_at": datetime(2026, 11, 24, 9, 0, tzinfo=UTC)}}, ("advice", "place", "", "")),
        ({"content": {"starts_at": datetime(2026, 12, 10, 9, 0, tzinfo=UTC)}}, ("wrong", "other-day", "", "")),
        # In New York it is the day before.
        ({"content": {"starts_at": datetime(2026, 11, 24, 2, 0, tzinfo=UTC), "venue_zone": "America/New_York"}}, ("wrong", "other-day", "", "")),
        ({"further": (Finding("must", "alternative", "fr", "photo.jpg"),)}, ("must", "alternative", "fr", "photo.jpg")),
    ],
)
def test_each_thing_is_found_alone(given: dict[str, Any], wanted: tuple[str, ...]) -> None:
    assert found(**given) == {wanted}


@pytest.mark.parametrize(
    ("words", "tag", "other"),
    [
        (FRENCH, "fr", None), (ENGLISH, "en", None), (SPANISH, "es", None), (ARABIC, "ar", None), (FRENCH, "ar", "fr"), (ENGLISH, "ar", "en"),
        (FRENCH, "en", "fr"), (FRENCH, "es", "fr"), (ENGLISH, "fr", "en"), (SPANISH, "fr", "es"), (SPANISH, "en", "es"), (ARABIC, "fr", "ar"), (ARABIC, "en", "ar"),
        ("A/HRC/58/L.27", "ar", None), ("Genève", "en", None), ("", "fr", None), ("Bureau international du Travail Organisation", "ar", "latin"),
    ],
)  # fmt: skip
def test_a_text_in_the_wrong_field_is_noticed(words: str, tag: str, other: str | None) -> None:
    assert other_language(words, tag) == other


@pytest.mark.parametrize(
    ("line", "tag", "other"),
    [
        ("بيان صحفي", "fr", "ar"), ("Le Maroc salue l'accord de Genève", "ar", "fr"), ("Le Maroc salue l'accord de Genève", "en", "fr"),
        ("Le Maroc salue l’accord de Genève", "es", "fr"), ("Statement of the Kingdom", "fr", "en"), ("MOROCCO AND THE WORLD", "fr", "en"),
        ("Marruecos acoge con satisfacción el acuerdo de Ginebra", "fr", "es"), ("Geneva Peace Week", "ar", "en"), ("Mamma Mia", "ar", "latin"), ("", "fr", None),
        *((line, tag, None) for line in ("OMPI, HCR, OIT", "A/HRC/58/L.27", "COP22 Marrakech") for tag in ("fr", "ar", "en", "es")),
        *(("Omar Hilale, Nasser Bourita", tag, None) for tag in ("fr", "en", "es")),
        ("El Jadida et El Hoceima", "fr", None), ("Javier Pérez de Cuéllar visits Rabat", "en", None), ("Visita del ministro de Côte d’Ivoire", "es", None),
        ("Morocco Now à Genève", "fr", None), ("Los Angeles – Las Palmas", "fr", None), ("Le Maroc à « The World of Water »", "fr", None),
    ],
)  # fmt: skip
def test_a_title_in_the_wrong_field_is_noticed_by_few_words_and_a_name_is_not(line: str, tag: str, other: str | None) -> None:
    assert other_of_line(line, tag) == other


def test_a_title_or_summary_in_another_language_is_told_beside_a_text_that_is_right() -> None:
    body = f"<p>{FRENCH}</p>" * 3
    for name, words in (("title", "The Kingdom welcomes the agreement"), ("title", "المملكة ترحب باتفاق جنيف"), ("summary", ENGLISH), ("summary", ARABIC)):
        assert found(body, **{name: words}) == {("wrong", f"{name}-language", "fr", "en" if words.isascii() else "ar")}


TEXTS = {"fr": FRENCH, "en": ENGLISH, "es": SPANISH, "ar": ARABIC}


@pytest.mark.parametrize("tag", TEXTS)
@pytest.mark.parametrize("other", TEXTS)
def test_a_paragraph_in_another_language_is_noticed_in_a_field_that_is_right(tag: str, other: str) -> None:
    body = f"<p>{TEXTS[tag]}</p><p>{TEXTS[tag]}</p><p>{TEXTS[tag]}</p><p>{TEXTS[other]}</p>"
    assert [one for one, _ in strayed(body, tag)] == ([] if tag == other else [other])
    told = {kind for _, kind, _, _ in found(body, tag, content={"section": "communiques"})}
    assert ("paragraph" in told) == (tag != other)


PARAGRAPHS = {
    "fr": "La délégation a rencontré ses partenaires et a présenté les projets communs lancés cette année avec plusieurs pays africains.",
    "es": "Marruecos reafirma su compromiso firme con el multilateralismo y apoya toda iniciativa que favorezca la paz y la seguridad regional.",
    "en": "Morocco reaffirms its firm commitment towards multilateral cooperation, supporting every initiative which favours lasting peace everywhere.",
}


def test_a_paragraph_with_few_small_words_is_noticed_by_how_it_is_spelt() -> None:
    for own, words in PARAGRAPHS.items():
        for tag in TEXTS:
            assert [one for one, _ in strayed(f"<p>{TEXTS[tag]}</p><p>{words}</p>", tag)] == ([] if tag == own else [own]), (own, tag)
    names = "Omar Hilale, Mohammed VI, Nasser Bourita, António Guterres, Volker Türk, Tedros Adhanom Ghebreyesus, Amy Pope, Gilbert Houngbo, Ngozi Okonjo-Iweala"
    assert strayed(f"<p>{names}</p>", "ar") == ()
    # Of a language that is none of the four, the letters tell.
    assert strayed(f"<p>{'bri gulpe dran fos ' * 4}</p>", "ar") == (("latin", "bri gulpe dran fos bri gulpe"),)
    assert "bri" in wording.found(Finding("wrong", "paragraph", "ar", "latin: bri"))


def test_a_short_sentence_hides_no_long_paragraph() -> None:
    body = (
        "<p>The delegation spoke about water and people.</p><p>La délégation marocaine a rappelé l’importance du multilatéralisme et a remercié les "
        "États membres pour leur soutien constant à cette initiative commune.</p>"
    )
    assert found(body, "en", title="A statement on multilateralism", summary="What was said in the debate on the work of the Council.") == {("wrong", "paragraph", "en", "fr: La délégation marocaine a rappelé l’importance")}


@pytest.mark.parametrize(
    "body",
    [
        f"<blockquote><p>{FRENCH}</p></blockquote><p>{ENGLISH}</p>", f"<p>{ENGLISH} “{FRENCH}”</p>", f"<p>{ENGLISH} « {FRENCH} »</p>",
        "<p>Association marocaine des droits de la femme et de la famille</p>", f"<p>{ENGLISH}</p><p><em>{FRENCH}</em></p>",
        "<p>Omar Hilale, Mohammed VI, Nasser Bourita, António Guterres, Volker Türk, Tedros Adhanom Ghebreyesus, Amy Pope, Gilbert Houngbo, Ngozi Okonjo-Iweala</p>",
        f'<p>{ENGLISH}</p><p><a href="https://example.org/x">{FRENCH}</a></p>',
    ],
)  # fmt: skip
def test_quotations_names_and_short_lines_are_no_strangers(body: str) -> None:
    assert strayed(body, "en") == ()


def test_every_text_of_the_initial_content_is_in_its_own_language() -> None:
    for path in Path("mission/content").rglob("*.yaml"):
        raw = seeding.read(path.read_text())
        for tag, text in (raw.get("translations") or {}).items() if isinstance(raw, dict) else ():
            assert other_language(f"{text.get('title', '')} {text.get('summary', '')} {plain(text.get('body', ''))}", tag) is None, (path, tag)
            assert strayed(text.get("body", ""), tag) == (), (path, tag)
            assert [other_of_line(text.get(one, ""), tag) for one in ("title", "summary")] == [None, None], (path, tag)


def test_french_that_is_set_rightly_is_not_blamed_and_no_text_of_the_initial_content_is() -> None:
    assert found("<h2>Un\u00a0: deux</h2><p>«\u00a0Un\u00a0»\u202f; <em>deux</em>\u202f!</p><ul><li>Quoi\u202f?</li></ul>", summary="Un\u00a0: deux\u202f; trois.") == set()
    seen = 0
    for path in Path("mission/content").rglob("*.yaml"):
        raw = seeding.read(path.read_text())
        for tag, text in (raw.get("translations") or {}).items() if isinstance(raw, dict) else ():
            kinds = {one[1] for one in found(canonical(text.get("body", "")), tag, title=text.get("title", ""), summary=text.get("summary") or "")}
            assert not kinds & {"french-spaces", "french-quotes", "apostrophes"}, (path, tag)
            seen += tag == "fr"
    assert seen > 100
