"""Did you mean: in the words of the texts, as these write them, and only where that helps."""

import pytest
from flask import Flask

from mission.extensions import engines
from mission.services import listing
from mission.services.filtering import Filter


def meant(tag: str, q: str, **narrowed: tuple[str, ...]) -> str:
    with engines.reading() as session:
        wanted = Filter(q=q, **narrowed)  # type: ignore[arg-type]
        otherwise = listing.meant(session, wanted, tag)
        assert not otherwise or listing.find(session, Filter(q=otherwise)).total
        return otherwise


@pytest.mark.parametrize(("tag", "q", "written"), [
    ("fr", "genneve", "Genève"), ("fr", "négocation", "négociation"), ("fr", "desarmment", "désarmement"), ("fr", "gennève migration", "Genève migration"),
    ("es", "migracoin", "migración"), ("ar", "الانسانن", "الإنسان"), ("fr", "PNUE", "PNUD"), ("en", "Genvea", "Geneva"), ("en", "migartion", "migration"),
    ("fr", "-oim desarmment", "-oim désarmement"), ("fr", "droits de l'hmme", "droits de l’homme"), ("fr", "l’intégrtié territoriale", "l’intégrité territoriale"), ("fr", "aveec", ""), ("fr", "UNESCO", ""), ("fr", "droits de lhomme", "droits de l’homme"),
    ("ar", "الهجرت", "الهجرة"), ("ar", "للهجرت", "للهجرة"), ("ar", "الدستوور", "الدستور"), ("ar", "بالتعديب", "بالتعذيب"), ("ar", "مناهضة التعديب", "مناهضة التعذيب"), ("ar", "الزنيبير", "زنيبر"),
    ("fr", "genebra", "Ginebra"), ("en", "genebra", "Ginebra"), ("fr", "communiqué commune", ""), ("fr", "accord aveec", "accord avec"), ("ar", "أولوية", ""), ("ar", "آليات", ""),
])  # fmt: skip
def test_words_are_offered_as_texts_write_them(app: Flask, tag: str, q: str, written: str) -> None:
    assert meant(tag, q) == written


@pytest.mark.parametrize(("tag", "q"), [("fr", "accord"), ("fr", "santé -santé"), ("en", "accord"), ("fr", "migración"), ("fr", "الهجرة")])
def test_nothing_is_offered_for_what_is_spelt_right(app: Flask, tag: str, q: str) -> None:
    assert meant(tag, q, session=("99e",)) == ""


def test_an_exact_phrase_is_offered_as_one(app: Flask) -> None:
    assert meant("fr", '"accords de siège"') in ("", "“accord de siège”")
