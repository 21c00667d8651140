"""Which sending a posted form is: the page that it stood on, its address, who sent it, and all that stood in it."""

import hashlib
import re
import secrets
from typing import Any

from flask import g, request

_SHEET = re.compile(r"[0-9a-f]{64}([0-9a-f]{32})")


def sheet() -> str:
    """A name for the page that is being drawn, behind the token of each of its forms: two pages with the same form are two forms."""
    if "sheet" not in g:
        g.sheet = secrets.token_hex(16)
    return str(g.sheet)


def sending(whose: int) -> str:
    """The key of the form that this person (0: nobody who is in) has posted; empty where it stood on no page of ours. Another word in it, or
    another file, makes it another one."""
    named = _SHEET.fullmatch(request.form.get("token", ""))
    if named is None:
        return ""
    said = [named[1], str(whose), request.path, request.query_string.decode("latin-1"), *handed()]
    said += [part for name, value in request.form.items(multi=True) if name != "token" for part in (name, value)]
    # The name of the page is nowhere kept: nobody finds out by the key what somebody typed.
    return hashlib.sha256("".join(f"{len(one)}:{one}" for one in said).encode("utf-8", "surrogatepass")).hexdigest()


def handed() -> tuple[str, ...]:
    """The files of this form by name and content, read through once, and before anybody has to wait for it (`files.receiving`)."""
    if "handed" not in g:
        g.handed = tuple(part for name, file in request.files.items(multi=True) for part in (name, file.filename or "", _print(file.stream)))
    return tuple(g.handed)


def _print(stream: Any) -> str:
    found = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    return found
