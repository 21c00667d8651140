"""Pages as sites had them before 2010, as samples: what they say comes to the desk whole, once, in its place, and never to the public by itself."""

import csv
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from mission.cli import commands
from mission.extensions import engines
from mission.models import Document, Edition, LegacyAddress, Precision, Settlement, State
from mission.services import publishing
from mission.services.importing import MappingError, dating, read, selecting
from mission.services.importing.decoding import decode

from ... import building
from ...conftest import Clock

# The page from which the project began (shortened), in the dress of its time: tables for layout, fonts, no paragraph closed.
SEED = """<HTML><HEAD><meta http-equiv="Content-Type" content="text/html; charset={charset}"><TITLE>Mission du Maroc</TITLE></HEAD>
<BODY bgcolor=#FFFFFF><TABLE width=760 border=0><TR><TD colspan=2><a href="index.html">A propos de la mission</a> - <a href=plan.html>Plan du site</a></TD></TR>
<TR><TD class="menu"><a href="discours.html">Discours royaux</a><br>Communiqués</TD>
<TD class="contenu"><FONT face="Arial" size=4><B class=titre>OIM</B></FONT><P><FONT face=Arial size=2>Fondée en 1951 avec un statut d’organisation internationale, l'Organisation Internationale pour les Migrations (OIM) a acquis aujourd’hui une dimension globale.
<P align=justify><B>Le Maroc et l’OIM</B><P>Le Maroc a adhéré à l’OIM en 1998.<BR><BR>Un accord a été signé le 22 février 2005 (<A HREF='../docs/accord.pdf'>texte</A>, <a href="http://www.old.example/fr/communiques/7.html">communiqué</a>).</FONT>
<IMG SRC="oim.gif"></TD></TR></TABLE></BODY></HTML>"""
ARABIC = """<html dir=rtl><head>{meta}<title>البعثة</title></head><body><table><tr><td class=contenu><h1>بلاغ عن الهجرة</h1><center>جنيف، 22 فبراير 2005</center>
<p>وقع المغرب والمنظمة الدولية للهجرة اتفاقا في جنيف.</p></td></tr></table></body></html>"""
FRENCH = """<html><head><title>x</title></head><body><td class=contenu><h1>Communiqué sur la migration</h1><p>Genève, le 22 février 2005<p>Le Maroc et l’OIM ont signé un accord – à Genève.</td></body></html>"""

MAPPING = r"""
name: old
site: http://www.old.example
rules:
  - {path: '/fr/pages/27\d\.html', language: fr, section: themes, kind: page, title: '.titre', text: 'td.contenu', parent: migration, segment: sample}
  - {path: '/(?P<language>fr|ar)/communiques/(?P<document>\d+)\.html', section: communiques, kind: communique, title: h1, text: td.contenu, themes: [migration], bodies: [iom]}
  - {path: '/about\.html', to: /fr/about}
  - {path: '/nowhere\.html', to: /fr/communiques/c2031-001}
  - {path: '/(index|plan)\.html', skip: true}
"""


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    for name, content in {
        "fr/pages/270.html": SEED.format(charset="iso-8859-1").encode("cp1252"),
        "fr/communiques/7.html": FRENCH.encode("utf-8"),
        "ar/communiques/7.html": ARABIC.format(meta="").encode("cp1256"),
        "fr/communiques/8.html": FRENCH.replace("22 février 2005", "sans jour").encode("cp1252"),
        "fr/communiques/9.html": FRENCH.encode("cp1252"),
        "fr/communiques/10.html": b"<html><body><td class=contenu>Sans titre</td></body></html>",
        "about.html": b"<html></html>", "nowhere.html": b"<html></html>", "index.html": b"<html></html>", "other.html": b"<html></html>", "fr/logo.gif": b"GIF89a",
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    return folder


def run(app: Flask, saved: Path, *more: str) -> tuple[str, dict[str, list[str]]]:
    report = saved.parent / "report.csv"
    told = app.test_cli_runner().invoke(commands, ["import", str(saved), "--mapping", str(saved.parent / "mapping.yaml"), "--report", str(report), *more])
    assert told.exit_code == 0, (told.output, told.exception)
    with report.open(encoding="utf-8", newline="") as file:
        return told.output, {row[0]: row[1:] for row in csv.reader(file)}


def counts() -> tuple[int, ...]:
    with engines.reading() as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Document, Edition, LegacyAddress, Settlement))


