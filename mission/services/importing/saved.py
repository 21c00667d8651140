"""The saved files of an old site: which of them are pages, and at which addresses these stood."""

import re
from collections import Counter
from pathlib import Path, PurePosixPath
from urllib.parse import quote

PAGES = frozenset({".html", ".htm", ".shtml", ".xhtml", ".php", ".asp", ".aspx", ".jsp", ""})
# What follows the question mark of an address is in the name of the file (`wget`), behind an @ where a system takes no question marks.
_WITH_QUERY = re.compile(r"(?P<name>[^?]*)\?(?P<query>.*)|(?P<before>.*\.[A-Za-z]{3,5})@(?P<behind>.+)", re.DOTALL)
# Added to the name of a page that ends otherwise (`wget --adjust-extension`).
_ADDED = re.compile(r"(?P<name>.*[?@].*|.*\.(?:shtml|xhtml|php|aspx?|jsp))\.html?", re.IGNORECASE | re.DOTALL)


def pages(folder: Path) -> list[Path]:
    """The saved pages in a folder and those below it, in the order of their paths."""
    return sorted(one for one in _files(folder) if _is_page(one.name))


def others(folder: Path) -> Counter[str]:
    """How many files there are besides, by the ending of their name."""
    return Counter(PurePosixPath(_parted(one.name)[0]).suffix.lower() for one in _files(folder) if not _is_page(one.name))


def addresses(path: str) -> tuple[str, ...]:
    """Where the page stood that is saved under `path` (``/fr/article.php?id=7``), as links are written. Of a name from which it cannot be seen whether
    its ending was added, all that it may have been."""
    added = _ADDED.fullmatch(path)
    return tuple(dict.fromkeys(map(_address, (path, *([added["name"]] if added else [])))))


def _files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file() and not one.name.startswith(".")]


def _is_page(name: str) -> bool:
    return PurePosixPath(_parted(name)[0]).suffix.lower() in PAGES


def _parted(name: str) -> tuple[str, str]:
    found = _WITH_QUERY.fullmatch(name)
    if found is None:
        return name, ""
    if found["before"] is None:
        return found["name"], found["query"]
    known = PurePosixPath(found["before"]).suffix.lower() in PAGES
    return (found["before"], found["behind"]) if known else (name, "")


def _address(path: str) -> str:
    stem, query = _parted(path)
    return quote(stem) + (f"?{quote(query, safe='=&;%+,:@!*()/')}" if query else "")
