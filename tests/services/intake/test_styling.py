"""Styles of a house, and emphasis from the right, are taken for what they mean."""

import docx

from mission.sections.desk.writing import wording
from mission.services.intake import Intake, read_word

from . import files

HOUSE_STYLES = """
<w:style w:type="paragraph" w:styleId="Maison1"><w:name w:val="Maison titre"/><w:basedOn w:val="Heading1"/></w:style>
<w:style w:type="paragraph" w:styleId="Maison2"><w:name w:val="Maison puce"/><w:basedOn w:val="ListBullet"/></w:style>
<w:style w:type="paragraph" w:styleId="Maison3"><w:name w:val="Maison citation"/><w:basedOn w:val="Maison4"/></w:style>
<w:style w:type="paragraph" w:styleId="Maison4"><w:name w:val="Maison dite"/><w:basedOn w:val="Quote"/></w:style>
<w:style w:type="character" w:styleId="Gras"><w:name w:val="Maison gras"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Gras2"><w:name w:val="Maison gras fin"/><w:basedOn w:val="Gras"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Niveau"><w:name w:val="Maison niveau"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Corps"><w:name w:val="Maison corps"/><w:basedOn w:val="Maison1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Appuye"><w:name w:val="Maison appuyé"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Romain"><w:name w:val="Maison romain"/><w:pPr><w:numPr><w:numId w:val="93"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>
<w:style w:type="paragraph" w:styleId="Posé"><w:name w:val="Maison posée"/><w:pPr><w:ind w:left="720"/></w:pPr><w:rPr><w:rFonts w:ascii="Garamond"/><w:sz w:val="30"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Fond"><w:name w:val="Maison fond"/><w:pPr><w:shd w:val="clear" w:color="auto" w:fill="FFCC00"/></w:pPr></w:style>
</w:styles>"""
# Size and face of all letters in the files of the library, by its defaults and its theme.
USUAL = ("22", "Cambria")
ROMAN = """<w:abstractNum w:abstractNumId="93"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>"""
NUMBER = '<w:num w:numId="93"><w:abstractNumId w:val="93"/></w:num></w:numbering>'


def of_house(*paragraphs: tuple[str, str]) -> Intake:
    """What is read of paragraphs, each its style (or properties) and its runs, in a file with styles of its own."""
    held = "".join(
        "<w:p><w:pPr>" + (one if one.startswith("<") else f'<w:pStyle w:val="{one}"/>') + "</w:pPr>" + (inner if inner.startswith("<") else run(inner)) + "</w:p>"
        for one, inner in paragraphs
    )

    def change(name: str, part: bytes) -> bytes:
        for where, mark, more in (
            ("word/document.xml", "<w:body>", f"<w:body>{held}"), ("word/styles.xml", "</w:styles>", HOUSE_STYLES),
            ("word/numbering.xml", "<w:abstractNum ", f"{ROMAN}<w:abstractNum "), ("word/numbering.xml", "</w:numbering>", NUMBER),
        ):  # fmt: skip
            part = part.replace(mark.encode(), more.encode(), 1) if name == where else part
        return part

    return read_word(files.rebuilt(files.saved(docx.Document()), change))


def run(words: str, looks: str = "") -> str:
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def test_styles_of_a_house_are_taken_for_what_they_build_on() -> None:
    read = of_house(
        ("Title", "Titre"), ("Maison1", "Un"), ("Maison2", "Puce"), ("Maison3", "Dit"), ("Niveau", "Deux"), ("<w:outlineLvl w:val='0'/>", "Trois"),
        ("Corps", "Corps"), ("Appuye", run("Fort") + run(" et non", "<w:b w:val='0'/>") + run(" ni ceci", "<w:rStyle w:val='Gras'/>")),
        ("A", run("Mot ") + run("gras ", "<w:rStyle w:val='Gras'/>") + run("maigre ", "<w:rStyle w:val='Gras'/><w:b w:val='0'/>") + run("les deux", "<w:rStyle w:val='Gras2'/>")),
        ("Romain", "Premier"), ("Romain", "Second"),
        ("<w:pStyle w:val='ListBullet'/><w:numPr><w:numId w:val='0'/></w:numPr>", "Sans puce"),
    )  # fmt: skip
    assert read.title == "Titre"
    assert read.body.split("\n") == [
        "<h2>Un</h2>", "<ul><li>Puce</li></ul>", "<blockquote><p>Dit</p></blockquote>", "<h3>Deux</h3>", "<h2>Trois</h2>", "<p><strong>Corps</strong></p>",
        "<p><strong>Fort</strong> et non ni ceci</p>", "<p>Mot <strong>gras </strong>maigre <strong><em>les deux</em></strong></p>",
        "<ol><li>Premier</li><li>Second</li></ol>", "<p>Sans puce</p>",
    ]  # fmt: skip
    assert read.changes == {"centred": 1, "colours": 4, "lettered": 1}


