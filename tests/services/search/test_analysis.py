"""Words as the analysers read them: where they stand, and what they are found by."""

from pathlib import Path

import pytest
import yaml

from mission.languages import TAGS
from mission.services.search.analysis import analyse, arabic, beginnings, inner, reference


def written(text: str, tag: str) -> list[str]:
    return [text[word.start : word.end] for word in analyse(text, tag)]


def found_by(text: str, tag: str) -> list[tuple[str, ...]]:
    return [word.forms for word in analyse(text, tag)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’accord d'aujourd’hui", ["accord", "aujourd’hui"]),
        ("jusqu’à l'Élysée", ["à", "Élysée"]),
        ("qu’il s’agisse", ["il", "agisse"]),
        ("La sous-commission", ["La", "sous", "commission"]),
        ("A/HRC/58/L.27, et S/RES/2797(2025).", ["A/HRC/58/L.27", "et", "S/RES/2797", "2025"]),
        ("l’O.N.U., l'O.I.M et fin.Le EE.UU. — i.e. A.B.Cd", ["O.N.U", "O.I.M", "et", "fin", "Le", "EE.UU", "i.e", "A", "B", "Cd"]),
        ("A/\u200bHRC/\u200b60/L.31 A／HRC∕60⁄L.31", ["A/\u200bHRC/\u200b60/L.31", "A／HRC∕60⁄L.31"]),
        ("S-30/1, S\u201121/L.1–S-22/2 de l’ES-11/1", ["S-30/1", "S\u201121/L.1", "S-22/2", "de", "ES-11/1"]),
        ("un ʼ ـ ء mot", ["un", "mot"]),
    ],
)  # fmt: skip
def test_an_elision_stays_outside_a_word_and_a_symbol_stays_whole(text: str, words: list[str]) -> None:
    assert written(text, "fr") == words


def test_accents_are_taken_off_after_stemming() -> None:
    assert found_by("communiqué", "fr") != found_by("commune", "fr")
    assert found_by("Élections", "fr") == found_by("elections", "fr")


def test_a_word_is_the_same_however_it_is_spelt_in_unicode() -> None:
    composed, taken_apart, wide = "Intégrité", "Inte\u0301grite\u0301", "Ｉntégrité"
    assert found_by(composed, "fr") == found_by(taken_apart, "fr") == found_by(wide, "fr")
    assert found_by("المغرب", "ar") == found_by("المَغْرِبُ", "ar") == found_by("المغـــرب", "ar") == found_by("ﺍﻟﻤﻐﺮﺏ", "ar")
    assert found_by("L’O.N.U. à Łódź, M. Sørensen, Saʿīd, CO/5\u20116", "fr") == found_by("L’ONU a Lodz, M. Sorensen, Said, CO/5-6", "fr")
    assert found_by("A/\u200bHRC/60/\u200bL.31", "fr") == found_by("A／HRC⁄60∕L.31", "fr") == found_by("A/HRC/60/L.31", "fr")


def test_digits_of_every_script_are_the_same() -> None:
    assert found_by("١٩٥٦ ۱۹۵۶ 1956", "ar") == [("1956",)] * 3


@pytest.mark.parametrize(
    ("word", "alike"),
    [
        ("والصحراء", "الصحراء"), ("وبالتعاون", "تعاون"), ("للهجرة", "الهجرة"), ("فالمبادرة", "مبادرة"), ("البيانات", "بيان"),
        ("مهاجرين", "مهاجر"), ("مملكه", "المملكة"), ("مصطفي", "مصطفى"), ("الانسان", "الإنسان"), ("مسئول", "مسؤول"), ("الوزارة", "وزارة"),
        ("كالعادة", "عادة"), ("الوزير", "وزير"), ("هيأة", "هيئة"), ("هيآت", "هيئات"), ("المسئلة", "مسألة"), ("آسیا", "آسيا"), ("الشراکة", "شراكة"),
        ("أڭادير", "أكادير"), ("ݣلميم", "كلميم"), ("لـ194", "194"), ("وب٣٥", "35"), ("و27", "27"), ("بـOIM", "OIM"),
        ("للمبدأ", "مبدأ"), ("الاليات", "آلية"), ("وبالآليات", "آلية"), ("وبإلغائها", "إلغاء"), ("التزاماته", "الالتزام"), ("للمسؤوليات", "مسؤولية"),
    ],
)  # fmt: skip
def test_arabic_words_meet_without_what_is_joined_to_them(word: str, alike: str) -> None:
    one = analyse(word, "ar")[0]
    assert {*one.forms, *one.more} & set(found_by(alike, "ar")[0])


