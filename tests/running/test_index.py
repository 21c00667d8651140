"""The index of a site that runs: what becomes of its files ends nobody's connection."""

import os
from pathlib import Path

from .serving import served, until

PREPARING = "La recherche est en préparation."


def test_files_emptied_under_a_running_site_are_damage_like_any_other(place: Path) -> None:
    """They are read as memory: who reads behind the end of a file is ended by the kernel, and the connections of its readers with it."""
    with served(place, "web") as site:
        assert PREPARING not in site.ask("/fr/communiques?q=migration").text
        folder = place / "index" / (place / "index" / "current").read_text()
        for one in folder.iterdir():
            if one.suffix in (".store", ".term", ".idx", ".pos", ".fast"):
                os.truncate(one, 0)
        for words in ("commerce", "développement"):
            page = site.ask(f"/fr/communiques?q={words.replace('é', '%C3%A9')}")
            assert page.status == 200
            assert PREPARING in page.text
            assert "/r2026-" in page.text, "the list goes on"
        assert site.ask("/api/v1/search?q=droits").status == 503
        assert (place / "index" / "damaged").exists()
    with served(place) as site:
        until(lambda: PREPARING not in site.ask("/fr/communiques?q=commerce").text, "the search")
