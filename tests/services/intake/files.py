"""Word files made for the tests: true ones by python-docx, and hostile ones by hand."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn


def saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@cache
def communique(title: str = "Un essai de communiqué", words: str = "Premier paragraphe de l’essai.") -> bytes:
    """A sample: title, headings, lists, emphasis, link, quotation."""
    document = docx.Document()
    document.add_heading(title, 0)
    paragraph = document.add_paragraph(words + " ")
    paragraph.add_run("En gras").bold = True
    paragraph.add_run(" et ")
    paragraph.add_run("en italique").italic = True
    paragraph.add_run(", puis ")
    link(document, paragraph, "https://www.example.org/texte", "un lien")
    document.add_heading("Contexte", 1)
    document.add_heading("Détail", 2)
    for style in ("List Bullet", "List Bullet", "List Number"):
        document.add_paragraph(f"Élément {style}", style=style)
    document.add_paragraph("Une citation.", style="Quote")
    return saved(document)


def link(document: Any, paragraph: Any, href: str, words: str) -> None:
    relation = document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), relation)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = words
    run.append(text)
    element.append(run)
    paragraph._p.append(element)


def cluttered() -> bytes:
    """A sample with everything that a text of the house does not hold."""
    document = docx.Document()
    document.add_heading("Tout ce qui ne reste pas", 0)
    table = document.add_table(2, 2)
    for place, word in enumerate(("a", "b", "c", "d")):
        table.cell(place // 2, place % 2).text = word
    paragraph = document.add_paragraph()
    run = paragraph.add_run("souligné, barré, en couleur")
    run.underline = run.font.strike = True
    run.font.color.rgb = docx.shared.RGBColor(255, 0, 0)
    commented = document.add_paragraph().add_run("commenté")
    document.add_comment([commented], text="Une remarque interne", author="Une personne")
    for xml in (
        f'<w:p {nsdecls("w")}><w:ins w:id="1" w:author="x"><w:r><w:t>ajouté</w:t></w:r></w:ins><w:del w:id="2" w:author="x"><w:r><w:delText>supprimé</w:delText></w:r></w:del></w:p>',
        f'<w:p {nsdecls("w")}><w:fldSimple w:instr=" DATE "><w:r><w:t>24 novembre</w:t></w:r></w:fldSimple></w:p>',
        f'<w:p {nsdecls("w")}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r><w:t>encadré</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>',
    ):
        document.element.body.insert(-1, parse_xml(xml))
    document.sections[0].header.paragraphs[0].text = "En-tête de la lettre"
    document.add_picture(io.BytesIO(pixel()))
    return saved(document)


def numbered() -> bytes:
    """A sample whose lists go on after a paragraph, begin later, and go by letters; with a subtitle, small capitals and a line break."""
    document = docx.Document()
    document.add_heading("Titre", 0)
    document.add_paragraph("Sous-titre", "Subtitle")
    numbering = document.part.numbering_part.element
    for name, form, text in (("90", "decimal", "%1."), ("91", "lowerLetter", "%1)"), ("92", "decimal", "%1.")):
        first = "7" if name == "92" else "1"
        numbering.insert(0, parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{name}"><w:lvl w:ilvl="0"><w:start w:val="{first}"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        ))
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'))
    for number in ("90", "90", "", "90", "91", "91", "92"):
        paragraph = document.add_paragraph("Point" if number else "Entre deux")
        if number:
            paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'))
    run = document.add_paragraph("Un ").add_run("nom")
    run.font.small_caps = True
    run.add_break()
    run.add_text("à la ligne")
    return saved(document)


def pixel() -> bytes:
    return bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082")


def rebuilt(content: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The archive again, with parts changed, left out (None) or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in more.items():
            new.writestr(name, part)
    return made.getvalue()


def kept(name: str, part: bytes) -> bytes:
    return part


def with_document(xml: str) -> bytes:
    """A file of one part, without styles or lists."""
    return rebuilt(communique(), lambda name, part: xml.encode() if name == "word/document.xml" else None if name.startswith("word/") else part)