@pytest.mark.parametrize(("word", "other"), [("مدينة", "مدنية"), ("لجنة", "جنة"), ("فريق", "ريق"), ("كتاب", "تاب"), ("بيان", "بي"), ("فئة", "فاه"), ("جزئية", "جزاء"), ("إليها", "آلية"), ("إلى", "الآلية"), ("ولا", "ولاية"), ("كان", "كانون")])
def test_arabic_words_that_only_look_alike_stay_apart(word: str, other: str) -> None:
    one, two = analyse(word, "ar")[0], analyse(other, "ar")[0]
    assert not set((*one.forms, *one.more)) & set(two.forms)


@pytest.mark.parametrize(
    ("word", "asked", "left"),
    [
        ("بجنيف", "جنيف", "جنيف"), ("وبجنيف", "جنيف", "جنيف"), ("وحقوق", "حقوق", "حقوق"), ("لقضية", "القضية", "قضية"), ("لاتفاقية", "اتفاق", "اتفاقية"),
        ("اتفاقا", "اتفاق", "اتفاقا"), ("وَحُقُوقُ", "حقوق", "حُقُوقُ"), ("للاجئين", "اللاجئين", "لاجئين"), ("للهجرة", "هجرة", "هجرة"), ("وزارة", "وزارة", "وزارة"),
        ("بيان", "بيان", "بيان"), ("بجنيف", "بجنيف", "بجنيف"), ("والصحراء", "صحراء", "صحراء"),
    ],
)  # fmt: skip
def test_what_is_joined_to_an_arabic_word_stays_outside_what_was_found(word: str, asked: str, left: str) -> None:
    read = analyse(word, "ar")[0]
    start = read.start + inner(word[read.start : read.end], set(analyse(asked, "ar")[0].forms))
    assert word[start : read.end] == left


@pytest.mark.parametrize(
    ("typed", "word"),
    [("الم", "المنظمة"), ("الإ", "الإنسان"), ("بالت", "التعاون"), ("واله", "الهجرة"), ("وب", "بيان"), ("مسؤ", "المسؤول"), ("ال", "كتاب")],
)  # fmt: skip
def test_a_word_may_begin_with_what_has_been_typed_of_it(typed: str, word: str) -> None:
    assert any(analyse(word, "ar")[0].surface.startswith(one) for one in beginnings(typed))


@pytest.mark.parametrize(
    ("word", "alike", "tag"),
    [
        ("lois", "loi", "fr"), ("élus", "élu", "fr"), ("élus", "élues", "fr"), ("enjeux", "enjeu", "fr"), ("visas", "visa", "fr"),
        ("sûres", "sûr", "fr"), ("años", "año", "es"), ("actos", "acto", "es"), ("mujeres", "mujer", "es"), ("leyes", "ley", "es"),
    ],
)  # fmt: skip
def test_a_plural_meets_its_singular(word: str, alike: str, tag: str) -> None:
    assert set(found_by(word, tag)[0]) & set(found_by(alike, tag)[0])


@pytest.mark.parametrize(
    ("word", "small", "tag"),
    [("dues", "du", "fr"), ("san", "sans", "fr"), ("sûre", "sur", "fr"), ("là", "la", "fr"), ("deux", "de", "fr"), ("sens", "se", "fr"), ("mais", "mai", "fr"),
     ("paro", "para", "es"), ("comer", "como", "es"), ("sobra", "sobre", "es"), ("seis", "se", "es"), ("fois", "foi", "fr"), ("crise", "cri", "fr")],
)  # fmt: skip
def test_a_word_with_a_subject_and_one_without_never_meet(word: str, small: str, tag: str) -> None:
    assert not set(found_by(word, tag)[0]) & set(found_by(small, tag)[0])