def test_a_dry_run_says_what_would_become_of_each_page_and_changes_nothing(app: Flask, saved: Path) -> None:
    before = counts()
    said, rows = run(app, saved, "--dry-run")
    assert counts() == before
    assert "Nothing was changed." in said
    assert {path: row[0] for path, row in rows.items() if path != "path"} == {
        "/fr/pages/270.html": "draft", "/fr/communiques/7.html": "draft", "/ar/communiques/7.html": "another language of a draft", "/fr/communiques/8.html": "draft",
        "/fr/communiques/9.html": "the same text as another page", "/fr/communiques/10.html": "not placed", "/about.html": "redirect", "/nowhere.html": "not placed",
        "/index.html": "left out by the mapping", "/other.html": "not placed",
    }  # fmt: skip
    # A link that leads out of the folder, and a page of frames, as some had them.
    (saved / "fr" / "communiques" / "11.html").symlink_to(saved.parent / "mapping.yaml")
    (saved / "fr" / "communiques" / "12.html").write_text("<HTML><FRAMESET cols='*,*'><FRAME src=7.html></FRAMESET></HTML>")
    said, _ = run(app, saved, "--dry-run")
    assert "/fr/communiques/11.html  not placed: it is a link to a file outside the folder" in said
    assert "/fr/communiques/12.html  not placed: it is a set of frames" in said


def test_pages_become_drafts_and_never_more(app: Flask, saved: Path) -> None:
    before = counts()
    said, rows = run(app, saved)
    after = counts()
    assert after[0] - before[0] == 3
    assert after[3] == before[3], "something was released"
    assert "Nothing was released: the drafts are at the desk." in said
    assert "/other.html  not placed: no rule is meant for it" in said
    assert "/fr/communiques/10.html  not placed: it has no title (h1)" in said
    assert "/fr/communiques/9.html  the same text as another page: " in said
    assert "links to the file ../docs/accord.pdf" in rows["/fr/pages/270.html"][2]
    assert "1 images" in rows["/fr/pages/270.html"][2]
    assert "no date was found" in rows["/fr/communiques/8.html"][2]
    with engines.reading() as session:
        page = session.scalars(select(Document).where(Document.content_key == "import/old/fr/pages/270.html")).one().editions[0]
        assert (page.state, page.section, page.segment) == (State.DRAFT, "themes", "sample")
        text = page.translations["fr"]
        assert text.title == "OIM"
        assert text.body.startswith("<p>Fondée en 1951 avec un statut d’organisation internationale, l'Organisation")
        assert "<p><strong>Le Maroc et l’OIM</strong></p>" in text.body
        assert '<a href="/fr/communiques/7.html">communiqué</a>' in text.body
        assert "Discours royaux" not in text.body
        assert "<font" not in text.body.lower()
        both = session.scalars(select(Document).where(Document.content_key == "import/old/communiques/communique/7")).one().editions[0]
        assert {tag: (one.title, one.status.value) for tag, one in both.translations.items()} == {
            "fr": ("Communiqué sur la migration", "original"), "ar": ("بلاغ عن الهجرة", "courtesy"),
        }  # fmt: skip
        assert (both.dated_start, both.precision) == (date(2005, 2, 22), Precision.DAY)
        assert "وقع المغرب" in both.translations["ar"].body
        assert [one.theme.key for one in both.themes] == ["migration"]


def test_twice_doubles_nothing_and_leaves_the_work_of_the_desk_alone(app: Flask, saved: Path, clock: Clock) -> None:
    run(app, saved)
    before = counts()
    with engines.writing() as session:
        writer = building.person(session, "w@example.org", clock())
        edition = session.scalars(select(Document).where(Document.content_key == "import/old/communiques/communique/7")).one().editions[0]
        publishing.save(session, writer, edition.id, building.content(translations={"fr": building.text("Relu")}), version=edition.version, at=clock())
    said, rows = run(app, saved)
    assert counts() == before
    assert {row[0] for path, row in rows.items() if path != "path"} == {"known already", "left out by the mapping", "not placed"}
    with engines.reading() as session:
        assert session.get_one(Edition, edition.id).translations["fr"].title == "Relu"


@pytest.mark.parametrize(("said", "instead", "reason"), [
    ("themes: [migration]", "themes: [nonsense]", "/fr/communiques/7.html  not placed: 'nonsense' is not among the themes"),
    ("parent: migration", "parent: nothere", "/fr/pages/270.html  not placed: there is no public page themes/nothere above it"),
])  # fmt: skip
def test_a_dry_run_promises_nothing_that_is_refused_then(app: Flask, saved: Path, said: str, instead: str, reason: str) -> None:
    (saved.parent / "mapping.yaml").write_text(MAPPING.replace(said, instead))
    promised, dry = run(app, saved, "--dry-run")
    path, _, why = reason.partition("  not placed: ")
    assert f"{path}  not placed: " in promised
    assert why in dry[path][2]
    assert run(app, saved)[1] == dry


