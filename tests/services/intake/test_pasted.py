"""What is pasted from Word or a page becomes canonical; what is canonical stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mission.services.intake import cleaned, pasted
from mission.services.intake.pasted import lost
from mission.services.markup import canonical, plain, sound

from . import clipboard

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color: red}</style><title>x</title></head><body>
<!--StartFragment--><p class=MsoNormal style='margin:0'><b style='mso-bidi-font-weight:normal'><span lang=FR>Gras</span></b><span> et <i>italique</i><o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>Un</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a)<span>&nbsp;</span></span>Dedans</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>Deux</p>
<h1>Titre</h1><h4>Sous-titre</h4><table><tr><td>a</td><td>b</td></tr></table><img src="file:///c:/x.png"></body></html>"""


def test_a_piece_from_word() -> None:
    body, changes = pasted(WORD)
    assert body.split("\n") == [
        "<p><strong>Gras</strong> et <em>italique</em></p>",
        "<ol><li>Un<ol><li>Dedans</li></ol></li><li>Deux</li></ol>", "<h2>Titre</h2>", "<h3>Sous-titre</h3>", "<p>a – b</p>",
    ]  # fmt: skip
    assert changes == {"images": 1, "tables": 1, "headings": 1, "lettered": 1}


def listed(kind: str, level: int, words: str) -> str:
    """An item as Word copies it: of a style (``Bullet2``) that is a list of its own, or of a level of a list."""
    mark = "<![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>"
    return f"<p class=MsoList{kind} style='margin-left:32.15pt;text-indent:-18pt;mso-list:l{level} level{level} lfo1'>{mark}{words}</p>"


def test_items_stand_below_the_one_before_them_by_their_level_or_their_style() -> None:
    deep = "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"
    assert pasted(clipboard.copied("".join((listed("Bullet", 1, "a"), listed("Bullet2CxSpFirst", 1, "b"), listed("Bullet3", 1, "c"), listed("Bullet", 1, "d"))))) == (deep, {})
    assert pasted(clipboard.copied("".join(listed("Paragraph", level, words) for level, words in ((1, "a"), (2, "b"), (3, "c"), (1, "d"))))) == (deep, {})
    # A piece that begins further down is not below anything.
    assert pasted(clipboard.copied("".join(listed("Paragraph", level, words) for level, words in ((2, "a"), (2, "b"), (1, "c"))))) == ("<ul><li>a</li><li>b</li><li>c</li></ul>", {})


@pytest.mark.parametrize(
    ("style", "held", "told"),
    [
        ("margin-left:35.4pt", "mot", 1),
        ("margin-top:0cm;margin-right:0cm;margin-bottom:8.0pt;margin-left:1.25cm;text-align:justify", "mot", 1),
        ("margin:0cm 0cm 8pt 35.4pt", "mot", 1),
        ("margin:0cm 35.4pt 8pt", "mot", 1),
        ("text-indent:35.4pt", "mot", 1),
        ("margin-left:35.4pt;text-indent:-35.4pt", "mot", 1),
        ("margin-right:.5in", "mot", 1),
        # Nobody sees it; nothing stands there; the item of a list; what its margin above is.
        ("margin-left:5.65pt", "mot", 0),
        ("margin-left:35.4pt", "<o:p>&nbsp;</o:p>", 0),
        ("margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1", "<span style='mso-list:Ignore'>·</span>mot", 0),
        ("margin:12pt 0cm 12pt 0cm", "mot", 0),
        ("margin-left:auto;margin:--1pt;text-indent:.pt", "mot", 0),
    ],
)  # fmt: skip
def test_paragraphs_that_stand_further_in_are_told_as_of_a_file(style: str, held: str, told: int) -> None:
    given_html = clipboard.copied(f"<p class=MsoNormal style='{style}'>{held}</p>")
    assert pasted(given_html)[1] == ({"indents": 1} if told else {})
    # What is no paragraph of its own stands further in as such.
    for around in (f"<table><tr><td><p class=MsoNormal style='{style}'>{held}</p></td></tr></table>", f"<h2 style='{style}'>{held}</h2>",
                   f"<p class=MsoQuote style='{style}'>{held}</p>", f"<ul><li><p class=MsoNormal style='{style}'>{held}</p></li></ul>"):  # fmt: skip
        assert "indents" not in pasted(clipboard.copied(around))[1]


