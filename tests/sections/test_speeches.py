"""Royal speeches are read by year and by occasion."""

import re

import pytest

from mission.languages import TAGS

from ..strict import StrictClient


@pytest.mark.parametrize("tag", TAGS)
def test_the_speeches_stand_under_their_years_and_are_found_by_occasion(client: StrictClient, tag: str) -> None:
    page = client.get(f"/{tag}/speeches").text
    years = re.findall(r'<h3(?: class="year")?>(\d{4})</h3>', page)
    assert len(years) > 3
    assert years == sorted(set(years), reverse=True)
    offered = dict(re.findall(rf'<a href="(/{tag}/speeches\?occasion=[a-z-]+)">[^<]+\((\d+)\)</a>', page))
    assert len(offered) > 2
    for address, count in offered.items():
        narrowed = client.get(address).text
        assert narrowed.count('<article class="item') == int(count)
        assert f'href="{address}" aria-current="true"' in narrowed
        assert f"/{tag}/speeches.atom?{address.partition('?')[2]}" in narrowed


def test_an_occasion_that_there_is_not_is_no_list(client: StrictClient) -> None:
    assert client.get("/fr/speeches?occasion=bogus").status_code == 404