def test_a_dry_run_says_what_is_odd_about_an_address(app: Flask, saved: Path, clock: Clock) -> None:
    with engines.writing() as session:
        session.add(LegacyAddress(path="/fr/communiques/7.html", language="fr", document_id=None, room="about", added_at=clock()))
        session.commit()
    dry = run(app, saved, "--dry-run")[1]
    assert "its address leads elsewhere already" in dry["/fr/communiques/7.html"][2]
    assert run(app, saved)[1] == dry


def _edition(name: str) -> Edition:
    with engines.reading() as session:
        edition = session.scalars(select(Document).where(Document.content_key == f"import/old/{name}")).one().editions[0]
        assert edition.translations
        return edition


def _led(path: str) -> int | None:
    with engines.reading() as session:
        return session.scalar(select(LegacyAddress.document_id).where(LegacyAddress.path == path))


def test_a_language_that_was_missed_comes_with_a_better_rule(app: Flask, saved: Path) -> None:
    arabic = saved / "ar/communiques/7.html"
    arabic.write_text(arabic.read_bytes().decode("cp1256").replace("h1>", "h2>"))
    assert "/ar/communiques/7.html  not placed: it has no title" in run(app, saved)[0]
    (saved.parent / "mapping.yaml").write_text(MAPPING.replace("title: h1", "title: [h1, h2]"))
    before = counts()
    assert run(app, saved, "--dry-run")[1]["/ar/communiques/7.html"][0] == "another language of a draft"
    assert counts() == before
    rows = run(app, saved)[1]
    assert (rows["/ar/communiques/7.html"][0], rows["/fr/communiques/7.html"][0]) == ("another language of a draft", "known already")
    edition = _edition("communiques/communique/7")
    assert {tag: (one.title, one.status.value) for tag, one in edition.translations.items()} == {
        "fr": ("Communiqué sur la migration", "original"), "ar": ("بلاغ عن الهجرة", "courtesy"),
    }  # fmt: skip
    assert _led("/ar/communiques/7.html") == edition.document_id
    assert counts()[:2] == before[:2]
    # And another after it: what the import has saved itself is not the work of the desk.
    (saved / "en/communiques").mkdir(parents=True)
    (saved / "en/communiques/7.html").write_text(FRENCH.replace("Communiqué sur", "On"))
    (saved.parent / "mapping.yaml").write_text(MAPPING.replace("fr|ar", "fr|ar|en").replace("title: h1", "title: [h1, h2]"))
    assert run(app, saved)[1]["/en/communiques/7.html"][0] == "another language of a draft"
    assert set(_edition("communiques/communique/7").translations) == {"fr", "ar", "en"}
    before = counts()
    assert {row[0] for path, row in run(app, saved)[1].items() if "/7.html" in path} == {"known already"}
    assert counts() == before


def test_a_language_that_was_missed_is_left_to_the_desk_that_has_gone_on(app: Flask, saved: Path, clock: Clock) -> None:
    arabic = saved / "ar/communiques/7.html"
    content = arabic.read_bytes()
    arabic.unlink()
    run(app, saved)
    with engines.writing() as session:
        writer, edition = building.person(session, "w@example.org", clock()), _edition("communiques/communique/7")
        publishing.save(session, writer, edition.id, building.content(translations={"fr": building.text("Relu")}), version=edition.version, at=clock(), noted=False)
    arabic.write_bytes(content)
    for more in (("--dry-run",), ()):
        assert "/ar/communiques/7.html  not placed: the desk has gone on with its text: add the language there" in run(app, saved, *more)[0]
    assert _led("/ar/communiques/7.html") is None
    assert set(_edition("communiques/communique/7").translations) == {"fr"}


