"""A Word file fills a language: what stays, what is told, and what is refused before it is unpacked."""

import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mission.sections.desk.writing import wording
from mission.services.intake import MOST_BYTES, Intake, WordRefused, package, read_word
from mission.services.intake.features import W
from mission.services.markup import canonical

from . import files


def test_title_headings_lists_emphasis_links_and_quotations_stay() -> None:
    read = read_word(files.communique())
    assert read.title == "Un essai de communiqué"
    assert read.body.split("\n") == [
        '<p>Premier paragraphe de l’essai. <strong>En gras</strong> et <em>en italique</em>, puis <a href="https://www.example.org/texte">un lien</a></p>',
        "<h2>Contexte</h2>", "<h3>Détail</h3>", "<ul><li>Élément List Bullet</li><li>Élément List Bullet</li></ul>",
        "<ol><li>Élément List Number</li></ol>", "<blockquote><p>Une citation.</p></blockquote>",
    ]  # fmt: skip
    assert read.changes == {}
    assert canonical(read.body) == read.body


def test_what_does_not_stay_is_counted() -> None:
    read = read_word(files.cluttered())
    assert {name: read.changes.get(name) for name in ("tables", "underlines", "strikes", "colours", "comments", "insertions", "deletions", "fields", "headers", "images", "textboxes")} == {
        "tables": 1, "underlines": 1, "strikes": 1, "colours": 1, "comments": 1, "insertions": 1, "deletions": 1, "fields": 1, "headers": 1,
        "images": 1, "textboxes": 1,
    }  # fmt: skip
    assert "<p>a – b</p>" in read.body
    assert "ajouté" in read.body
    assert "24 novembre" in read.body
    for gone in ("supprimé", "remarque interne", "En-tête", "<img", "<table"):
        assert gone not in read.body


MC, VML, WPS = ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"', ' xmlns:v="urn:schemas-microsoft-com:vml"', ' xmlns:s="urn:shape"'
DIRECTED = "<w:dir w:val='rtl'>{}</w:dir>", "<w:bdo w:val='rtl'>{}</w:bdo>"
BOX = "<w:txbxContent><w:p>{}</w:p></w:txbxContent>"


WRAPPED = (
    *DIRECTED, DIRECTED[0].format(DIRECTED[1]), "<w:hyperlink w:anchor='x'>{}</w:hyperlink>", "<w:fldSimple w:instr=' DATE '>{}</w:fldSimple>",
    "<w:smartTag>{}</w:smartTag>", "<w:customXml>{}</w:customXml>", "<w:ins>{}</w:ins>", "<w:moveTo>{}</w:moveTo>", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:sdt><w:sdtPr><c:checkbox xmlns:c='http://schemas.microsoft.com/office/word/2010/wordml'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:r><w:ruby><w:rt><w:r><w:t>glose</w:t></w:r></w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
    f"<mc:AlternateContent{MC}><mc:Choice>{{}}</mc:Choice><mc:Fallback>{{}}</mc:Fallback></mc:AlternateContent>",
    f"<mc:AlternateContent{MC}><mc:Choice>{{}}</mc:Choice></mc:AlternateContent>", f"<mc:AlternateContent{MC}><mc:Choice><w:drawing><w:offset>7</w:offset></w:drawing></mc:Choice><mc:Fallback>{{}}</mc:Fallback></mc:AlternateContent>",
    f"<w:r><w:drawing{WPS}><s:wsp><s:txbx>{BOX}</s:txbx></s:wsp></w:drawing></w:r>", f"<w:r><w:pict><v:oval{VML}><v:textbox>{BOX}</v:textbox></v:oval></w:pict></w:r>",
    f"<w:r><w:object>{BOX}</w:object></w:r>", "<x:unheard xmlns:x='urn:x'>{}</x:unheard>",
    "</w:p><w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p>{}</w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p>{}</w:p></w:tc></w:tr></w:tbl><w:p>",
    "</w:p><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}",
)  # fmt: skip


