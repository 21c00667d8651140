"""Royal speeches are read by year and by occasion."""

import re

import pytest

from mission.languages import TAGS

from ..strict import StrictClient


@pytest.mark.parametrize("tag", TAGS)
def test_every_speech_of_the_chronology_is_reached_by_its_date_its_year_and_its_occasion(client: StrictClient, tag: str) -> None:
    page = client.get(f"/{tag}/speeches").text
    years = re.findall(r"<h3>(\d{4})</h3>", page)
    assert years == sorted(set(years), reverse=True)
    rows = re.findall(r"<dt>(.*?)</dt>", page, re.DOTALL)
    told = re.findall(r'<a class="told" href="([^"]+)"', page)
    assert len(told) == sum("<time" in one for one in rows) >= 17
    for by in ("occasion=[a-z-]+", r"from=\d{4}&amp;to=\d{4}"):
        offered = dict(re.findall(rf'<a href="(/{tag}/speeches\?{by})">[^<]+\((\d+)\)</a>', page))
        assert len(offered) > 3
        found = set()
        for address, count in offered.items():
            narrowed = client.get(address.replace("&amp;", "&")).text
            listed = re.findall(r'<article class="item.*?<h4><a href="([^"]+)"', narrowed, re.DOTALL)
            assert len(listed) == int(count)
            assert f'href="{address}" aria-current="true"' in narrowed
            assert f"/{tag}/speeches.atom?{address.partition('?')[2]}" in narrowed
            assert 'class="chronology"' not in narrowed, "what was asked for stands alone"
            found |= set(listed)
        assert found == set(told)


def test_an_occasion_and_a_year_narrow_together_and_what_there_is_not_is_no_list(client: StrictClient) -> None:
    both = "/fr/speeches?from=2022&occasion=throne&to=2022"
    assert client.get(both).text.count('<article class="item') == 1
    assert len(client.get(both.replace("speeches", "speeches.json")).get_json()["items"]) == 1
    assert "Il n’y a pas de discours de cette occasion" in client.get("/fr/speeches?from=1990&to=1991").text
    for bogus in ("occasion=bogus", "from=bogus"):
        assert client.get(f"/fr/speeches?{bogus}").status_code == 404
        assert client.get(f"/fr/speeches.json?{bogus}").status_code == 404
