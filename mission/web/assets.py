"""Static files under names that carry their content's hash, compressed beforehand, served by WhiteNoise.

There is no build step for people: at the start the application joins the sheets of `static/css` in layer order, hashes every
file and writes the result to `instance/assets`, unless it is there already.
"""

import gzip
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from ..config import ROOT

STATIC = ROOT / "static"
_COMPRESSED = {".css", ".js", ".svg", ".txt", ".webmanifest", ".speculationrules"}
_URL = re.compile(r"url\((?!data:)['\"]?([^'\")#?]+)['\"]?\)")
_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")
FIRST = ("layers.css", "tokens.css", "base.css")


def serve_assets(app: Flask) -> None:
    """Write the hashed files, serve them below ``/static/`` and give templates `asset(name)`."""
    folder = app.config["SETTINGS"].instance / "assets"
    names = write_assets(folder)
    app.jinja_env.globals["asset"] = lambda name: f"/static/{names[name]}"
    app.extensions["assets"] = names
    noise = WhiteNoise(
        app.wsgi_app,
        allow_all_origins=False,
        max_age=3600,
        immutable_file_test=lambda path, url: bool(_HASHED.search(url)),
        mimetypes={".speculationrules": "application/speculationrules+json"},
        add_headers_function=lambda headers, path, url: _add_headers(app, headers),
    )
    noise.add_files(str(folder), prefix="static/")
    app.wsgi_app = noise  # type: ignore[method-assign]


def _add_headers(app: Flask, headers: Any) -> None:
    for name, value in app.config["SECURITY_HEADERS"].items():
        headers[name] = value


def write_assets(folder: Path) -> dict[str, str]:
    """Write every static file below `folder` under a hashed name; returns the hashed name of each by its plain one."""
    names: dict[str, str] = {}
    for path in sorted(STATIC.rglob("*")):
        name = path.relative_to(STATIC).as_posix()
        if path.is_file() and not name.startswith("css/"):
            names[name] = _write(folder, name, path.read_bytes())
    site = [path for path in sorted((STATIC / "css").rglob("*.css")) if "desk" not in path.relative_to(STATIC / "css").parts]
    names["css/site.css"] = _write(folder, "css/site.css", _join(site, names))
    names["css/desk.css"] = _write(folder, "css/desk.css", _join(sorted((STATIC / "css" / "desk").glob("*.css")), names))
    return names


def _join(sheets: list[Path], names: dict[str, str]) -> bytes:
    order = {name: place for place, name in enumerate(FIRST)}
    sheets = sorted(sheets, key=lambda path: (order.get(path.name, len(order)), path.as_posix()))
    return "\n".join(_rewritten(sheet, names) for sheet in sheets).encode()


def _rewritten(sheet: Path, names: dict[str, str]) -> str:
    def hashed(match: re.Match[str]) -> str:
        target = (sheet.parent / match[1]).resolve().relative_to(STATIC).as_posix()
        return f"url(/static/{names[target]})"

    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    return _URL.sub(hashed, re.sub(r"\n\s*", "\n", text).strip())


def _write(folder: Path, name: str, content: bytes) -> str:
    stem, dot, suffix = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{suffix}"
    target = folder / hashed
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        if f".{suffix}" in _COMPRESSED:
            _place(target.with_name(target.name + ".br"), brotli.compress(content))
            _place(target.with_name(target.name + ".gz"), gzip.compress(content, mtime=0))
        _place(target, content)
    return hashed


def _place(target: Path, content: bytes) -> None:
    # Written aside and moved: a process that starts at the same moment never serves half a file.
    handle, path = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(path, 0o644)
    os.replace(path, target)