def test_whatever_words_are_wrapped_in_they_stay() -> None:
    read = with_paragraph("".join(f"<w:r><w:t>avant{n} </w:t></w:r>{around.replace('{}', f'<w:r><w:t>mot{n}.</w:t></w:r>')}</w:p><w:p>" for n, around in enumerate(WRAPPED)))
    assert [around for n, around in enumerate(WRAPPED) if f"avant{n}" not in read.body or f"mot{n}." not in read.body] == []
    assert "glose" not in read.body
    assert "letters" not in read.changes


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.sampled_from((*WRAPPED, *(f"<w:{name}>{{}}</w:{name}>" for name in (
    "p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "del", "moveFrom", "rt", "footnote", "footnoteReference", "sdtContent", "sectPr", "br", "drawing", "body",
)))), max_size=5), min_size=1, max_size=6))  # fmt: skip
def test_every_word_of_a_file_comes_or_is_told(nested: list[list[str]]) -> None:
    held, given = "", [f"mot{chr(ord('a') + n)}" for n in range(len(nested))]
    for word, around in zip(given, nested, strict=True):
        made = f"<w:r><w:t>{word}</w:t></w:r>"
        for one in around:
            made = made if "</w:p><" in one else one.replace("{}", made)
        held += made
    read = with_paragraph(held)
    assert all(word in read.body for word in given) or read.changes.keys() & {"letters", "deletions", "glosses"}, held


@pytest.mark.parametrize(("held", "told"), [
    ("<w:r><w:ruby><w:rt><w:r><w:t>glose</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>mot</w:t></w:r></w:rubyBase></w:ruby></w:r>", {"glosses": 1}),
    ("<w:del><w:r><w:t>mot</w:t></w:r></w:del>", {"deletions": 1}), ("<w:moveFrom><w:r><w:t>mot</w:t></w:r></w:moveFrom>", {"deletions": 1}),
    ("<m:oMath xmlns:m='urn:m'><m:r><w:t>x</w:t></m:r></m:oMath>", {"formulas": 1}), ("<w:r><w:sym w:font='Nobody' w:char='F041'/></w:r>", {"signs": 1}),
    ("</w:p><w:altChunk r:id='rId7' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'/><w:p>", {"chunks": 1}),
    ("<w:r><w:instrText> TOC \\o </w:instrText></w:r>", {"contents": 1}), ("<w:r><w:instrText> INDEX </w:instrText></w:r>", {"fields": 1}),
    ("</w:p><w:p><w:pPr><w:jc w:val='right'/></w:pPr><w:r><w:t>mot</w:t></w:r>", {"far-side": 1}),
    ("</w:p><w:p><w:pPr><w:pBdr><w:top w:val='nil'/></w:pBdr></w:pPr>", {}), ("</w:p><w:p><w:pPr><w:pBdr><w:bottom w:val='single'/></w:pBdr></w:pPr>", {"rules": 1}),
    (f"<w:r><w:pict><v:rect{VML} o:hr='t' xmlns:o='urn:schemas-microsoft-com:office:office'/></w:pict></w:r>", {"rules": 1}),
    ("<w:hyperlink w:anchor='x'><w:r><w:t>mot</w:t></w:r></w:hyperlink><w:hyperlink w:anchor='_Ref1'><w:r><w:t>mot</w:t></w:r></w:hyperlink>", {"anchors": 2}),
    ("<w:hyperlink r:id='rId77' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><w:r><w:t>mot</w:t></w:r></w:hyperlink>", {"links": 1}),
    ("<w:r><w:footnoteReference w:id='9'/></w:r>", {"footnotes": 1}), ("<w:r><w:t>\uf0b7 \ue001</w:t></w:r>", {"signs": 2}),
    ("<w:r><w:tab/><w:t>2024</w:t><w:tab/><w:ptab w:alignment='left'/></w:r><w:r><w:t>2025</w:t><w:tab/></w:r>", {"tabs": 2}),
    ("</w:p><w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr><w:r><w:tab/><w:t>mot</w:t></w:r>", {"indents": 1}),
    ("</w:p><w:p><w:r><w:t>Contexte</w:t><w:tab/></w:r><w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r><w:r><w:t>3</w:t></w:r>", {}),
    ("</w:p><w:p><w:pPr><w:shd w:val='clear' w:color='auto' w:fill='FF0000'/></w:pPr><w:r><w:t>mot</w:t></w:r>", {"colours": 1}),
    ("</w:p><w:p><w:pPr><w:shd w:val='clear' w:color='auto' w:fill='auto'/></w:pPr><w:r><w:t>mot</w:t></w:r>", {}),
    (f"<w:r><mc:AlternateContent{MC}><mc:Choice Requires='wps'><w:drawing><s:wsp{WPS}/></w:drawing></mc:Choice>"
     f"<mc:Fallback><w:pict><v:line{VML}/></w:pict></mc:Fallback></mc:AlternateContent></w:r>", {"shapes": 1}),
    (f"<w:r><mc:AlternateContent{MC}><mc:Choice Requires='wps'><w:drawing><s:wsp{WPS}><s:txbx><w:txbxContent><w:p><w:r><w:t>mot</w:t></w:r></w:p>"
     "</w:txbxContent></s:txbx></s:wsp></w:drawing></mc:Choice></mc:AlternateContent></w:r>", {"textboxes": 1}),
    (f"<mc:AlternateContent{MC}><mc:Choice Requires='wps'><w:drawing/></mc:Choice><mc:Fallback><w:del><w:r><w:t>mot</w:t></w:r></w:del></mc:Fallback>"
     "</mc:AlternateContent>", {"deletions": 1}),
    (f"<w:r><w:pict><v:line{VML}/></w:pict></w:r>", {"shapes": 1}), (f"<w:r><w:pict><v:shape{VML}><v:imagedata/></v:shape></w:pict></w:r>", {"images": 1}),
    ("<w:sdt><w:sdtContent/><w:sdtContent><w:r><w:t>perdu !</w:t></w:r></w:sdtContent></w:sdt>", {"letters": 5}),
])  # fmt: skip
def test_words_and_looks_that_do_not_stay_are_told(held: str, told: dict[str, int]) -> None:
    read = with_paragraph("<w:r><w:t>avant</w:t></w:r>" + held)
    assert {name: number for name, number in read.changes.items() if name != "title-missing"} == told
    assert all(one != wording.changed({one: 2})[0] for one in told)


