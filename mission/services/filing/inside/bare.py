"""Pictures within documents: what they say beside what is seen of place, time and person is taken out, and not a point of them changes."""

import io
import re

from PIL import Image

_PNG = b"\x89PNG\r\n\x1a\n"
# What belongs to what is seen: colours, transparency, resolution, further frames (PNG, third edition, 11.3; capitals: every critical chunk).
_SEEN = frozenset((b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT"))
# How the data of a JPEG is recognised that tells of more than is seen: EXIF, XMP and what Photoshop leaves (IPTC).
_TELLING = (b"Exif\x00\x00", b"http://ns.adobe.com/xap/1.0/\x00", b"Photoshop 3.0\x00")
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_TURNED = 0x0112
# Person, right, place, EXIF, XMP and IPTC in a TIFF.
_TIFF = frozenset((0x013B, 0x8298, 0x8825, 0x8769, 0x02BC, 0x83BB))


def bare(content: bytes) -> tuple[bytes, bool]:
    """A part of a document, and whether it is a picture that still tells of more than is seen. JPEG and PNG tell nothing any more; anything else
    is left as it is, and so is what is not built as it should be."""
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content), False
        if content.startswith(_PNG):
            return _png(content), False
    except (IndexError, ValueError):
        return content, tells(content)
    if content.startswith((b"II*\x00", b"MM\x00*")):
        return content, _tiff_tells(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return content, b"EXIF" in content or b"XMP " in content
    return content, content.startswith((b"GIF87a", b"GIF89a")) and b"XMP DataXMP" in content


def tells(content: bytes) -> bool:
    """Whether a JPEG that tells of more than is seen stands among these bytes, those of a PDF for example."""
    return any(mark in content for mark in _TELLING)


def _jpeg(content: bytes) -> bytes:
    """Its segments up to the end of the picture (ISO 10918-1, annex B): cameras put further pictures behind it."""
    kept, place = [content[:2]], 2
    while (marker := content[place : place + 2]) != b"\xff\xd9":
        if marker == b"\xff\xff":
            place += 1
            continue
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if marker[:1] != b"\xff" or end < place + 4 or end > len(content):
            raise ValueError("no segment")
        if marker == b"\xff\xda":
            # What follows is the picture itself, up to the next marker.
            found = _MARKER.search(content, end)
            if found is None:
                raise ValueError("no end")
            end = found.start()
        kept.append(_seen(marker[1], content[place:end]))
        place = end
    return b"".join((*kept, marker))


def _seen(marker: int, segment: bytes) -> bytes:
    """A segment of which nothing is told; of EXIF what is needed to see the picture upright."""
    inside = segment[4:]
    if marker == 0xE1 and inside.startswith(b"Exif\x00\x00"):
        return _upright(inside)
    if marker == 0xFE or (0xE1 <= marker <= 0xEF and not inside.startswith((b"ICC_PROFILE\x00", b"Adobe"))):
        return b""
    return segment


def _upright(exif: bytes) -> bytes:
    given, kept = Image.Exif(), Image.Exif()
    try:
        given.load(exif)
        turned = given.get(_TURNED, 1)
    except Exception:
        # Whatever Pillow makes of it: EXIF that nobody can read turns nothing.
        return b""
    if turned not in range(2, 9):
        return b""
    kept[_TURNED] = turned
    written = kept.tobytes()
    return b"\xff\xe1" + (len(written) + 2).to_bytes(2, "big") + written


def _png(content: bytes) -> bytes:
    kept, place, kind = [content[:8]], 8, b""
    while kind != b"IEND":
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        kind = content[place + 4 : place + 8]
        if len(kind) < 4 or end > len(content):
            raise ValueError("no chunk")
        if kind[:1].isupper() or kind in _SEEN:
            kept.append(content[place:end])
        place = end
    return b"".join(kept)


def _tiff_tells(content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content), formats=("TIFF",)) as picture:
            return bool(_TIFF & set(picture.getexif()))
    except Exception:
        # What cannot be read may tell anything.
        return True
