"""What is certain of a date: the months and years by which a text is counted are those of the lists that hold it."""

from calendar import monthrange
from datetime import date

import pytest

from mission.services.dated import certain, months, years
from mission.services.shown import Dated


def meets(one: Dated, first: date, last: date) -> bool:
    begun, ended = certain(one)
    return begun <= last and first <= ended


@pytest.mark.parametrize(("one", "of_years", "of_months"), [
    (Dated(date(2006, 5, 9), None, "day"), [2006], [200605]),
    (Dated(date(2002, 9, 23), date(2002, 10, 18), "day"), [2002], [200209, 200210]),
    (Dated(date(2019, 12, 30), date(2020, 1, 2), "day"), [2019, 2020], [201912, 202001]),
    (Dated(date(2006, 6, 1), None, "month"), [2006], [200606]),
    (Dated(date(2006, 11, 1), date(2007, 1, 1), "month"), [2006, 2007], [200611, 200612, 200701]),
    (Dated(date(2006, 1, 1), None, "year"), [2006], []),
    (Dated(date(2006, 1, 1), date(2006, 1, 1), "year"), [2006], []),
    (Dated(date(2004, 1, 1), date(2006, 1, 1), "year"), [2004, 2005, 2006], [200412, *range(200501, 200513), 200601]),
], ids=lambda one: f"{one.start}-{one.precision}" if isinstance(one, Dated) else "")  # fmt: skip
def test_a_date_is_counted_by_what_it_is_certain_to_meet(one: Dated, of_years: list[int], of_months: list[int]) -> None:
    assert list(years(one)) == of_years
    assert list(months(one)) == of_months
    every = [(year, month) for year in range(2001, 2022) for month in range(1, 13)]
    assert [year * 100 + month for year, month in every if meets(one, date(year, month, 1), date(year, month, monthrange(year, month)[1]))] == of_months
    assert [year for year in range(2001, 2022) if meets(one, date(year, 1, 1), date(year, 12, 31))] == of_years
