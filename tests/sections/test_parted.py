"""A blank in a word, or none between two: told where somebody wrote it so, and not where a line ends or a program read a sheet."""

import io
import re

import pytest

from mission.verify.comparison import Original, compare
from tests.strict import StrictClient

from .test_gathered import unaccented, verdicts
from .test_verify import ORIGINALS, issued, printed, word

__all__ = ["issued"]
# In each language a word that a blank makes two of, two that run into one, and what programs do with either.
OTHERWISE = {
    "fr": (("Amina", "Am ina"), ("ont adopté", "ontadopté"), ("d’essai", "dessai"), ("Rabat-Exemple", "Rabat Exemple")),
    "en": (("rejected", "re jected"), ("adopted", "adop\u00a0ted"), ("States adopted", "Statesadopted")),
    "ar": (("أمينة", "أمي نة"), ("اعتمدت", "اعت مدت"), ("الرباط المثال", "الرباطالمثال")),
}
ALIKE = {
    "fr": (("ont adopté", "ont  adopté"), ("ont adopté", "ont\nadopté"), ("adopté", "adop-\nté"), ("adopté", "adop- té"), ("25 États", "25États"), ("d’essai", "d’ essai"), ("\n", "\n\n")),
    "en": (("adopted", "adop-\nted"), ("adopted", "adop- ted"), ("12 March", "12\u00a0March")),
    "ar": (("12 مارس", "12مارس"), ("أمينة", "أميـنة")),
}


@pytest.mark.parametrize("tag", list(OTHERWISE))
def test_letters_that_are_parted_into_words_otherwise_are_shown(issued: int, client: StrictClient, tag: str) -> None:
    whole = ORIGINALS[tag].whole
    for before, after in OTHERWISE[tag]:
        if before not in whole:
            continue
        answer = client.post(f"/{tag}/verify", data={"text": whole.replace(before, after, 1)}).text
        assert re.findall(r'data-verdict="(\w+)"', answer) == ["parted"], after
        assert 'class="differences"' in answer
        assert verdicts(client, tag, file=(io.BytesIO(word(whole.replace(before, after, 1))), "x.docx")) == ["parted"], after
        # With a word that is another's, or words around it, it is altered as before.
        assert verdicts(client, tag, text=f"{whole.replace(before, after, 1)}\n\nJean Dupont") == ["altered"], after
    for before, after in ALIKE[tag]:
        if before in whole:
            assert verdicts(client, tag, text=whole.replace(before, after)) == ["issued"], (before, after)


def test_a_word_in_two_lines_is_as_it_was_published_letter_for_letter(issued: int, client: StrictClient) -> None:
    whole = ORIGINALS["en"].whole
    answer = client.post("/en/verify", data={"text": whole.replace("adopted", "adop\nted")}).text
    assert re.findall(r'data-verdict="(\w+)"', answer) == ["issued"]
    assert "Each letter is as it was published" in answer
    assert "Each letter is" not in client.post("/en/verify", data={"text": whole}).text


def test_no_blank_of_a_pdf_is_called_an_alteration_and_none_is_said_to_be_compared(issued: int, client: StrictClient) -> None:
    changed = printed(ORIGINALS["en"].whole.replace("adopted", "adop ted"), "en")
    answer = client.post("/en/verify", data={"file": (io.BytesIO(changed), "x.pdf")}, content_type="multipart/form-data").text
    assert re.findall(r'data-verdict="(\w+)"', answer) == ["copy"]
    assert "Each letter is as it was published" in answer


def test_without_accents_and_with_other_words_is_altered(issued: int, client: StrictClient) -> None:
    assert verdicts(client, text=unaccented(ORIGINALS["fr"].whole).replace("adopte", "adop te", 1)) == ["altered"]


def test_words_in_pieces_off_a_sheet_are_no_other_words() -> None:
    said = "اجتمع الوفد أمس في المدينة مع ممثلي المنظمات، وشكر السفير بنعلي جميع الحاضرين على هذا الحوار المثمر والبناء."
    original = Original("عنوان تجريبي", "", said)
    for before, after, parted in (("بنعلي", "بن علي", 1), ("بنعلي", "\u202bبن علي\u202c", 0), ("بنعلي", "بن\nعلي", 0), ("المثمر", "المث ُمر", 0)):
        found = compare(original, original.whole.replace(before, after))
        assert (found.differences, len(found.parted), found.loose) == ((), parted, True), after
    in_pieces = original.whole.replace("بنعلي", "بن علي").replace("المدينة", "المدي نة").replace("المنظمات", "الم نظمات")
    assert compare(original, in_pieces).parted == ()
