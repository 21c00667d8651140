"""What somebody was given: any bytes at all. Whatever cannot be read is said in one sentence (`Unusable`), never guessed at."""

import json
from pathlib import Path
from typing import Any

MOST = 200 * 1024 * 1024


class Unusable(ValueError):
    """Something that cannot be read; its text says what and why."""


def whole(place: str) -> bytes:
    """The bytes of a file."""
    try:
        with Path(place).open("rb") as file:
            content = file.read(MOST + 1)
    except (OSError, ValueError) as error:
        raise Unusable(f"{place}: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > MOST:
        raise Unusable(f"{place} is larger than {MOST} bytes")
    return content


def text(place: str) -> str:
    """The text of a file, which is UTF-8."""
    return decoded(whole(place), place)


def decoded(content: bytes, place: str) -> str:
    """`content` as UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Unusable(f"{place} is not a text in UTF-8: byte {error.start + 1} is none of it") from None


def parsed(content: bytes | str, place: str) -> dict[str, Any]:
    """`content` as a JSON object. No fractions, no numbers beyond reason, no nesting beyond reason: none of it occurs in what is signed."""
    given = decoded(content, place) if isinstance(content, bytes) else content
    try:
        found = json.loads(given, parse_constant=_refused)
    except RecursionError:
        raise Unusable(f"{place} is nested too deeply to be read") from None
    except json.JSONDecodeError as error:
        raise Unusable(f"{place} is not JSON: line {error.lineno}, character {error.colno}") from None
    except ValueError:
        raise Unusable(f"{place} holds a number that is none, or is too long") from None
    if not isinstance(found, dict):
        raise Unusable(f"{place} does not hold an object")
    return found


def lines(place: str) -> list[bytes]:
    """The lines of a register, without their ends; a last line that was cut off is refused."""
    content = whole(place)
    made = content.split(b"\n")
    if made.pop():
        raise Unusable(f"{place} was cut off in line {len(made) + 1}: it does not end with a whole line")
    return made


def part(found: dict[str, Any], name: str, kind: type, place: str) -> Any:
    """One member of an object, which has to be of this kind."""
    if not isinstance(found.get(name), kind):
        raise Unusable(f"{place} has no “{name}” that could be read")
    return found[name]


def _refused(name: str) -> Any:
    raise ValueError(name)
