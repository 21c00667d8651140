"""What is taken, what is made of it, and what is refused: by content."""

import io
import struct
import zipfile
import zlib

import docx
import pytest
import typst
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject
from pypdf.xmp import XmpInformation

from mission.services.filing.examining import Examined, FileRefused, Limits, examine
from tests.files import LIMITS, open_text, package, paper, picture, sheet, word


def reason(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(FileRefused) as refused:
        examine(content, limits)
    return refused.value.reason


def opened(part: bytes) -> Image.Image:
    return Image.open(io.BytesIO(part))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_pictures_are_made_anew_in_few_sizes(form: str) -> None:
    made = examine(picture(form, (1200, 800)), LIMITS)
    assert (made.media_type, made.itself.width, made.itself.height) == ("image/jpeg", 1200, 800)
    assert [(one.name, one.width, one.height) for one in made.renditions] == [
        ("small.avif", 480, 320), ("small.webp", 480, 320), ("small.jpg", 480, 320), ("medium.avif", 960, 640), ("medium.webp", 960, 640),
        ("medium.jpg", 960, 640), ("large.avif", 1200, 800), ("large.webp", 1200, 800), ("large.jpg", 1200, 800),
    ]  # fmt: skip
    for one in (made.itself, *made.renditions):
        seen = opened(one.content)
        assert (Image.MIME[seen.format or ""], seen.size) == (one.media_type, (one.width, one.height))


def test_a_small_picture_is_not_made_larger() -> None:
    made = examine(picture(size=(200, 100)), LIMITS)
    assert [(one.name, one.width) for one in made.renditions] == [("small.avif", 200), ("small.webp", 200), ("small.jpg", 200)]


def test_place_author_and_comments_go_and_the_picture_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x8298] = 6, "Une personne", "Droits"
    exif.get_ifd(0x8825)[2] = (46.0, 13.0, 12.0)
    given = picture(size=(300, 100), exif=exif, comment=b"vu par une personne", xmp=b"<x:xmpmeta>une personne</x:xmpmeta>")
    assert b"Une personne" in given
    made = examine(given, LIMITS)
    assert (made.itself.width, made.itself.height) == (100, 300)
    for one in (made.itself, *made.renditions):
        assert b"personne" not in one.content
        assert b"Exif" not in one.content
        assert not dict(opened(one.content).getexif())


def test_what_is_clear_is_white() -> None:
    given = io.BytesIO()
    Image.new("RGBA", (40, 40), (200, 0, 0, 0)).save(given, "PNG")
    made = examine(given.getvalue(), LIMITS)
    assert opened(made.itself.content).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "CMYK", "I;16", "1", "RGBA"])
def test_every_way_of_keeping_colours_is_read(mode: str) -> None:
    given = io.BytesIO()
    Image.new(mode, (40, 30)).save(given, "JPEG" if mode == "CMYK" else "PNG")
    assert examine(given.getvalue(), LIMITS).itself.width == 40


