"""A string without its four translations does not land."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_from_dir

from tests.conftest import copied

ROOT = Path(__file__).parents[2]
LANGUAGES = ("fr", "ar", "en", "es")
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "extensions": "jinja2.ext.do"}}


@cache
def strings() -> set[str]:
    """Every string of code and templates that is to be translated."""
    found = set()
    for folder in ("mission", "templates"):
        for _, _, message, *_ in extract_from_dir(str(ROOT / folder), METHODS, OPTIONS, KEYWORDS):
            found.add(message[0] if isinstance(message, tuple) else message)
    return found


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_and_none_is_left_over(language: str) -> None:
    kept = {entry.msgid: entry for entry in catalogue(language)}
    assert strings() == set(kept), strings() ^ set(kept)
    for entry in kept.values():
        assert "fuzzy" not in entry.flags
        forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert all(form.strip() for form in forms), entry.msgid
        assert len(forms) == (1 if not entry.msgid_plural else 6 if language == "ar" else 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    for entry in catalogue(language):
        wanted = set(re.findall(r"%\(\w+\)s|\{\w+\}", entry.msgid_plural or entry.msgid))
        for form in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            given = set(re.findall(r"%\(\w+\)s|\{\w+\}", form))
            assert given <= wanted, form
            assert entry.msgid_plural or given == wanted, form


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_keeps_its_typography(language: str) -> None:
    for entry in catalogue(language):
        for form in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert not re.search(r"['\"]", form), form
            if language == "fr":
                assert not re.search(r"[^\u202f][;!?]", form), form
                assert not re.search(r"[^\u00a0]:(\s|$)", form), form
            if language == "ar":
                assert re.search(r"[\u0600-\u06ff]|^[\d\W]*$", re.sub(r"%\(\w+\)s", "", form)), form
                assert not re.search(r"[\u0600-\u06ff]\s?[,;?]", form), form
                assert not re.search(r"(?<![A-Za-z0-9\u2066])\.[a-z]|(?<![\w/<:.\u2066])/[a-z]", form), f"its first sign stands behind it: {form}"
            if language == "es":
                assert form.count("?") == form.count("¿"), form


def test_templates_hold_no_bare_words() -> None:
    # Arabic letters in a template are the Mission's own name, which every language shows.
    for path in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", path.read_text(), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>|^.*{% macro in_its.*$|\w+=\"[^\"]*\"", " ", text)
        bare = re.findall(r"[A-Za-zÀ-ÿ]{3,}", text)
        assert not bare, f"{path.name}: {bare[:5]}"


@pytest.mark.parametrize(("wanted", "never"), [
    ("بالبريد الإلكتروني", "عبر البريد"), ("القائمة", "لائحة"), ("الإلغاء", r"سح\w+(?: \w+)? نهائيا|السحب النهائي|سحب نهائي"),
    ("readers are addressed in the plural", r"(?<!\w)(?:الصق|قارن البصمة|اختر|أدخل|اكتب|انظر|تثق|نصك|ملفك|لديك|يمكنك)(?!\w)"),
    ("اعتماد، تقديم", r"(?<!\w)(?:ال|وال|لل)?مصادق\w*|(?<!\w)(?:ال|لل)?موافقة|(?<!\w)(?:ال)?إحالة"),
])  # fmt: skip
def test_arabic_has_one_word_for_one_thing(wanted: str, never: str) -> None:
    """E-mail is no post, a list has one name, what is recalled is not what is withdrawn, texts are submitted and approved in one word each, and every reader is addressed alike."""
    told = [said for entry in catalogue("ar") for said in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [one for one in told if re.search(never, one)] == [], wanted


FIFTH = r"""
import re, sys
from datetime import UTC, datetime
from sqlalchemy import select
from mission import languages
languages.LANGUAGES["de"] = languages.Language("de", "Deutsch", "ltr", "de", ("en", "fr", "es", "ar"))
languages.TAGS = tuple(languages.LANGUAGES)
from mission import create_app
from mission.extensions import engines
from mission.models import Person, RoleName
from mission.services import staff

client = create_app({"MISSION_INSTANCE": sys.argv[1], "PORT": "8000"}).test_client()
at = datetime.now(UTC)
with engines.writing() as session:
    staff.invite(session, "one@example.org", tuple(RoleName), at=at)
    token = staff.open_session(session, session.scalars(select(Person).where(Person.email == "one@example.org")).one(), at=at, strong=True)
client.set_cookie("desk", token, path="/desk")

def ask(address, **posted):
    how = {"method": "POST", "data": posted, "headers": {"Sec-Fetch-Site": "same-origin"}} if posted else {}
    answer = client.open(address, base_url="http://localhost:8000", **how)
    print(answer.status_code, address)
    return answer

for address in ("/de/", "/de/communiques?q=migrations", "/de/communiques.atom", "/desk/taxonomy/bodies/iom", "/desk/links/new", "/desk/languages", "/desk/search?q=migration", "/desk/pages/new"):
    ask(address)
token = re.search(r'name="token" value="(\w+)"', ask("/desk/documents/new").text)[1]
words = {"en-status": "courtesy", "es-status": "courtesy", "ar-status": "courtesy", "fr-title": "Un essai", "fr-body": "<p>Un essai.</p>", "fr-status": "original", "de-title": "Ein Versuch", "de-body": "<p>Ein Versuch.</p>", "de-status": "official"}
saved = ask("/desk/documents/new", token=token, kind="communique", section="communiques", dated="2026-11-26", precision="day", **words).headers.get("Location", "")
place = re.match(r"/desk/editions/\d+", saved)[0]
assert "Ein Versuch" in ask(place).text
assert 'lang="de"' in ask(place + "/preview/de").text
"""


def test_a_fifth_language_asks_for_one_line_and_its_words(filled: Path, tmp_path: Path) -> None:
    """Without a catalogue it speaks as the code does, and without stop words and stemmer its words are found as they are written."""
    copied(filled, tmp_path, None)
    told = subprocess.run([sys.executable, "-c", FIFTH, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=False)
    asked = [line for line in told.stdout.splitlines() if re.match(r"\d{3} /", line)]
    assert (told.returncode, len(asked)) == (0, 12), told.stdout + told.stderr
    assert [line for line in asked if not re.match("200|303", line)] == []