def test_an_elision_stays_outside_in_a_text_of_any_language() -> None:
    for tag in ("fr", "ar", "en", "es"):
        assert written("l’accord, L’OIM", tag) == ["accord", "OIM"]
    assert [word.surface for word in analyse("don't, o'clock, the Kingdom's", "en")] == ["dont", "oclock", "the", "kingdom"]


def test_a_symbol_is_found_by_its_stretches_in_digits_of_any_script() -> None:
    one, other = analyse("A/HRC/58/L.27", "fr")[0], analyse("A/HRC/٥٨/L.٢٧", "ar")[0]
    assert one.forms == other.forms == ("a/hrc/58/l.27",)
    assert {"hrc/58/l.27", "a/hrc/58", "58/l.27", "l.27", "27"} <= set(one.more) == set(other.more)
    assert not {"a/hrc/58/l", "l.2", "a"} & set(one.more)
    assert "a/hrc/58/l.27" in analyse("A/HRC/58/L.27-L.30", "fr")[0].more
    assert analyse("القرار ٥٣/١٤٤", "ar")[1].forms == ("53/144",)


def test_a_symbol_of_a_special_session_is_one_word_with_any_dash_and_behind_what_is_joined() -> None:
    for tag in ("fr", "ar", "en", "es"):
        for text in ("S-30/1", "s-30/1", "S\u201030/1", "S\u201130/1", "S\u201330/1", "S-٣٠/١", "l’S-30/1", "وS-30/1", "بـS-30/1"):
            (word,) = analyse(text, tag)
            assert word.forms == ("s-30/1",), text
            assert {"s-30", "30/1"} <= set(word.more), text
    assert [word.surface for word in analyse("COVID-19/VIH", "fr")] == ["covid", "19/vih"]


def test_a_reference_is_not_found_by_its_year_or_its_number() -> None:
    borne = reference("MPM/C/2026/014")
    assert {"c/2026/014", "mpm/c/2026", "2026/014"} <= {*borne.forms, *borne.more}
    assert not {"mpm", "2026", "014"} & {*borne.forms, *borne.more}


def test_a_bare_preposition_can_be_left_out_by_who_asks() -> None:
    here, city = analyse("بجنيف", "ar")[0], analyse("جنيف", "ar")[0]
    assert set(here.more) & set(city.forms)
    assert not set(here.more) & set(here.forms)


def test_an_arabic_word_in_a_french_text_is_read_as_arabic() -> None:
    assert analyse("le mot والصحراء", "fr")[-1].forms == analyse("الصحراء", "ar")[0].forms


def test_words_are_found_by_what_the_golden_file_says() -> None:
    """A library or a rule that is another one shows here, before searches miss what they found."""
    golden = yaml.safe_load((Path(__file__).parent / "stems.yaml").read_text())
    assert set(golden) == set(TAGS)
    found = {tag: {word: " ".join(analyse(word, tag)[0].forms) for word in words} for tag, words in golden.items()}
    assert found == golden


def test_allah_is_one_word_with_what_is_joined_before_it() -> None:
    for text, whole in (("الله", "الله"), ("اللَّه", "اللَّه"), ("والله", "الله"), ("بالله", "الله"), ("وبالله", "الله"), ("لله", "لله"), ("ولله", "لله")):
        (word,) = analyse(text, "ar")
        assert (word.surface, text[word.start : word.end]) == ("الله", whole), text
        assert word.forms == analyse("الله", "fr")[0].forms, text
        assert inner(whole, word.forms) == 0, text
    assert {*analyse("له", "ar")[0].forms, *analyse("للهجرة", "ar")[0].forms}.isdisjoint(analyse("الله", "ar")[0].forms)


@pytest.mark.parametrize(("word", "whole"), [("الوكالة", True), ("وكالة", True), ("الوالي", True), ("والد", True), ("بالون", True), ("الوكالات", True), ("الهج", False), ("الهجرة", False), ("المغرب", False), ("وبالهجرة", False), ("مصا", False)])
def test_what_begins_like_an_article_and_leaves_hardly_a_letter_is_a_word_of_its_own(word: str, whole: bool) -> None:
    assert arabic.is_whole(word) is whole
