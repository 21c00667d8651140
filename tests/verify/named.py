"""Writes `mission/verify/named.py` from the house's own tables and catalogues: ``python -m tests.verify.named``."""

from pathlib import Path
from zoneinfo import ZoneInfo

from mission.clocks import ZONES
from mission.languages import LANGUAGES, TAGS
from mission.services import naming
from mission.services.particulars import city
from mission.services.rendering.wording import wording

FILE = Path(__file__).parents[2] / "mission" / "verify" / "named.py"
_HEAD = '''"""What publishers, places and the cities of clocks are called on paper, by the name under which a content knows them: in French, Arabic, English and Spanish.

Written by `tests/verify/named.py` out of the site's own tables, since this program knows no site; a test holds one against the other.
"""
# ruff: noqa: E501

import re

_TAGS = {tags}
_RELEASE = re.compile(r"(?P<body>.+) \\(release (?P<number>[^)]+)\\)")


def named(written: str, tag: str) -> str:
    """A name as the paper of a language prints it."""
    if tag not in _TAGS:
        return written
    release = _RELEASE.fullmatch(written)
    if release and release["body"] in RELEASES:
        return RELEASES[release["body"]][_TAGS.index(tag)] % {{"number": release["number"]}}
    return NAMES[written][_TAGS.index(tag)] if written in NAMES else written


'''


def drawn() -> str:
    """The whole module."""
    said = [wording(tag).say for tag in TAGS]
    made = [_HEAD.format(tags=_tuple(TAGS))]
    for title, table in (("NAMES", naming.PUBLISHERS | naming.PLACES), ("RELEASES", naming.RELEASES)):
        made.append(f"{title} = {{\n")
        made += [f"    {_quoted(name)}: {_tuple([say(text) for say in said])},\n" for name, text in table.items()]
        if title == "NAMES":
            made += [f"    {_quoted(zone)}: {_tuple([city(ZoneInfo(zone), LANGUAGES[tag], wording(tag).say) for tag in TAGS])},\n" for zone in ZONES]
        made.append("}\n")
    return "".join(made)


def _tuple(values: list[str] | tuple[str, ...]) -> str:
    return f"({', '.join(map(_quoted, values))})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    FILE.write_text(drawn())