def test_tabs_between_words_are_told() -> None:
    tab = "<span style='mso-tab-count:1'>&nbsp;&nbsp; </span>"
    body, changes = pasted(f"<p class=MsoNormal>{tab}Poste{tab}2024{tab}2025</p>")
    assert changes == {"tabs": 2}
    assert body.replace("\u00a0", " ").split() == ["<p>", "Poste", "2024", "2025</p>"]


@pytest.mark.parametrize(
    ("given_html", "wanted"),
    [
        ("<b style='font-weight:normal'><p>Un <span style='font-weight:700'>mot</span></p></b>", "<p>Un <strong>mot</strong></p>"),
        ("<div>Un<br>deux</div><div>trois</div>", "<p>Un</p>\n<p>deux</p>\n<p>trois</p>"),
        ("<div><a href='javascript:alert(1)' onclick='x'>A</a><script>alert(1)</script></div>", "<p>A</p>"),
        ("<div data-hx-get='/x' hx-post='/y'>A</div>", "<p>A</p>"),
        ("<ul><li><p>Un</p></li><li><div>Deux</div><ol><li>Trois</li></ol></li></ul><br>", "<ul><li>Un</li><li>Deux<ol><li>Trois</li></ol></li></ul>"),
        ("<span>مرحبا</span> <b>بكم</b>", "<p>مرحبا <strong>بكم</strong></p>"),
        ("<blockquote><div>Mot</div></blockquote>", "<blockquote><p>Mot</p></blockquote>"),
        ("<p style='font-weight:bold'>Un <span style='font-weight:400'>mot</span></p>", "<p><strong>Un </strong>mot</p>"),
        ("<div style='font-style:italic'><p>Un</p><p style='font-style:normal'>Deux</p></div>", "<p><em>Un</em></p>\n<p>Deux</p>"),
        ("<b><p>Un</p></b><font style='font-weight:700'>Deux</font><h2 style='font-style:italic'>Trois</h2>", "<p><strong>Un</strong></p>\n<p><strong>Deux</strong></p>\n<h2>Trois</h2>"),
        ("<ul><li style='font-weight:bold'>a</li><ul><li>b</li></ul><li>c</li></ul><ul><ol><li>d</li></ol></ul>",
         "<ul><li><strong>a</strong><ul><li>b</li></ul></li><li>c</li></ul>\n<ul><li>d</li></ul>"),
    ],
)
def test_pieces_from_pages(given_html: str, wanted: str) -> None:
    assert cleaned(given_html) == wanted