def test_emphasis_of_words_from_the_right_is_what_is_said_of_them() -> None:
    read = of_house(
        ("Normal", run("عنوان تجريبي", "<w:rtl/><w:bCs/>")),
        ("Normal", run("كلمة ", "<w:rtl/><w:bCs/>") + run("مائلة ", "<w:rtl/><w:iCs/>") + run("عادية ", "<w:rtl/><w:b/><w:i/>") + run("ظاهرة", "<w:bCs/>") + run(" mot", "<w:bCs/>")),
        ("Normal", run("فقرة ", "<w:rtl/>") + run("قوية", "<w:rtl/><w:rStyle w:val='Strong'/>")),
    )  # fmt: skip
    assert read.title == "عنوان تجريبي"
    assert read.body.split("\n") == ["<p><strong>كلمة </strong><em>مائلة </em>عادية <strong>ظاهرة</strong> mot</p>", "<p>فقرة <strong>قوية</strong></p>"]
    assert read.changes == {"title-guessed": 1}


def test_what_is_set_by_hand_is_told_once_and_what_styles_say_is_not() -> None:
    large, other = "<w:sz w:val='48'/><w:szCs w:val='48'/>", "<w:rFonts w:ascii='Papyrus' w:hAnsi='Papyrus'/>"
    read = of_house(
        ("Title", run("Titre", large)), ("Maison1", run("Un", other)), ("Maison3", run("Dit", large)), ("Maison2", run("Puce")),
        # What the style says already, or the file as a whole; what nobody sees; signs.
        ("Posé", run("mot", "<w:sz w:val='30'/><w:rFonts w:ascii='Garamond'/>")), ("<w:pStyle w:val='Posé'/><w:ind w:left='720'/>", "mot"),
        ("", run("mot", f"<w:sz w:val='{USUAL[0]}'/><w:rFonts w:ascii='{USUAL[1]}' w:hAnsi='{USUAL[1]}'/>")), ("", run("mot", "<w:rFonts w:asciiTheme='minorHAnsi'/>")),
        ("<w:ind w:left='0' w:right='-12' w:firstLine='20'/>", "mot"), ("", run("☺ 12", "<w:rFonts w:ascii='Segoe UI Emoji'/>")),
        ("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='93'/></w:numPr><w:ind w:left='1440'/>", "Item"), ("", run("caché", large + "<w:vanish/>")),
        # From the right, the size of letters from the left says nothing.
        ("", run("كلمة", "<w:rtl/><w:sz w:val='48'/>")),
    )  # fmt: skip
    assert read.changes == {"lettered": 1, "hidden-out": 1}
    hand = of_house(
        ("Title", "Titre"), ("", run("Grand ", large) + run("autre", other)), ("", run("كلمة", "<w:rtl/><w:szCs w:val='48'/>")),
        ("<w:ind w:left='1440'/>", "mot"), ("<w:ind w:firstLine='708'/>", "mot"), ("<w:ind w:start='600'/>", "mot"), ("<w:pStyle w:val='Posé'/><w:ind w:left='1440'/>", "mot"),
    )  # fmt: skip
    assert hand.changes == {"faces": 3, "indents": 4}
    assert len(wording.changed(hand.changes)) == 2


def test_letters_that_are_raised_or_spaced_by_hand_and_lines_too_are_told() -> None:
    raised, apart, wide = "<w:position w:val='6'/>", "<w:spacing w:val='40'/>", "<w:w w:val='150'/>"
    usual = ("<w:position w:val='0'/>", "<w:spacing w:val='0'/>", "<w:w w:val='100'/>")
    read = of_house(("Title", run("Titre", raised + apart)), *(("", run("mot", one)) for one in usual), ("", run("caché", raised + apart + "<w:vanish/>")))
    assert read.changes == {"hidden-out": 1}
    hand = of_house(
        ("Title", "Titre"), ("", run("m") + run("2", raised)), ("", run("mot", "<w:position w:val='-4'/>")), ("", run("mot", apart) + run("mot", wide)),
        ("<w:spacing w:line='480' w:lineRule='auto'/>", "mot"), ("<w:spacing w:line='480'/>", ""), ("", run(" ", raised + apart)),
    )  # fmt: skip
    assert hand.changes == {"raised": 2, "spacings": 3}
    assert len(wording.changed(hand.changes)) == 2


def test_a_large_first_letter_stands_in_its_word_again() -> None:
    def frame(kind: str) -> str:
        return f"<w:framePr w:dropCap='{kind}' w:lines='3' w:wrap='around' w:hAnchor='text'/>"

    large = "<w:position w:val='-10'/><w:sz w:val='120'/><w:szCs w:val='120'/>"
    read = of_house(
        ("Title", "Titre"), (frame("drop"), run("L", large)), ("", "e Maroc"), (frame("margin"), run("م", f"<w:rtl/>{large}")), ("", run("غرب", "<w:rtl/>")),
        # A frame that is no letter of a word stays what it is.
        (frame("none"), "Cadre"), ("", "Suite"),
    )  # fmt: skip
    assert read.body.split("\n") == ["<p>Le Maroc</p>", "<p>مغرب</p>", "<p>Cadre</p>", "<p>Suite</p>"]
    assert read.changes == {"initials": 2}


def test_the_ground_of_a_style_is_told_and_its_words_stay_as_they_are() -> None:
    read = of_house(("Title", "Titre"), ("Fond", run("mot")))
    assert read.changes == {"colours": 1}
    assert read.body == "<p>mot</p>"
