"""The names of files: as readers see them, and as the last part of their addresses."""

import re
import unicodedata
from collections.abc import Collection

from ... import addresses

MOST = 120
# The ending that goes with what a file is: a name never says otherwise.
ENDINGS = {
    "image/jpeg": "jpg",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/csv": "csv",
    "text/plain": "txt",
}
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
# Separators of folders, and what file systems and shells take for something else.
_UNFIT = re.compile(r'[<>:"|?*]')
# Names that Windows keeps for devices, whatever their ending.
_DEVICES = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|clock\$)$", re.I)
_DEFAULT = "file"


def shown(given: str, media_type: str) -> str:
    """The name under which readers see and keep a file: of what was given, only letters that show, with the ending of what it is."""
    stem = _stem(given)
    ending = ENDINGS[media_type]
    return f"{stem[: MOST - len(ending) - 1].rstrip(' .')}.{ending}"


def visible(given: str) -> str:
    """The last part of a name as somebody gave it, by what can be seen of it."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given).replace("\x00", ""))[-1]
    # No control, no direction and nothing invisible: "cod.fdp" must not read as "pdf.doc". Joiners stay inside Arabic and Persian words.
    return "".join(one for one in last if one == "\u200c" or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))[:MOST * 2]


def written(given: str) -> str:
    """Words about a file, without what is not written: control characters, and marks that turn the rest of a line around."""
    return "".join(one for one in given if one in "\t\n\r" or (unicodedata.category(one) not in ("Cc", "Cs") and one not in "\u202d\u202e"))


def _stem(given: str) -> str:
    stem = visible(given)
    while (shorter := _ENDING.sub("", stem)) and shorter != stem and _known(stem):
        stem = shorter
    tidy = " ".join(_UNFIT.sub(" ", stem).split()).strip(" .")
    return f"_{tidy}" if _DEVICES.match(tidy.split(".")[0].strip()) else tidy or _DEFAULT


def _known(name: str) -> bool:
    """Whether a name ends as some program's files do: "report.exe" and "scan.png" lose that, "no. 12.3" does not."""
    return not name.rpartition(".")[2].isdecimal()


def place(name: str, taken: Collection[str]) -> str:
    """The last part of the address of a file called `name`, as no other in `taken` has it."""
    stem, _, ending = name.rpartition(".")
    base = addresses.slug(stem) or _DEFAULT
    number, made = 2, f"{base}.{ending}"
    while made in taken:
        made = f"{base}-{number}.{ending}"
        number += 1
    return made


def distinct(name: str, taken: Collection[str]) -> str:
    """`name`, or the same with a number where another file of the same text is called so."""
    stem, _, ending = name.rpartition(".")
    number, made = 2, name
    while made in taken:
        made = f"{stem} ({number}).{ending}"
        number += 1
    return made
