"""Words as the analysers read them: where they stand, and what they are found by."""

import pytest

from mission.services.search.analysis import analyse


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


def test_digits_of_every_script_are_the_same() -> None:
    assert found_by("١٩٥٦ ۱۹۵۶ 1956", "ar") == [("1956",)] * 3


@pytest.mark.parametrize(
    ("word", "alike"),
    [
        ("والصحراء", "الصحراء"), ("وبالتعاون", "تعاون"), ("للهجرة", "الهجرة"), ("فالمبادرة", "مبادرة"), ("البيانات", "بيان"),
        ("مهاجرين", "مهاجر"), ("مملكه", "المملكة"), ("مصطفي", "مصطفى"), ("الانسان", "الإنسان"), ("مسئول", "مسؤول"), ("الوزارة", "وزارة"),
        ("كالعادة", "عادة"), ("الوزير", "وزير"),
    ],
)  # fmt: skip
def test_arabic_words_meet_without_what_is_joined_to_them(word: str, alike: str) -> None:
    assert set(found_by(word, "ar")[0]) & set(found_by(alike, "ar")[0])


@pytest.mark.parametrize(("word", "other"), [("مدينة", "مدنية"), ("لجنة", "جنة"), ("فريق", "ريق"), ("كتاب", "تاب"), ("بيان", "بي")])
def test_arabic_words_that_only_look_alike_stay_apart(word: str, other: str) -> None:
    one, two = analyse(word, "ar")[0], analyse(other, "ar")[0]
    assert not set((*one.forms, *one.more)) & set(two.forms)


def test_a_bare_preposition_can_be_left_out_by_who_asks() -> None:
    here, city = analyse("بجنيف", "ar")[0], analyse("جنيف", "ar")[0]
    assert set(here.more) & set(city.forms)
    assert not set(here.more) & set(here.forms)


def test_an_arabic_word_in_a_french_text_is_read_as_arabic() -> None:
    assert analyse("le mot والصحراء", "fr")[-1].forms == analyse("الصحراء", "ar")[0].forms