def png_of(width: int, height: int) -> bytes:
    """A PNG of few bytes that says that it is that large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(50_000, 50_000), (2_000_000, 2), (2, 100_000), (2**31 - 1, 2**31 - 1)])
def test_a_huge_picture_is_refused_before_it_is_unfolded(size: tuple[int, int]) -> None:
    assert reason(png_of(*size)) == "pixels"


def test_the_bound_on_pixels_is_a_setting() -> None:
    assert reason(picture(size=(1100, 1000)), Limits(LIMITS.bytes, 1_000_000)) == "pixels"


def test_of_ten_thousand_frames_only_the_first_is_looked_at() -> None:
    first = Image.new("P", (8, 8), 1)
    made = io.BytesIO()
    first.save(made, "GIF")
    whole = made.getvalue()
    frame = whole[whole.index(b",", 13) : -1]
    given = whole[:-1] + (b"!\xf9\x04\x00\x01\x00\x00\x00" + frame) * 10_000 + b";"
    assert getattr(Image.open(io.BytesIO(given)), "n_frames", 0) > 10_000
    assert examine(given, LIMITS).itself.width == 8


def test_polyglots_that_are_pictures_are_drawn_anew_and_nothing_of_the_other_thing_stays() -> None:
    evil = b"<html><script>alert(1)</script></html>"
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", "<svg onload='alert(1)'><script>alert(1)</script></svg>", zip=False)
    gifar = picture("GIF") + package({"META-INF/MANIFEST.MF": b"Main-Class: A", "A.class": b"\xca\xfe\xba\xbe" + evil})
    for given in (
        # Behind the picture, in a comment of a JPEG, in the words of a PNG; a GIFAR; a JPEG that is a ZIP, and one that is a PDF.
        picture() + evil, picture(comment=evil), picture("PNG", pnginfo=text), gifar, picture() + package({"a.html": evil}), picture() + paper(),
        b"GIF89a" + picture("GIF")[6:] + evil,
    ):
        made = examine(given, LIMITS)
        assert made.media_type == "image/jpeg"
        for one in (made.itself, *made.renditions):
            assert b"<script" not in one.content
            assert b"%PDF" not in one.content
            assert not zipfile.is_zipfile(io.BytesIO(one.content))


def test_polyglots_that_are_documents_are_refused() -> None:
    letter = word()
    for given in (
        # A PDF that is a ZIP or a Word file too, either way round; a page, a picture, a program before an archive; a GIF whose sizes are words of a script.
        paper() + letter, letter + paper(), paper() + package({"a.class": b"\xca\xfe"}), b"GIF89a" + letter, b"<script>x</script>" + letter, b"MZ" + letter,
        b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", b"%PDF-1.7 <svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n<svg xmlns='http://www.w3.org/2000/svg'/>",
    ):
        assert reason(given) in ("damaged", "mixed", "unknown", "page"), given[:40]
    # A drawing that is called a picture, and a Word file of another kind than its list of contents says.
    assert reason(b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>") == "page"
    assert reason(package({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"})) in ("unknown", "mixed", "damaged")


@pytest.mark.parametrize("cut", [12, 40, 200])
def test_a_damaged_picture_is_refused(cut: int) -> None:
    for form in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
        given = picture(form)
        if cut < len(given) // 2:
            assert reason(given[:cut]) in ("damaged", "unknown")


@pytest.mark.parametrize("given", [
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', b'<?xml version="1.0"?><svg/>', b"<!DOCTYPE html><p>x", b"  <HTML>", b"text <script>x</script>",
    b"\xef\xbb\xbf<svg/>", "<svg/>".encode("utf-16"), b"<?php x", b"a [x](javascript:alert(1))", b"<iframe src=x>", b"<!-- --><html>",
])  # fmt: skip
def test_drawings_pages_and_programs_are_refused_whatever_they_are_called(given: bytes) -> None:
    assert reason(given) == "page"


def test_programs_and_unknown_bytes_are_refused() -> None:
    for given in (b"MZ\x90\x00\x03", b"\x7fELF\x02", b"\x00" * 40, b"RIFF\x00\x00\x00\x00AVI ", b"II*\x00", b"BM\x00\x00", b"8BPS\x00", bytes(range(256))):
        assert reason(given) == "unknown"
    assert reason(b"") == "empty"
    assert reason(b"  \n ") == "empty"
    assert reason(b"x" * 2000, Limits(1000, 1)) == "large"


def action(**values: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in values.items()})


def script(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = action(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))


def opening(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action(S=NameObject("/Launch"), F=TextStringObject("cmd.exe")))


def carrying(writer: PdfWriter) -> None:
    writer.add_attachment("inside.exe", b"MZ")


def annotated(writer: PdfWriter) -> None:
    note = writer._add_object(action(Type=NameObject("/Annot"), Subtype=NameObject("/Link"), A=action(S=NameObject("/JavaScript"), JS=TextStringObject("x"))))
    writer.pages[0][NameObject("/Annots")] = ArrayObject([note])


def sending(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/AA")] = action(WC=action(S=NameObject("/SubmitForm")))


def hidden(writer: PdfWriter) -> None:
    """An object that no page leads to."""
    writer._add_object(action(S=NameObject("/JavaScript"), JS=TextStringObject("x")))


def elsewhere(writer: PdfWriter) -> None:
    stream = StreamObject()
    stream.set_data(b"x")
    stream[NameObject("/F")] = TextStringObject("/etc/passwd")
    writer._add_object(stream)


def filmed(writer: PdfWriter) -> None:
    writer._add_object(action(Type=NameObject("/Annot"), Subtype=NameObject("/RichMedia")))


@pytest.mark.parametrize(("change", "why"), [
    (script, "acts"), (opening, "acts"), (annotated, "acts"), (sending, "acts"), (hidden, "acts"), (filmed, "acts"), (carrying, "carries"), (elsewhere, "carries"),
])  # fmt: skip
def test_a_pdf_that_acts_or_carries_is_refused(change: object, why: str) -> None:
    assert reason(paper(change)) == why


def test_a_pdf_is_taken_as_it_is_and_nothing_may_stand_around_it() -> None:
    given = paper()
    made = examine(given, LIMITS)
    assert (made.media_type, made.itself.content, made.renditions) == ("application/pdf", given, ())
    assert reason(given + b"<html><script>x</script>" + b" " * 10) == "damaged"
    assert reason(given + package({"a": "b"})) == "damaged"
    assert reason(b"GIF89a" + given) in ("damaged", "unknown")
    assert reason(b"%PDF-1.7\n%%EOF") == "damaged"
    # The name of the action written otherwise (ISO 32000-2, 7.3.5).
    assert reason(paper(annotated).replace(b"/JavaScript", b"/J#61vaScript", 1)) == "acts"
    assert reason(paper(lambda writer: writer.encrypt("x"))) == "locked"


def test_the_house_s_own_pdf_is_taken() -> None:
    given = typst.compile(b'#set document(title: [Essai])\n= Essai\n#link("https://example.org")[x]', pdf_standards=["ua-1", "a-2a"])
    assert examine(given, LIMITS).media_type == "application/pdf"


def test_office_documents_are_known_by_what_is_in_them() -> None:
    for given, kind in ((word(), "wordprocessingml.document"), (sheet(), "spreadsheetml.sheet"), (open_text(), "opendocument.text")):
        made = examine(given, LIMITS)
        assert made.media_type.endswith(kind)
        assert made.itself.content == given


RELATION = '<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="https://example.org/x" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(("given", "why"), [
    (word(**{"word/vbaProject.bin": b"x"}), "macros"),
    (word(**{"[Content_Types].xml": '<x ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'}), "macros"),
    (word(**{"word/embeddings/oleObject1.bin": b"x"}), "macros"), (word(**{"word/embeddings/table.xlsx": b"x"}), "carries"),
    (word(**{"word/_rels/settings.xml.rels": RELATION.format(kind="attachedTemplate")}), "loads"),
    (word(**{"word/_rels/document.xml.rels": RELATION.format(kind="image")}), "loads"),
    (word(**{"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><w:document>&a;</w:document>'}), "acts"),
    (word(**{"word/document.xml": "<w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\\\cmd.exe</w:instrText>"}), "acts"),
    (sheet(**{"xl/macrosheets/sheet1.xml": "<x/>"}), "macros"), (sheet(**{"xl/externalLinks/externalLink1.xml": "<x/>"}), "carries"),
    (open_text(**{"Basic/Standard/Module1.xml": "<x/>"}), "macros"), (open_text(**{"content.xml": "<x><script:event-listener/></x>"}), "acts"),
    (package({"hello.txt": "Bonjour"}), "unknown"), (package({"word/document.xml": "<x/>"}), "unknown"), (word(**{"../../etc/passwd": b"x"}), "damaged"),
    (word(**{"/etc/passwd": b"x"}), "damaged"), (b"<html>" + word(), "unknown"), (word() + b"<script>", "mixed"), (b"PK\x05\x06" + b"\0" * 18, "damaged"),
])  # fmt: skip
def test_office_documents_that_do_more_than_show_are_refused(given: bytes, why: str) -> None:
    said = reason(given)
    assert said == why or (why in ("unknown", "damaged") and said in ("mixed", "unknown", "page"))


def test_links_in_a_word_document_are_not_what_it_loads() -> None:
    assert examine(word(**{"word/_rels/document.xml.rels": RELATION.format(kind="hyperlink")}), LIMITS).media_type.endswith("document")


def test_a_package_that_unfolds_is_stopped() -> None:
    assert reason(word(**{"word/media/a.xml": b"\0" * 60 * 1024 * 1024})) == "bomb"
    assert reason(package({f"{number}": b"" for number in range(4000)})) == "bomb"


def test_a_package_that_lies_about_its_sizes_is_stopped() -> None:
    given = bytearray(word(**{"word/media/a.xml": b"\0" * 60 * 1024 * 1024}))
    size = struct.pack("<I", 60 * 1024 * 1024)
    while (place := given.find(size)) >= 0:
        given[place : place + 4] = struct.pack("<I", 100)
    assert reason(bytes(given)) in ("bomb", "damaged")


def test_entries_that_share_their_bytes_are_stopped() -> None:
    """Many names for one block of bytes (D. Fifield, 2019)."""
    given = bytearray(package({f"n{number:04}.xml": b"\0" * 1_000_000 for number in range(2)}))
    first = given.index(b"PK\x03\x04")
    second = given.index(b"PK\x01\x02", given.index(b"PK\x01\x02") + 4)
    given[second + 42 : second + 46] = struct.pack("<I", first)
    assert reason(bytes(given)) in ("bomb", "damaged", "unknown")


def test_tables_and_texts_are_told_apart_by_what_is_in_them() -> None:
    assert examine("Date;Lieu\n2026-11-24;Genève\n".encode(), LIMITS).media_type == "text/csv"
    assert examine("Une phrase, puis une autre.\nEt une troisième.\n".encode(), LIMITS).media_type == "text/plain"
    assert examine("بلاغ صحفي".encode("utf-16"), LIMITS).itself.content.decode() == "بلاغ صحفي"
    assert examine("Genève\n".encode("cp1252"), LIMITS).itself.content.decode() == "Genève\n"


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "@A1", "+A1", "+41 22=1", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "=HYPERLINK(\"https://example.org\")", "\t=1"])
def test_formulas_in_tables_are_refused(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    assert reason(f"a;b\n1;{quoted}\n".encode()) == "formulas"


@pytest.mark.parametrize("table", [
    "=cmd|' /C calc'!A0,1", '=HYPERLINK("http://x")', "nom\n=1+1\n", "nom\n\"=1+1\"\n", "a;b\n1;2;=1+1\n", "a,b,c\n1,=1+1\n",
])  # fmt: skip
def test_words_called_a_table_hold_no_formula_however_many_columns_they_have(table: str) -> None:
    with pytest.raises(FileRefused) as refused:
        examine(table.encode(), LIMITS, "Tableau.CSV")
    assert refused.value.reason == "formulas"
    assert examine(table.encode(), LIMITS, "tableau.txt").media_type == "text/plain"


def test_a_table_of_one_column_stays_one() -> None:
    made = examine("nom\n-1,5\nGenève\n".encode(), LIMITS, "noms.csv")
    assert (made.media_type, made.itself.content.decode()) == ("text/csv", "nom\n-1,5\nGenève\n")


def test_numbers_with_signs_telephones_and_handles_are_no_formulas() -> None:
    made: Examined = examine("a;b\n-1,5;+3 %\n–;-\n+41 (0)22 000.00-00;@Mission_essai\n".encode(), LIMITS)
    assert made.media_type == "text/csv"


def office(**parts: str) -> bytes:
    """A sample of a Word file with further parts, its author named."""
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Un essai.")
    document.core_properties.author = "Une Personne"
    document.core_properties.last_modified_by = "Une Autre"
    document.save(made)
    with zipfile.ZipFile(made) as archive:
        kept = {one.filename: archive.read(one) for one in archive.infolist()}
    for name, words in parts.items():
        place = name.replace("__", "/") + ".xml"
        kept[place] = kept[place].replace(b"<w:body>", b"<w:body>" + words.encode(), 1) if place in kept else words.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, part in kept.items():
            archive.writestr(place, part)
    return packed.getvalue()


def test_a_document_goes_out_without_the_names_of_its_authors() -> None:
    made = examine(office(), LIMITS).itself.content
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert b"Personne" not in archive.read("docProps/core.xml")
        assert b"Une Autre" not in archive.read("docProps/core.xml")
    assert docx.Document(io.BytesIO(made)).paragraphs[0].text == "Un essai."
    assert examine(made, LIMITS).itself.content == made


def test_pictures_in_a_document_tell_nothing_and_not_a_point_of_them_changes() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Une personne"
    exif.get_ifd(0x8825)[2] = (46.0, 13.0, 12.0)
    told = PngInfo()
    told.add_text("Author", "Une personne")
    photo = picture(size=(300, 100), exif=exif, comment=b"vu par une personne", xmp=b"<x:xmpmeta>une personne</x:xmpmeta>", progressive=True) + picture(exif=exif)
    drawn = picture("PNG", exif=exif, pnginfo=told)
    for made in (
        word(**{"word/media/image1.jpg": photo, "word/media/image2.png": drawn, "word/people.xml": '<w15:people><w15:person w15:author="Une personne"><w15:presenceInfo/></w15:person></w15:people>'}),
        sheet(**{"xl/media/image1.jpeg": photo, "xl/persons/person.xml": '<personList><person displayName="Une personne" id="x"/></personList>'}),
        open_text(**{"Pictures/1.jpg": photo}),
    ):
        file = examine(made, LIMITS)
        assert not file.telling
        assert examine(file.itself.content, LIMITS).itself.content == file.itself.content
        with zipfile.ZipFile(io.BytesIO(file.itself.content)) as archive:
            for one in archive.namelist():
                part = archive.read(one)
                assert b"personne" not in part, one
                if one.endswith(("jpg", "jpeg", "png")):
                    before, after = opened(drawn if one.endswith("png") else photo), opened(part)
                    assert before.tobytes() == after.tobytes()
                    assert dict(after.getexif()) == ({} if one.endswith("png") else {0x0112: 6})
    for broken in (photo[:700], photo[:3], drawn[:60], b"\xff\xd8\xff\xff", b"\xff\xd8\xff\xe1\x00\x00"):
        file = examine(word(**{"word/media/image1.jpg": broken}), LIMITS)
        assert (b"Exif" in broken) == file.telling
    assert examine(word(**{"word/media/image1.tif": picture("TIFF", exif=exif)}), LIMITS).telling
    assert not examine(word(**{"word/media/image1.tif": picture("TIFF")}), LIMITS).telling


def test_a_pdf_stays_to_the_byte_and_what_it_tells_is_told() -> None:
    def named(writer: PdfWriter) -> None:
        writer.xmp_metadata = XmpInformation.create()
        writer.xmp_metadata.dc_creator = ["Une Autre", "Une Personne"]
        writer.add_metadata({"/Author": "Une Personne"})

    photographed = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Une personne"
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    stream = StreamObject()
    stream._data = picture(exif=exif)
    writer._add_object(stream)
    writer.write(photographed)
    for given, author, telling in ((paper(), "", False), (paper(named), "Une Personne, Une Autre", False), (photographed.getvalue(), "", True)):
        made = examine(given, LIMITS)
        assert (made.itself.content, made.author, made.telling) == (given, author, telling)


@pytest.mark.parametrize(
    "parts",
    [
        {"word__comments": '<w:comments xmlns:w="x"><w:comment w:id="0"><w:p/></w:comment></w:comments>'},
        {"word__document": '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>secret</w:delText></w:r></w:del></w:p>'},
        {"word__document": '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>pas encore</w:t></w:r></w:ins></w:p>'},
    ],
    ids=("comment", "deleted", "inserted"),
)
def test_remarks_and_tracked_changes_do_not_go_out(parts: dict[str, str]) -> None:
    with pytest.raises(FileRefused) as refused:
        examine(office(**parts), LIMITS)
    assert refused.value.reason == "remarks"


def test_notes_on_a_pdf_do_not_go_out_and_its_author_is_told() -> None:
    for annotated in (False, True):
        writer = PdfWriter()
        page = writer.add_blank_page(200, 200)
        writer.add_metadata({"/Author": "Une  Personne"})
        if annotated:
            note = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Text"), NameObject("/Contents"): TextStringObject("À vérifier")})
            page[NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
        made = io.BytesIO()
        writer.write(made)
        if not annotated:
            assert examine(made.getvalue(), LIMITS).author == "Une Personne"
            continue
        with pytest.raises(FileRefused, match="remarks"):
            examine(made.getvalue(), LIMITS)
