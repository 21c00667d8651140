"""One file in by the standard input, what it is and what was made of it out by the standard output.

Out comes a line of JSON, `{"refused": reason}` or `{"media_type": …, "parts": [{name, media_type, width, height, size}, …]}`, and then the bytes
of the parts, one after the other. The first part is the file itself.
"""

import json
import resource
import sys
from typing import Any

from . import bare, packages, papers, pictures, remarks, words
from .refused import Refused

_MEMORY = 2 * 1024 * 1024 * 1024
_SECONDS = 90
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")


def main(arguments: list[str]) -> None:
    """Look at the standard input; `arguments` are the most pixels that a picture may have, and ``table`` where the name of the file says that it is one."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    # Nothing is written but to the standard output: not a file of one byte.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        head, parts = examine(content, int(arguments[0]), "table" in arguments[1:])
    except Refused as refused:
        head, parts = {"refused": refused.reason}, []
    except MemoryError:
        head, parts = {"refused": "bomb"}, []
    except RecursionError:
        head, parts = {"refused": "damaged"}, []
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)


def examine(content: bytes, most_pixels: int, as_table: bool = False) -> tuple[dict[str, Any], list[bytes]]:
    """What the file is, by its content alone; words are a table where their name says so (`as_table`)."""
    if is_picture(content):
        drawn = pictures.draw(content, most_pixels)
        parts = [
            {"name": one.name, "media_type": one.media_type, "width": one.width, "height": one.height, "size": len(one.content)} for one in drawn
        ]
        return {"media_type": drawn[0].media_type, "parts": parts}, [one.content for one in drawn]
    if content.startswith(b"%PDF-"):
        author = papers.look(content)
        said, itself = _as_it_is("application/pdf", content)
        return said | {"author": author, "telling": bare.tells(content)}, itself
    if content.startswith(b"PK"):
        kind, (made, telling) = packages.look(content), remarks.cleaned(content)
        said, itself = _as_it_is(kind, made)
        return said | {"telling": telling}, itself
    return _as_it_is(*words.look(content, as_table))


def is_picture(content: bytes) -> bool:
    """Whether it begins as one of the pictures that are taken."""
    if content.startswith(_PICTURES) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return True
    return content[4:8] == b"ftyp" and content[8:12] in (b"avif", b"avis")


def _as_it_is(media_type: str, content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    return {"media_type": media_type, "parts": [{"name": "", "media_type": media_type, "width": 0, "height": 0, "size": len(content)}]}, [content]
