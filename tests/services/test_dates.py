"""Dates as the house prints them: the first of a month has a name of its own in French and in Morocco's Arabic."""

from datetime import date

import pytest

from mission.languages import LANGUAGES
from mission.services.alerts.wording import speech
from mission.services.dates import as_iso, as_minute, day, printed
from mission.services.shown import Dated
from tests.house.typography import faults


@pytest.mark.parametrize(("tag", "told"), [("fr", "1er juillet 2019"), ("ar", "فاتح يوليوز 2019"), ("en", "1 July 2019"), ("es", "1 de julio de 2019")])
def test_the_first_of_a_month_is_written_in_one_form(tag: str, told: str) -> None:
    first = date(2019, 7, 1)
    assert day(first, LANGUAGES[tag]) == printed(Dated(first, None, "day"), LANGUAGES[tag]) == speech(tag).dated(Dated(first, None, "day")) == told
    assert as_iso(told) == "2019-07-01", "and read as it is written"


@pytest.mark.parametrize(("tag", "start", "end", "told"), [
    ("ar", date(2019, 7, 1), date(2019, 7, 3), "فاتح – 3 يوليوز 2019"),
    ("ar", date(2019, 6, 30), date(2019, 7, 1), "30 يونيو – فاتح يوليوز 2019"),
    ("ar", date(2019, 7, 21), date(2019, 7, 25), "21–25 يوليوز 2019"),
    ("ar", date(2019, 7, 11), date(2019, 7, 11), "11 يوليوز 2019"),
    ("fr", date(2019, 7, 1), date(2019, 7, 3), "1er–3 juil. 2019"),
    ("fr", date(2019, 7, 21), date(2019, 7, 31), "21–31 juil. 2019"),
])  # fmt: skip
def test_so_it_is_where_several_days_are_told(tag: str, start: date, end: date, told: str) -> None:
    assert printed(Dated(start, end, "day"), LANGUAGES[tag]) == told
    assert not list(faults(tag, told))


def test_a_day_and_an_hour_are_read_in_the_figures_of_either_keyboard() -> None:
    for written in ("٢٧ نونبر ٢٠٢٦ على الساعة ١٤:٠٠", "27 نونبر 2026 في 14:00", "27 novembre 2026 à 14 h 00", "27 novembre 2026 à 14 h", "27 نوفمبر 2026 في الساعة 14:00", "٢٧/١١/٢٠٢٦ ١٤:٠٠"):
        assert as_minute(written) == "2026-11-27T14:00", written
    assert as_minute("٢٠٢٦-١١-٢٧T١٤:٠٠") == "2026-11-27T14:00"