def test_two_texts_of_one_name_are_not_taken_for_one(app: Flask, saved: Path) -> None:
    news, again = saved / "fr/actualites/7.html", saved / "fr/actualites/9.html"
    rule = MAPPING.splitlines()[5].replace("/communiques/(", "/(?:communiques|actualites)/(")
    (saved.parent / "mapping.yaml").write_text(MAPPING.replace(MAPPING.splitlines()[5], rule))
    run(app, saved)
    first = _edition("communiques/communique/7")
    news.parent.mkdir()
    news.write_text(FRENCH.replace("ont signé", "préparent"))
    again.write_text(FRENCH)
    # It sorts before the page that was brought, and is still the one that has no place; so it is where that page is not at hand.
    for missing in (False, True):
        if missing:
            (saved / "fr/communiques/7.html").unlink()
        said, rows = run(app, saved)
        assert "/fr/actualites/7.html  not placed: /fr/communiques/7.html is the same document in this language with another text: let the group" in said
        assert _led("/fr/actualites/7.html") is None
    assert rows["/fr/communiques/9.html"][0] == "known already"
    assert _edition("communiques/communique/7").translations["fr"].body == first.translations["fr"].body
    (saved.parent / "mapping.yaml").write_text(
        MAPPING + MAPPING.splitlines()[5].replace("/communiques/(?P<document>", "/(?P<document>actualites/")
    )
    assert run(app, saved)[1]["/fr/actualites/7.html"][0] == "draft"
    assert "préparent" in _edition("communiques/communique/actualites/7").translations["fr"].body


def test_two_texts_of_one_name_at_once_leave_one_without_a_place(app: Flask, saved: Path) -> None:
    (saved / "fr/actualites").mkdir()
    (saved / "fr/actualites/7.html").write_text(FRENCH.replace("ont signé", "préparent"))
    (saved.parent / "mapping.yaml").write_text(MAPPING.replace("/communiques/(", "/(?:communiques|actualites)/("))
    said, rows = run(app, saved)
    assert rows["/fr/actualites/7.html"][0] == "draft"
    assert "/fr/communiques/7.html  not placed: /fr/actualites/7.html is the same document in this language with another text" in said
    assert _led("/fr/communiques/7.html") is None


def test_an_old_address_is_unknown_until_its_text_is_public_and_then_leads_to_it(app: Flask, saved: Path, clock: Clock) -> None:
    run(app, saved)
    client = app.test_client()

    def asked(path: str) -> tuple[int, str]:
        answer = client.get(path, base_url="http://localhost:8000")
        return answer.status_code, answer.headers.get("Location", "")

    assert asked("/about.html") == (301, "/fr/about")
    assert asked("/fr/communiques/7.html")[0] == 404
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("w", "a"))
        edition = session.scalars(select(Document).where(Document.content_key == "import/old/communiques/communique/7")).one().editions[0]
        building.release(session, edition, writer, approver, clock())
        assert asked("/fr/communiques/7.html")[0] == 404
        other = session.scalars(select(Document).where(Document.content_key == "import/old/fr/pages/270.html")).one()
        draft = other.editions[0]
        publishing.discard(session, writer, draft.id, version=draft.version, at=clock())
        assert session.get(LegacyAddress, "/fr/pages/270.html") is None
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    assert asked("/fr/communiques/7.html") == (301, "/fr/communiques/c2026-001/communique-sur-la-migration")
    assert asked("/fr/communiques/9.html") == asked("/fr/communiques/7.html")
    assert asked("/ar/communiques/7.html")[1].startswith("/ar/communiques/c2026-001/")


def test_pages_that_a_question_mark_told_apart_are_read_and_led_from_where_they_were(app: Flask, saved: Path, clock: Clock) -> None:
    """As wget names them: by their query, where a system takes no question marks behind an @, and with an ending where it adds one."""
    names = {
        "article.php?id=7": "/article.php?id=7", "fr/spip.php?article45": "/fr/spip.php?article45", "fr/article.php@id=9&x=1": "/fr/article.php?id=9&x=1",
        "fr/article.php?id=13.html": "/fr/article.php?id=13", "fr/vieux.php.html": "/fr/vieux.php", "fr/مقال?n=2": "",
    }  # fmt: skip
    for number, name in enumerate((*names, "style.css?v=3", "photo@2x.jpg")):
        (saved / name).write_text(FRENCH.replace("signé", f"signé {number}"))
    rule = r"{path: '.*(article|vieux)[^/]*', language: fr, section: communiques, kind: communique, title: h1, text: td.contenu}"
    (saved.parent / "mapping.yaml").write_text(MAPPING + f"  - {{path: '.*spip.*', to: /fr/about}}\n  - {rule}\n")
    said, rows = run(app, saved)
    assert "3  files that are no pages, left alone: 1 .css, 1 .gif, 1 .jpg" in said
    assert {name: rows[f"/{name}"][0] for name in names} == dict.fromkeys(names, "draft") | {"fr/spip.php?article45": "redirect", "fr/مقال?n=2": "not placed"}
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("w", "a"))
        for document in session.scalars(select(Document).where(Document.content_key.like("import/old/%.php%"))).all():
            building.release(session, document.editions[0], writer, approver, clock())
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    client = app.test_client()
    for address in filter(None, names.values()):
        assert client.get(address, base_url="http://localhost:8000").status_code == 301, address
    before = counts()
    assert "known already" in run(app, saved)[0]
    assert counts() == before


