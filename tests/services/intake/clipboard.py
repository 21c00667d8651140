"""What Word puts on the clipboard, as it writes it: samples written for these tests."""

HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} span.Notegarde {mso-style-name:"Note à garder"; display:none; mso-hide:all;}
p.Appuye, li.Appuye {mso-style-name:"Appuyé"; font-weight:bold; text-transform:uppercase;} span.Penche {font-style:italic;} p.MsoQuote {font-style:italic;} --></style></head>
<body lang=FR style='tab-interval:35.4pt'><!--StartFragment-->"""
FOOT = "<!--EndFragment--></body></html>"

COMMENTED = """<p class=MsoNormal>Un <a style='mso-comment-reference:AB_1;mso-comment-date:20261126T0900'>mot commenté</a><span class=MsoCommentReference><span style='font-size:8.0pt;line-height:107%'><![if !supportAnnotations]><a class=msocomanchor id="_anchor_1" onmouseover="msoCommentShow('_anchor_1','_com_1')" onmouseout="msoCommentHide('_com_1')" href="#_msocom_1" language=JavaScript name="_msoanchor_1">[AB1]</a><![endif]><span style='mso-special-character:comment'>&nbsp;</span></span></span> et la suite.<o:p></o:p></p>
<div style='mso-element:comment-list'><![if !supportAnnotations]><hr class=msocomoff align=left size=1 width="33%"><![endif]>
<div style='mso-element:comment'><![if !supportAnnotations]><div id="_com_1" class=msocomtxt language=JavaScript onmouseover="msoCommentShow('_anchor_1','_com_1')"><![endif]><span style='mso-comment-author:"A B"'><![if !supportAnnotations]><a name="_msocom_1"></a><![endif]></span>
<p class=MsoCommentText><span class=MsoCommentReference><span style='font-size:8.0pt'><span style='mso-special-character:comment'>&nbsp;</span><![if !supportAnnotations]><a href="#_msoanchor_1" class=msocomoff>[AB1]</a><![endif]></span></span>Remarque entre collègues<o:p></o:p></p>
<![if !supportAnnotations]></div><![endif]></div></div>"""


def noted(kind: str, sign: str, words: str, place: int) -> tuple[str, str]:
    """A note of `kind` (``ftn`` or ``edn``): its mark in the text, and the note as it stands under it."""
    long = {"ftn": "footnote", "edn": "endnote"}[kind]
    name = long.capitalize()
    shown = f"<span class=Mso{name}Reference><span style='mso-special-character:{long}'><![if !support{name}s]><span class=Mso{name}Reference><span style='font-size:11.0pt'>[{sign}]</span></span><![endif]></span></span>"
    mark = f"""<a style='mso-{long}-id:{kind}{place}' href="#_{kind}{place}" name="_{kind}ref{place}" title="">{shown}</a>"""
    back = f"""<a style='mso-{long}-id:{kind}{place}' href="#_{kind}ref{place}" name="_{kind}{place}" title="">{shown}</a>"""
    return mark, f"<div style='mso-element:{long}' id={kind}{place}><p class=Mso{name}Text>{back} {words}<o:p></o:p></p></div>"


_FOOTNOTES = [noted("ftn", "1", "Voir le <i>rapport</i>.", 1), noted("ftn", "2", "Note seconde.", 2)]
_ENDNOTE = noted("edn", "i", "Note de fin.", 1)
NOTED = f"""<p class=MsoNormal>Un{_FOOTNOTES[0][0]} deux{_FOOTNOTES[1][0]} fin{_ENDNOTE[0]}.<o:p></o:p></p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
{_FOOTNOTES[0][1]}{_FOOTNOTES[1][1]}</div>
<div style='mso-element:endnote-list'><![if !supportEndnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>{_ENDNOTE[1]}</div>"""

TRACKED = """<p class=MsoNormal>Texte <span class=msoIns><ins cite="mailto:A%20B" datetime="2026-11-26T09:00">ajouté</ins></span><span class=msoDel><del cite="mailto:A%20B" datetime="2026-11-26T09:00">supprimé</del></span> ici<span class=msoDel><del cite="mailto:A%20B"><o:p></o:p></del></span>.</p>"""

HIDDEN = """<p class=MsoNormal>Avant <span style='display:none;mso-hide:all'>caché</span>après <span class=Notegarde>par son style</span>fin.<span style='display:none;mso-hide:all'><o:p></o:p></span></p>"""

CLASSES = """<p class=Appuye>Gras</p><p class=MsoNormal>Un <span class=Penche>mot</span> et <font class=Appuye><span style='font-weight:bold;text-decoration:underline;text-transform:none'>deux</span></font></p><p class=MsoQuote>Dit</p>"""

LOOKS = """<p class=MsoNormal align=center style='text-align:center'>Au milieu</p><p class=MsoNormal style='text-align:justify'>Un <span style='color:red'>mot</span> <span style='color:black'>noir</span></p>
<p class=MsoNormal align=center style='text-align:center'><o:p>&nbsp;</o:p></p>"""


def copied(piece: str) -> str:
    """`piece` as the clipboard holds it."""
    return f"{HEAD}\n{piece}\n{FOOT}"