@pytest.mark.parametrize(
    ("piece", "wanted", "told"),
    [
        (clipboard.COMMENTED, "<p>Un mot commenté et la suite.</p>", {"comments": 1}),
        (clipboard.NOTED, "<p>Un[1] deux[2] fin[3].</p>\n<ol><li>Voir le <em>rapport</em>.</li><li>Note seconde.</li><li>Note de fin.</li></ol>", {"footnotes": 3}),
        (clipboard.TRACKED, "<p>Texte ajouté ici.</p>", {"insertions": 1, "deletions": 1}),
        (clipboard.HIDDEN, "<p>Avant après fin.</p>", {"hidden-out": 2}),
        (clipboard.CLASSES, "<p><strong>Gras</strong></p>\n<p>Un <em>mot</em> et <strong>deux</strong></p>\n<blockquote><p>Dit</p></blockquote>", {"capitals": 2, "underlines": 1}),
        (clipboard.LOOKS, "<p>Au milieu</p>\n<p>Un mot noir</p>", {"centred": 1, "colours": 1}),
        ("<p class=MsoNormal>Un <a name=OLE_LINK1>signet</a></p>", "<p>Un signet</p>", {}),
        # Shortened, as a browser hands it on.
        ("<p>Mot<a style='mso-comment-reference:C_1'></a><a class=msocomanchor href='#_msocom_1'>[C1]</a> suite</p><div style='mso-element:comment-list'>"
         "<div style='mso-element:comment'><p>Un</p></div><div style='mso-element:comment'><p>Deux</p></div></div>", "<p>Mot suite</p>", {"comments": 2}),
        ("<p>Note<a style='mso-footnote-id:ftn1' href='#_ftn1'>[1]</a></p>", "<p>Note[1]</p>", {}),
        ("<p class=MsoSubtitle>Sous-titre</p><ol start=3 type=a><li>Un</li></ol><p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>Deux</p>"
         "<p>Un <span style='font-variant:small-caps'>nom</span><br>Deux</p>", "<p>Sous-titre</p>\n<ol><li>Un</li></ol>\n<ol><li>Deux</li></ol>\n<p>Un nom</p>\n<p>Deux</p>",
         {"subtitles": 1, "renumbered": 2, "lettered": 1, "capitals": 1, "breaks": 1}),
        ("<p style='font:italic bold 12pt Arial'>Signe \uf0b7</p>", "<p><strong><em>Signe \uf0b7</em></strong></p>", {"signs": 1}),
        ("<p>Reste<del>part</del></p>", "<p>Reste</p>", {"deletions": 1}),
    ],
)  # fmt: skip
def test_what_word_keeps_beside_its_text_does_not_get_into_ours(piece: str, wanted: str, told: dict[str, int]) -> None:
    given = clipboard.copied(piece)
    assert pasted(given) == (wanted, told)
    # What is told to the person, and what a form without scripts gives.
    assert lost(given) == told
    assert cleaned(piece) == wanted or piece in (clipboard.HIDDEN, clipboard.CLASSES)


@pytest.mark.parametrize(
    ("given_html", "wanted", "told"),
    [
        # A heading moves up and is said to, whatever else was not ours in the text.
        ("<p>Un</p><script>x</script><h3>Trois</h3><p>b</p>", "<p>Un</p>\n<h2>Trois</h2>\n<p>b</p>", {"levels": 1, "programs": 1}),
        ("<p>Un</p><h3><u>Trois</u></h3><p>b</p>", "<p>Un</p>\n<h2>Trois</h2>\n<p>b</p>", {"levels": 1, "underlines": 1}),
        ("<h3 align=center>Trois</h3><p>b</p>", "<h2>Trois</h2>\n<p>b</p>", {"levels": 1, "centred": 1}),
        ("<p>Un <a href='#bas'>renvoi</a></p>", "<p>Un renvoi</p>", {"anchors": 1}),
        # Written without any block, empty lines part paragraphs all the same.
        ("Un <u>mot</u>\n\nDeux<script>x</script>", "<p>Un mot</p>\n<p>Deux</p>", {"underlines": 1, "programs": 1}),
        ("Un\n\nDeux <code>x</code> &amp; <b>gras</b>", "<p>Un</p>\n<p>Deux x &amp; <strong>gras</strong></p>", {}),
    ],
)
def test_what_is_said_of_a_text_is_what_becomes_of_it(given_html: str, wanted: str, told: dict[str, int]) -> None:
    assert (cleaned(given_html), lost(given_html)) == (wanted, told)


