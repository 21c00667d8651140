"""A minus is there or not, however it is written and whatever stands unseen beside it."""

import pytest

from mission.verify.comparison import Comparison, Original, compare

FRAMES = (
    "Le texte d’essai inventé dit que la valeur {} fut relevée à la station de Genève hier, pendant la nuit.",
    "The invented sample text says that the value {} was read at the station in Geneva yesterday, during the night.",
    "El texto de muestra inventado dice que el valor {} fue leído en la estación de Ginebra ayer, durante la noche.",
    "يقول النص التجريبي المختلق إن القيمة {} سجلت أمس في محطة جنيف التجريبية خلال الليل كله.",
)
UNSEEN = "\u200e\u200f\u200b\u200c\u200d\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u061c\u00ad\u2060\u2063\ufeff\ufe0f\u034f"
STROKES = "-−–‑\u2043\u2500\u02d7\u2796\uff0d\ufe63"


def held(first: str, second: str, frame: str = FRAMES[0]) -> Comparison:
    return compare(Original("", "", frame.format(first)), frame.format(second))


@pytest.mark.parametrize("frame", FRAMES)
def test_marks_that_nobody_sees_decide_nothing_beside_a_minus(frame: str) -> None:
    for mark in UNSEEN:
        for written in (f"{mark}-5", f"−{mark}5", f"({mark}−6)", f"{mark}−{mark}4,5", f"\u2066-5\u2069{mark}", f"{mark}{mark}–7", f"-{mark}$5", f"«{mark}-5", f"-{mark * 90}5"):
            plain = "".join(one for one in written if one not in UNSEEN)
            assert held(written, plain, frame).same, (written, plain)
            assert held(plain, written, frame).same, (plain, written)
            without = "".join(one for one in plain if one not in STROKES)
            other = plain.translate(dict.fromkeys(map(ord, STROKES), "+"))
            for changed in (without, other):
                assert held(written, changed, frame).differences, (written, changed)
                assert held(changed, written, frame).differences, (changed, written)


def test_a_sign_in_the_place_of_a_minus_is_shown() -> None:
    for first, second in (("−5", "+5"), ("−5", ">5"), ("±3", "+3"), ("+12", "−12"), ("-5", "±5"), ("–5", "+5"), ("\u200e−5", "+5")):
        found = held(f"{first} °C", f"{second} °C").differences
        assert [(one.deleted.strip(UNSEEN), one.inserted) for one in found] == [(first.strip(UNSEEN), second)], (first, second, found)
    for first, second in (("−5", "5"), ("5", "−5")):
        assert [(place.deleted, place.inserted) for place in held(first, second).differences] == [(first, second)]


def test_all_signs_before_a_number_count() -> None:
    for first, second in (("≥ −5", "> −5"), ("≥−5", ">−5"), ("≥ −5", "−5"), ("+1 000", "1000"), ("> 1 000", "1000"), ("-$5", "$5"), ("“−5", "“5"), ("=\u03385", "5"),
                          ("− 5", "5"), ("± 1 000", "+1000")):  # fmt: skip
        assert held(first, second).differences, (first, second)
        assert held(second, first).differences, (second, first)
    assert held("≠ 5", "=\u0338 5").same


def test_the_same_minus_by_any_stroke_is_the_same_and_a_hyphen_or_a_range_is_none() -> None:
    for first in STROKES:
        assert held(f"{first}5", "5").differences, first
        assert held("5", f"{first}5").differences, first
        for second in STROKES:
            assert held(f"{first}5,5 %", f"{second}5,5 %").same, (first, second)
            assert held(f"{first}1 000", f"{second}1000").same, (first, second)
    for first, second in (("2014–2016", "2014 – 2016"), ("2014 –2016", "2014 – 2016"), ("2014 –2016", "2014-2016"), ("2014–2016", "2014 –\n2016"), ("L511-1", "L511‑1"),
                          ("– 25", "- 25"), ("3 %–5 %", "3 % – 5 %"), ("COVID-19", "COVID‑19")):  # fmt: skip
        assert held(first, second).same, (first, second)
    row = "Les relevés de la station d’essai : {}."
    values = ("5,5", "7", "3", "12", "8", "21", "6", "4", "2", "9")
    published = compare(Original("", "", row.format(", ".join(f"–{one}" for one in values))), row.format(", ".join(f"-{one}" for one in values)))
    assert published.comes_from_it
    assert published.same


def test_a_fraction_in_arabic_digits_is_the_same_and_thousands_are_not() -> None:
    for first, second in (("1,5", "١٫٥"), ("1,5", "١,٥"), ("1.5", "١٫٥"), ("١٫٥", "1,5"), ("-1,5 %", "-١٫٥ ٪"), ("1 500,25", "١٬٥٠٠٫٢٥"), ("0,375", "٠٫٣٧٥"), ("١٫٥٠٠", "١٫٥٠٠")):
        assert held(first, second).same, (first, second)
    for first, second in (("1,5", "1.5"), ("15 000", "15.000"), ("1,500", "١٫٥٠٠"), ("1.500", "١٫٥٠٠"), ("1,5", "١٫٦"), ("1,5", "١٥"), ("15", "١٫٥"), ("1,5 à 2,5", "١٫٥ à 2.5")):
        assert held(first, second).differences, (first, second)


def test_marks_between_a_number_and_what_belongs_to_it_are_nothing() -> None:
    for mark in UNSEEN:
        for written in (f"3 {mark}%", f"3{mark}%", f"3{mark} {mark}٪", f"%{mark}3", f"3{mark}½", f"{mark}3{mark}½{mark}", f"10{mark}²", f"10²{mark}", f"15{mark} {mark}000", f"12{mark}+"):
            plain = "".join(one for one in written if one not in UNSEEN)
            assert held(written, plain).same, written
            assert held(plain, written).same, written
    for first, second in (("3\u200e½", "3"), ("10\u200e²", "102"), ("3\u200e %", "3")):
        assert held(first, second).differences, (first, second)