def test_a_break_within_a_paragraph_keeps_words_apart() -> None:
    for kind in ("<w:br/>", "<w:br w:type='page'/>", "<w:br w:type='column'/>", "<w:br w:type='any'/>", "<w:cr/>"):
        read = with_paragraph(f"<w:r><w:t>un</w:t>{kind}<w:t>deux</w:t></w:r>")
        assert (read.body, read.changes["breaks"]) == ("<p>un</p>\n<p>deux</p>", 1), kind
    assert with_paragraph("<w:r><w:t>un</w:t><w:ptab w:alignment='right'/><w:t>deux</w:t></w:r>").body == "<p>un deux</p>"
    assert "breaks" not in with_paragraph("<w:r><w:br w:type='page'/><w:t>seul</w:t></w:r>").changes


def with_paragraph(held: str) -> Intake:
    return read_word(files.with_document(f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>{held}</w:p></w:body></w:document>'))


def test_footnotes_become_a_list_under_the_text() -> None:
    notes = b'<?xml version="1.0"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>La note.</w:t></w:r></w:p></w:footnote></w:footnotes>'

    def change(name: str, part: bytes) -> bytes:
        if name == "word/document.xml":
            return part.replace(b"<w:body>", b'<w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Titre</w:t></w:r></w:p><w:p><w:r><w:t>Le texte</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>')
        if name == "word/_rels/document.xml.rels":
            return part.replace(b"</Relationships>", b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>')
        return part

    read = read_word(files.rebuilt(files.saved(docx.Document()), change, **{"word/footnotes.xml": notes}))
    assert read.title == "Titre"
    assert read.body == "<p>Le texte[1]</p>\n<ol><li>La note.</li></ol>"
    assert read.changes == {"footnotes": 1}


def test_arabic_survives_and_a_bold_first_line_is_taken_for_the_title() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("بلاغ صحفي تجريبي").bold = True
    document.add_paragraph("فقرة أولى من نص تجريبي.")
    read = read_word(files.saved(document))
    assert (read.title, read.body) == ("بلاغ صحفي تجريبي", "<p>فقرة أولى من نص تجريبي.</p>")
    assert read.changes == {"title-guessed": 1}


def test_what_stood_in_the_middle_is_told() -> None:
    document = docx.Document()
    document.add_paragraph("Au milieu").alignment = 1
    document.add_paragraph("").alignment = 1
    document.add_paragraph("Au bord").alignment = 3
    assert read_word(files.saved(document)).changes == {"centred": 1, "title-missing": 1}


def test_lists_that_are_numbered_otherwise_subtitles_capitals_and_line_breaks_are_told() -> None:
    read = read_word(files.numbered())
    assert read.changes == {"subtitles": 1, "renumbered": 3, "lettered": 1, "capitals": 1, "breaks": 1}
    assert "<p>Un nom</p>\n<p>à la ligne</p>" in read.body
    # The third point goes on after a paragraph, which nobody would see here.
    assert read.body.count("<ol>") == 2


def styles_of(*names: str, change: Callable[[Any], None] | None = None) -> Intake:
    """What comes of a file whose paragraphs, after its title, have these styles, each called by its place."""
    document = docx.Document()
    document.add_heading("Titre", 0)
    for place, name in enumerate(names):
        document.add_paragraph(f"{place}", name or None)
    if change:
        change(document)
    return read_word(files.saved(document))


B, N = "List Bullet", "List Number"


@pytest.mark.parametrize(
    ("names", "body", "told"),
    [
        ((B, f"{B} 2", f"{B} 3", f"{B} 2", B), "<ul><li>0<ul><li>1<ul><li>2</li></ul></li><li>3</li></ul></li><li>4</li></ul>", {}),
        ((N, f"{N} 2", f"{N} 2", N), "<ol><li>0<ol><li>1</li><li>2</li></ol></li><li>3</li></ol>", {}),
        ((N, f"{B} 2", N, f"{B} 3"), "<ol><li>0<ul><li>1</li></ul></li><li>2<ul><li>3</li></ul></li></ol>", {}),
        # Nothing to stand below: the first of a list is at its top, and what follows it stands beside it.
        ((f"{B} 2", f"{B} 2", f"{B} 3"), "<ul><li>0</li><li>1<ul><li>2</li></ul></li></ul>", {}),
        ((B, "", f"{B} 2", B), "<ul><li>0</li></ul>\n<p>1</p>\n<ul><li>2</li><li>3</li></ul>", {}),
        # Word counts on, the text begins anew.
        ((N, f"{N} 2", f"{N} 2", N, f"{N} 2"), "<ol><li>0<ol><li>1</li><li>2</li></ol></li><li>3<ol><li>4</li></ol></li></ol>", {"renumbered": 1}),
    ],
)  # fmt: skip
def test_styles_that_stand_further_in_by_their_name_are_lists_below_the_item_before_them(names: tuple[str, ...], body: str, told: dict[str, int]) -> None:
    read = styles_of(*names)
    assert (read.title, read.body, read.changes) == ("Titre", body, told)
    assert canonical(read.body) == read.body


def test_a_list_of_such_a_style_that_begins_anew_stays_below_and_another_list_goes_by_its_own_level() -> None:
    def restart(document: Any) -> None:
        numbering = document.part.numbering_part.element
        style = document.styles[f"{N} 2"].element.pPr.numPr.numId.val
        abstract = next(one for one in numbering.findall(f"{W}num") if one.get(f"{W}numId") == str(style)).find(f"{W}abstractNumId").get(f"{W}val")
        numbering.append(parse_xml(
            f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="{abstract}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        ))
        plain = document.styles[B].element.pPr.numPr.numId.val
        for place, number in ((-2, 77), (-1, plain)):
            document.paragraphs[place]._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'))

    read = styles_of(N, f"{N} 2", N, f"{N} 2", f"{N} 2", change=restart)
    assert read.body == "<ol><li>0<ol><li>1</li></ol></li><li>2<ol><li>3</li></ol></li></ol>\n<ul><li>4</li></ul>"
    assert read.changes == {}


def test_hidden_text_stays_out_and_is_told() -> None:
    document = docx.Document()
    document.add_heading("Titre", 0)
    for name, hides in (("Caché", True), ("Ombre", None), ("Montré", False)):
        style = document.styles.add_style(name, docx.enum.style.WD_STYLE_TYPE.CHARACTER)
        style.base_style = document.styles["Caché"] if name != "Caché" else None
        style.font.hidden = hides
    paragraph = document.add_paragraph("Avant")
    for words, style, hides in ((" un", None, True), (" deux", "Caché", None), (" trois", "Ombre", None), (" quatre", "Montré", None), (" cinq", "Caché", False), (" ", None, True)):
        paragraph.add_run(words, style).font.hidden = hides
    document.styles.add_style("Interne", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH).font.hidden = True
    document.add_paragraph("Note interne", "Interne").add_run(" sauf ceci").font.hidden = False
    read = read_word(files.saved(document))
    assert read.body == "<p>Avant quatre cinq</p>\n<p>sauf ceci</p>"
    assert read.changes == {"hidden-out": 4}
    # The strict form of the format calls the same things by other names.
    strict = files.rebuilt(files.saved(document), lambda name, part: re.sub(rb"http://schemas.openxmlformats.org/(wordprocessingml|officeDocument)/2006/", rb"http://purl.oclc.org/ooxml/\1/", part))
    assert read_word(strict) == read


@pytest.mark.parametrize(
    ("levels", "kinds", "told"),
    [
        ((1, 2, 2), "h2 h3 h3", {}), ((1, 2, 3, 9), "h2 h3 h3 h3", {"headings": 2}), ((1, 3), "h2 h3", {"headings": 1}),
        ((3, 3), "h2 h2", {"levels": 2}), ((2, 3), "h2 h3", {"levels": 1, "headings": 1}),
    ],
)  # fmt: skip
def test_a_heading_that_moves_to_another_level_is_told(levels: tuple[int, ...], kinds: str, told: dict[str, int]) -> None:
    document = docx.Document()
    document.add_heading("Titre", 0)
    for level in levels:
        document.add_heading("Intertitre", level)
    read = read_word(files.saved(document))
    assert re.findall(r"<(h\d)>", read.body) == kinds.split()
    assert read.changes == told


def test_dangerous_links_lose_their_address() -> None:
    document = docx.Document()
    files.link(document, document.add_paragraph("A "), "javascript:alert(1)", "B")
    files.link(document, document.add_paragraph("C "), "file:///etc/passwd", "D")
    read = read_word(files.saved(document))
    assert "href" not in read.body
    assert "B" in read.body
    assert "D" in read.body


def test_a_part_is_known_by_its_relation_and_not_by_its_name() -> None:
    """Some write `document2.xml`, or a folder of their own; and what only bears the usual name is not the text."""
    content, made = files.communique(), read_word(files.communique())
    for names in ({"document.xml": "document2.xml", "styles.xml": "styles7.xml"}, {"word/": "texte/"}):
        renamed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(renamed, "w") as new:
            for name in old.namelist():
                part, called = old.read(name), name
                for usual, other in names.items():
                    called = called.replace(usual, other) if name.startswith("word/") else called
                    part = part.replace(usual.encode(), other.encode()) if name.endswith((".rels", "Types].xml")) else part
                new.writestr(called, part)
        assert read_word(renamed.getvalue()) == made
        assert read_word(files.rebuilt(renamed.getvalue(), files.kept, **{"word/document.xml": b"<a/>"})) == made


def bomb() -> bytes:
    return files.rebuilt(files.communique(), lambda name, part: b" " * (package.MOST_OF_A_PART + 2) if name == "word/document.xml" else part)


def lying_bomb() -> bytes:
    """The directory says that the part is small."""
    content = bytearray(bomb())
    size = (package.MOST_OF_A_PART + 2).to_bytes(4, "little")
    place = content.find(size)
    while place >= 0:
        content[place : place + 4] = (1000).to_bytes(4, "little")
        place = content.find(size, place)
    return bytes(content)


def many() -> bytes:
    return files.rebuilt(files.communique(), files.kept, **{f"word/media/{n}.png": b"" for n in range(package.MOST_PARTS + 1)})


def declared() -> bytes:
    return files.with_document('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')


def laughing() -> bytes:
    return files.with_document('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>')


def hidden_declaration() -> bytes:
    xml = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    return files.rebuilt(files.communique(), lambda name, part: xml.encode("utf-16") if name == "word/document.xml" else part)


def reaching_out() -> bytes:
    relation = b'<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1:1/x" TargetMode="External"/></Relationships>'
    return files.rebuilt(files.communique(), lambda name, part: part.replace(b"</Relationships>", relation) if name.endswith(".rels") else part)


def climbing() -> bytes:
    return files.rebuilt(files.communique(), files.kept, **{"../../etc/cron.d/x": b""})


def twice() -> bytes:
    return files.rebuilt(files.communique(), files.kept, **{"WORD/document.xml": b"<a/>"})


def with_macro() -> bytes:
    return files.rebuilt(files.communique(), files.kept, **{"word/vbaProject.bin": b"x"})


def macro_type() -> bytes:
    return files.rebuilt(files.communique(), lambda name, part: part.replace(b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"))


def deep() -> bytes:
    return files.with_document("<a>" * 5000 + "</a>" * 5000)


def endless() -> bytes:
    return files.with_document('<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' + "<w:p/>" * 61_000 + "</w:body></w:document>")


def other_archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("readme.txt", "x")
    return made.getvalue()


def other_type() -> bytes:
    """A text document by its parts, a table by its list of contents."""
    return files.rebuilt(files.communique(), lambda name, part: part.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"))


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (bomb, "bomb"), (lying_bomb, "broken"), (many, "bomb"), (declared, "hostile"), (laughing, "hostile"), (hidden_declaration, "hostile"),
        (reaching_out, "hostile"), (climbing, "hostile"), (twice, "hostile"), (with_macro, "macro"), (macro_type, "macro"), (deep, "hostile"), (endless, "long"),
        (other_archive, "not-word"),
        (lambda: b"%PDF-1.7\n" + files.communique(), "not-word"),
        (lambda: b"GIF89a" + files.communique(), "not-word"), (lambda: files.communique() + b"%PDF-1.7\n%%EOF" + b" " * 70_000, "broken"),
        (lambda: b"\xff\xd8\xff\xfe<html>" + files.communique(), "not-word"), (other_type, "not-word"),
        (lambda: b"<html><script>alert(1)</script>", "not-word"),
        (lambda: b"", "not-word"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (lambda: b"PK\x03\x04" + b"\0" * MOST_BYTES, "large"),
        (lambda: files.communique()[:-200], "broken"),
        (lambda: files.with_document("<a><b></a>"), "broken"),
    ],
)  # fmt: skip
def test_hostile_wrong_and_polyglot_files_are_refused_by_name(made: object, reason: str) -> None:
    content = made()  # type: ignore[operator]
    tracemalloc.start()
    with pytest.raises(WordRefused) as refused:
        read_word(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.reason == reason
    assert peak < 3 * package.MOST_OF_A_PART


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(files.communique())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = read_word(bytes(content))
    except WordRefused:
        return
    assert canonical(read.body) == read.body