def test_who_is_named_and_what_cannot_be_read_is_said_in_a_sentence(app: Flask, saved: Path, clock: Clock) -> None:
    runner, mapping = app.test_cli_runner(), saved.parent / "mapping.yaml"
    told = runner.invoke(commands, ["import", str(saved), "--mapping", str(mapping), "--by", "nobody@example.org"])
    assert told.exit_code == 1
    assert "Nobody at the desk has the address" in told.output
    before = counts()
    told = runner.invoke(commands, ["import", str(saved), "--mapping", str(mapping), "--report", str(saved / "no" / "folder" / "x.csv")])
    assert (told.exit_code, told.output) == (1, "Error: The report cannot be written: No such file or directory.\n")
    assert counts() == before, "drafts were made first"
    mapping.write_text("name: old\nrules: [{path: '(', kind: page}]")
    told = runner.invoke(commands, ["import", str(saved), "--mapping", str(mapping)])
    assert told.exit_code == 1
    assert "Rule 1 has a pattern that cannot be read" in told.output


@pytest.mark.parametrize(("text", "said"), [
    ("- a", "needs a name"), ("name: a\nrules: []\nrule: 1", "which means nothing"), ("name: a\nrules: [{path: x, colour: red}]", "which means nothing"),
    ("name: a\nrules: [{path: x, kind: milestone, language: fr, section: speeches}]", "a milestone is written now"), ("name: a\nrules: [{path: x, kind: page}]", "needs a language"),
    ("name: a\nrules: [{path: x, kind: speech, language: fr, section: desk}]", "needs a section"), ("name: a\nrules: [{path: x, kind: speech, language: fr, section: speeches, text: 'a > b'}]", "a selector that cannot be read"),
    ("name: a\nrules: [{path: '(?P<colour>x)', kind: speech}]", "has a group"), ("name: a\nrules: [{path: x, kind: page, language: fr, section: themes}]", "needs a parent"), ("{", "not YAML"),
])  # fmt: skip
def test_a_mapping_that_means_nothing_is_refused(text: str, said: str) -> None:
    with pytest.raises(MappingError, match=said):
        read(text)


WORDS = "البعثة الدائمة للمملكة المغربية بجنيف والهجرة وحقوق الإنسان"


@pytest.mark.parametrize(("content", "arabic", "text", "remark"), [
    ("Genève – l’œuvre".encode("cp1252"), False, "Genève – l’œuvre", ""),
    ("<meta charset=iso-8859-1>Genève – l’œuvre".encode("cp1252"), False, "Genève – l’œuvre", ""),
    ("<meta charset=windows-1252>Genève".encode(), False, "Genève", "says cp1252 and is UTF-8"),
    (f"<meta charset=iso-8859-1>{WORDS}".encode("cp1256"), True, WORDS, "says cp1252 and is cp1256"),
    (WORDS.encode("iso8859_6"), True, WORDS, ""), (WORDS.encode("cp1256"), True, WORDS, ""),
    (f"<meta charset=windows-1256>{WORDS}".encode("iso8859_6"), True, WORDS, "says cp1256 and is iso8859_6"),
    ("Genève, réalités, été".encode().decode("cp1252").encode(), False, "Genève, réalités, été", "was encoded twice, and was taken back"),
    ("Genève".encode("utf-16"), False, "Genève", ""), (b"\x81\x8d Gen\xe8ve", False, "Genève", "2 characters cannot be read"),
])  # fmt: skip
def test_bytes_of_the_time_are_read_as_what_they_are(content: bytes, arabic: bool, text: str, remark: str) -> None:
    found = decode(content, arabic=arabic)
    assert text in found.text
    assert found.remark == remark