@pytest.mark.parametrize("text", ["Un paragraphe.\n\nUn autre.", "<p>Un</p><ul class=\"directory\"><li>a</li></ul>", '<dl class="figures"><dt>1</dt><dd>a</dd></dl>', "a < b & c"])
def test_what_is_ours_stays_to_the_byte(text: str) -> None:
    assert cleaned(text) == canonical(text)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Contact : <presse@mission.ma>. <<Le Maroc>> salue, si x<y.", "<p>Contact : &lt;presse@mission.ma&gt;. &lt;&lt;Le Maroc&gt;&gt; salue, si x&lt;y.</p>"),
        ("Quota<dix pour cent. <Entre chevrons> <time to act> </Le Maroc> <‹mot›> 5 <6> 7 <", "<p>Quota&lt;dix pour cent. &lt;Entre chevrons&gt; &lt;time to act&gt; &lt;/Le Maroc&gt; &lt;‹mot›&gt; 5 &lt;6&gt; 7 &lt;</p>"),
        ("نص <عنوان> آخر\n\nثان", "<p>نص &lt;عنوان&gt; آخر</p>\n<p>ثان</p>"),
        ("<p>Un.</p>\r\n\r\nDeuxième\r\nsuite.\r\n\r\nTroisième <strong>fort</strong>.", "<p>Un.</p>\n<p>Deuxième suite.</p>\n<p>Troisième <strong>fort</strong>.</p>"),
        ("<h2>T</h2>\nsuite\n\nautre", "<h2>T</h2>\n<p>suite</p>\n<p>autre</p>"), ("<h2><p>x</p></h2>", "<h2>x</h2>"), ("<li>seul</li>", "<p>seul</p>"),
        ("<ul><li>a<p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"), ("<blockquote>a<p>b</p></blockquote>", "<blockquote><p>a</p>\n<p>b</p></blockquote>"),
        ("Un <B>gras</B> et <a href=/fr/>lien</a>", '<p>Un <strong>gras</strong> et <a href="/fr/">lien</a></p>'), ("<p>&lt;presse@mission.ma&gt;</p>", "<p>&lt;presse@mission.ma&gt;</p>"),
    ],
)  # fmt: skip
def test_what_is_typed_keeps_every_word_and_each_block_its_place(written: str, kept: str) -> None:
    assert cleaned(written) == kept
    assert cleaned(kept) == kept
    assert lost(written) == {}


TYPED = st.lists(st.sampled_from(["<", ">", "<<", ">>", "\n\n", " ", "<p>", "</p>", "<b>", "</b>", "<h2>", "</h2>", "<li>", "</li>", "<ul>", "</ul>", "<blockquote>", "</blockquote>", "<‹", "@", "=", "/", "<a href='/x'>", "</a>"]), max_size=25)


@settings(max_examples=300, deadline=None)
@given(TYPED)
def test_whatever_is_typed_no_word_goes_and_no_two_become_one(pieces: list[str]) -> None:
    words = [f"mot{number}fin" for number in range(len(pieces) + 1)]
    body = cleaned("".join(f"{word}{piece}" for word, piece in zip(words, [*pieces, ""], strict=True)))
    read = plain(body)
    assert [word for word in words if word not in read] == []
    assert sound(body)
    assert cleaned(body) == body


PIECES = st.lists(st.sampled_from(["<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<i>", "<ul>", "<li>", "</ul>", "<br>", "<h1>", "</h1>", "<h3>", "mot ", " ", "&lt;script&gt;", "<table><tr><td>", "</table>",
                                   "<blockquote>", "</blockquote>", "<a href='https://example.org'>", "</a>", "<p style='mso-list:l0 level3 lfo1'>", "<span style='mso-list:Ignore'>1.</span>", "<img src=x onerror=alert(1)>", "<dl><dt>", "<dd>",
                                   "<del>", "</del>", "<div style='mso-element:footnote-list'>", "<div style='mso-element:footnote' id=ftn1>", "<a style='mso-footnote-id:ftn1'>", "<div style='mso-element:comment'>", "</div>", "<p align=center>"]), max_size=30)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_whatever_comes_the_answer_is_canonical_and_cleaning_it_again_changes_nothing(pieces: list[str]) -> None:
    body = pasted("".join(pieces))[0]
    assert canonical(body) == body
    assert cleaned(body) == body
    assert "onerror" not in body


def test_what_nests_without_end_gives_its_bare_words() -> None:
    assert pasted("<div>" * 20_000 + "mot &lt;b&gt;")[0] == "<p>mot &lt;b&gt;</p>"
    assert pasted("<p>un" * 2_000)[0].count("<p>un</p>") == 2_000
