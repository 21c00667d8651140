"""Lists within lists: each item is a line, and the bullet that Word sets before one is no word; before one of several it is a word put in."""

import pytest

from mission.verify.comparison import Original, compare
from mission.verify.markup import numbers, plain

NESTED = (
    "<p>El grupo inventado trabajará este año en dos partes del programa de prueba.</p><ul><li>Primera parte del programa<ul><li>Escuelas en las montañas</li>"
    "<li>hospitales en las ciudades</li></ul></li><li>Segunda parte del programa</li></ul><p>La delegación da las gracias a todos los presentes.</p>"
)
ORIGINAL = Original("Una muestra inventada", "", plain(NESTED), numbers(NESTED))
BULLETED = ORIGINAL.whole.replace("Escuelas", "o\tEscuelas").replace("hospitales", "o\thospitales")


def test_a_list_in_an_item_begins_a_line() -> None:
    assert "Primera parte del programa\nEscuelas en las montañas\n" in ORIGINAL.body


def test_the_bullets_of_word_are_no_words() -> None:
    for given in (BULLETED, BULLETED.replace("o\t", "  o\t"), BULLETED.replace("Primera", "·\tPrimera").replace("Segunda", "·\tSegunda"), BULLETED.partition("Primera")[2]):
        assert compare(ORIGINAL, given).same, given


@pytest.mark.parametrize("given", [
    ORIGINAL.whole.replace("hospitales", "o\thospitales"), BULLETED.replace("o\th", "o h"), BULLETED.replace("Segunda", "o\tSegunda"), BULLETED.replace("en las c", "o\ten las c"),
    BULLETED.replace("o\th", "o\to\th"), BULLETED.replace("o\th", "no\th"), BULLETED.replace("La delegación", "o\tLa delegación"),
])  # fmt: skip
def test_the_same_letter_elsewhere_is_a_word_put_in(given: str) -> None:
    assert {one.deleted for one in compare(ORIGINAL, given).differences} == {""}