@pytest.mark.parametrize(("words", "found"), [
    ("Genève, le 1er mars 2009", date(2009, 3, 1)), ("Geneva, March 12, 2009", date(2009, 3, 12)), ("12 de marzo de 2009", date(2009, 3, 12)),
    ("١٢ غشت ٢٠٠٩", date(2009, 8, 12)), ("12 تشرين الثاني 2009", date(2009, 11, 12)), ("31 février 2009 puis 2 mai 2010", date(2010, 5, 2)),
    ("sans date", None), ("03/04/2009", None), ("le 5 mars 1730", None),
])  # fmt: skip
def test_a_date_in_words_is_found_and_none_is_guessed(words: str, found: date | None) -> None:
    got = dating.find(words)
    assert (got[0] if got else None) == found


@pytest.mark.parametrize(("piece", "lines"), [
    ("<td>Communiqué n° 17</td><td>Mars 2009</td>", ["Communiqué n° 17", "Mars 2009"]), ("<p>Texte 17<p>mars 2009", ["Texte 17", "mars 2009"]),
    ("le 17<BR/>mars 2009", ["le 17", "mars 2009"]), ("<p>le <b>17</b>\n<FONT size=2>mars</FONT>&nbsp;2009</p>", ["le 17 mars 2009"]),
])  # fmt: skip
def test_what_stands_in_two_cells_or_lines_is_not_one_phrase(piece: str, lines: list[str]) -> None:
    assert selecting.lines(piece) == lines


# As most had them: a banner, a menu, a spacer and the text, in a table in a table; a box of figures within; a link to the top.
LAID_OUT = """<html><body><TABLE width=760 class=page><TR><TD colspan=3><h1>Séance du Conseil</h1></TD></TR>
<TR><TD width=150><a href="../index.html">Accueil</a><br><a href="plan.html">Plan</a></TD><TD width=10>&nbsp;</TD>
<TD><TABLE><TR><TD>&nbsp;</TD><TD><FONT face=Arial>Genève, le 3 mars 2009<P>Le Conseil s'est réuni.<BR><BR>Il a adopté&nbsp;:<UL><LI>un texte<LI>un rapport</UL>
<TABLE border=1><TR><TH>Pays<TH>Voix<TR><TD>Maroc<TD><UL><LI>12<LI>13</UL></TABLE><BLOCKQUOTE>Un pas.</BLOCKQUOTE></FONT></TD></TR></TABLE></TD></TR>
<TR><TD colspan=3><a href="#">Haut</a></TD></TR></TABLE></body></html>"""


@pytest.mark.parametrize("text", ["body", "table.page"])
def test_a_page_that_tables_laid_out_keeps_its_paragraphs(app: Flask, saved: Path, text: str) -> None:
    (saved / "fr/communiques/8.html").write_text(LAID_OUT)
    (saved.parent / "mapping.yaml").write_text(MAPPING.replace("td.contenu, themes", f"{text}, themes"))
    remarks = run(app, saved)[1]["/fr/communiques/8.html"][2]
    assert ("2 layouts" in remarks, "1 tables" in remarks) == (True, True)
    assert _edition("communiques/communique/8").translations["fr"].body.split("\n") == [
        '<p><a href="/fr/index.html">Accueil</a></p>', '<p><a href="/fr/communiques/plan.html">Plan</a></p>', "<p>Genève, le 3 mars 2009</p>", "<p>Le Conseil s'est réuni.</p>",
        "<p>Il a adopté :</p>", "<ul><li>un texte</li><li>un rapport</li></ul>", "<p>Pays – Voix</p>", "<p>Maroc – 12 / 13</p>",
        "<blockquote><p>Un pas.</p></blockquote>", "<p>Haut</p>",
    ]  # fmt: skip


def test_no_date_is_made_of_two_cells(app: Flask, saved: Path) -> None:
    (saved / "fr/communiques/8.html").write_text(FRENCH.replace("Genève, le 22 février 2005", "</p><table><tr><td>Communiqué n° 17</td><td>Mars 2009</td></tr></table><p>"))
    assert "no date was found" in run(app, saved)[1]["/fr/communiques/8.html"][2]


def test_pieces_are_found_in_any_state_of_repair() -> None:
    page = '<table id=a><tr><td class="x menu">m<td class="x">one <table><tr><td>two</td></tr></table> three</td></tr></table><h1>T&eacute;<br>st</h1>'
    assert selecting.inside(page, "#a td.menu") is not None
    assert selecting.words(selecting.inside(page, "h1") or "") == "Té st"
    assert selecting.inside(page, "#b td") is None
    assert selecting.without("<p>a</p><div class=m>b<div>c</div></div><p>d</p>", ("div.m",)) == "<p>a</p><p>d</p>"
