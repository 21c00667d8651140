"""The initial content: four languages or fewer openly, nothing empty, each language's typography."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from mission.services.markup import canonical

CONTENT = Path(__file__).parents[2] / "mission" / "content"
FILES = sorted([*(CONTENT / "pages").rglob("*.yaml"), *(CONTENT / "milestones").glob("*.yaml")])


def keys(name: str) -> set[str]:
    return {one["key"] for one in yaml.safe_load((CONTENT / "taxonomy" / f"{name}.yaml").read_text())}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_the_content_is_whole(path: Path) -> None:
    raw: dict[str, Any] = yaml.safe_load(path.read_text())
    texts = raw["translations"]
    if "pages" in path.parts:
        assert set(texts) == {"fr", "ar", "en", "es"}
    else:
        assert raw["dated"]["start"]
        assert raw["section"]
    assert [text["status"] for text in texts.values()].count("original") == 1
    assert set(raw.get("themes", [])) <= keys("themes")
    assert set(raw.get("bodies", [])) <= keys("bodies")
    for tag, text in texts.items():
        assert text["title"].strip()
        assert 10 <= len(text["summary"]) <= 240
        assert canonical(text["body"]) == text["body"].strip(), "the body is not canonical"
        for part in ("title", "summary", "body"):
            typography(tag, re.sub(r"<[^>]+>", "", text[part]))


def typography(tag: str, text: str) -> None:
    assert not re.search(r"['\"]", text), text
    if tag == "fr":
        assert not re.search(r"[^\u202f][;!?]", text), text
        assert not re.search(r"[^\u00a0]:\s", text), text
        assert not re.search(r"«[^\u00a0]|[^\u00a0]»", text), text
        assert "droits de l’Homme" not in text
    if tag == "ar":
        assert re.search(r"[\u0600-\u06ff]", text)
        assert not re.search(r"[\u0600-\u06ff]\s?[,;?]", text), text
        assert not re.search(r"[٠-٩]", text), text
    if tag == "es":
        assert text.count("?") == text.count("¿")


def test_there_is_enough_of_everything() -> None:
    milestones = [yaml.safe_load(path.read_text())["translations"] for path in (CONTENT / "milestones").glob("*.yaml")]
    assert len(milestones) >= 60
    assert sum(len(texts) == 4 for texts in milestones) >= 45
    assert any(len(texts) < 3 for texts in milestones), "as real sites have them"
    assert len([path for path in (CONTENT / "pages" / "themes").glob("*.yaml")]) == 12
    sections = {path.stem for path in (CONTENT / "pages").glob("*.yaml")}
    assert sections == {"kingdom", "about", "links", "speeches", "seminars", "candidacy", "autonomy", "integrity", "themes"}


def test_a_milestone_names_its_sources_where_they_may_be_cited() -> None:
    """`cited.txt` lists the facts whose source may be named, by their keys in the collection of facts."""
    cited = {f"milestones.items.{key}" for key in Path(__file__).with_name("cited.txt").read_text().split()}
    for path in (CONTENT / "milestones").glob("*.yaml"):
        raw = yaml.safe_load(path.read_text())
        assert raw.get("sources") or not cited & set(raw["facts"]), path.name


@pytest.mark.parametrize(("page", "composition"), [
    ("kingdom", "figures"), ("kingdom", "chronology"), ("candidacy", "figures"), ("integrity", "chronology"), ("links", "directory"), ("speeches", "chronology"),
    ("seminars", "chronology"), ("autonomy", "chronology"), ("about/representatives", "chronology"), ("themes/trade", "chronology"),
])  # fmt: skip
def test_each_kind_of_page_has_a_composition_of_its_own(page: str, composition: str) -> None:
    for text in yaml.safe_load((CONTENT / "pages" / f"{page}.yaml").read_text())["translations"].values():
        assert f'class="{composition}"' in text["body"]


@pytest.mark.parametrize(("tag", "words"), [
    ("fr", ["1951", "1998", "22 février 2005", "McKinley", "Hilale", "15 juin 2006", "Entraide nationale", "Tétouan", "juillet 2002", "novembre 2004", "Hassan II", "Groupe africain", "état de 2006"]),
    ("en", ["1951", "1998", "22 February 2005", "McKinley", "Hilale", "15 June 2006", "Entraide Nationale", "Tétouan", "July 2002", "November 2004", "Hassan II", "African Group", "state of 2006"]),
    ("es", ["1951", "1998", "22 de febrero de 2005", "McKinley", "Hilale", "15 de junio de 2006", "Entraide", "Tetuán", "julio de 2002", "noviembre de 2004", "Hassan II", "Grupo Africano", "estado de 2006"]),
    ("ar", ["1951", "1998", "22 فبراير 2005", "ماكينلي", "هلال", "15 يونيو 2006", "التعاون الوطني", "تطوان", "يوليوز 2002", "نونبر 2004", "الحسن الثاني", "المجموعة الإفريقية", "سنة 2006"]),
])  # fmt: skip
def test_the_iom_page_holds_every_fact_of_the_page_that_the_project_began_from(tag: str, words: list[str]) -> None:
    body = yaml.safe_load((CONTENT / "pages" / "themes" / "migration" / "iom.yaml").read_text())["translations"][tag]["body"]
    for one in words:
        assert one in body, one
