"""The sources of a text: bodies in the reader's language, newspapers by their own names, and no two links with the same words."""

import re

import pytest

from mission.languages import TAGS
from tests.seeded import COMMUNIQUE

from ..strict import StrictClient

PLACES = ("kingdom", "candidacy", "integrity", "speeches", "seminars", "autonomy", "about", "about/representatives", "themes/human-rights", f"communiques/{COMMUNIQUE}")


def links(client: StrictClient, address: str) -> list[tuple[str, str]]:
    """The links of the sources of a page: their language, where it is not the page's, and their words."""
    page = client.get(address, follow_redirects=True).get_data(as_text=True)
    card = re.search(r'<section class="card"><h2>(?:Sources|المصادر|Fuentes)</h2>(.*?)</section>', page, re.DOTALL)
    return re.findall(r'<a [^>]*rel="noopener"><bdi(?: lang="(\w\w)")?>([^<]+)</bdi></a>', card[1]) if card else []


@pytest.mark.parametrize("tag", TAGS)
def test_no_two_links_to_sources_say_the_same(client: StrictClient, tag: str) -> None:
    for place in PLACES:
        words = [label for _, label in links(client, f"/{tag}/{place}")]
        assert len(words) == len(set(words)), f"{place}: {words}"


@pytest.mark.parametrize(("tag", "body", "release"), [
    ("fr", "Cour internationale de Justice", "Nations Unies, communiqué SC/13561"), ("ar", "محكمة العدل الدولية", "الأمم المتحدة، البلاغ SC/13561"),
    ("en", "International Court of Justice", "United Nations, release SC/13561"), ("es", "Corte Internacional de Justicia", "Naciones Unidas, comunicado SC/13561"),
])  # fmt: skip
def test_public_bodies_are_named_in_the_readers_language_and_newspapers_in_their_own(client: StrictClient, tag: str, body: str, release: str) -> None:
    told = links(client, f"/{tag}/integrity")
    assert {body, release} <= {label for _, label in told}
    assert ("" if tag == "fr" else "fr", "TelQuel") in told
    assert ("" if tag == "en" else "en", "Morocco World News") in told


def test_a_name_put_into_the_readers_language_is_not_marked_as_foreign(client: StrictClient) -> None:
    told = links(client, "/ar/candidacy")
    assert ("", "مجلس حقوق الإنسان، بلاغ صحفي على موقع زاوية (APO)") in told
    assert not any(re.search(r"Council|Agency|Ministry", label) for _, label in told)
