"""What this program writes about itself: one JSON object per line on the error stream, or lines for people on a terminal.

Nothing personal is in it, by construction: an exception gives its type, its code and where it happened, never its message, which may quote
what somebody typed; a line of another library gives its pattern, not what was put into it; what is left is looked through once more for
addresses of mail and of machines, queries and tokens. On a terminal, where a developer sits, exceptions are whole.
"""

import errno
import json
import logging
import re
import signal
import sys
import threading
import traceback
import warnings
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from . import databases, disks
from .causes import chain
from .config import ROOT, Settings

# The identifier of the request that this thread is answering; empty outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")
# Under this name a record carries further fields: logging's own name for what its caller adds is taken by attributes.
FIELDS = "fields"
_FRAMES, _LINKS = 12, 6
_HIDDEN = (
    (re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:]+"), "<address>"),
    (re.compile(r"\b[a-z][a-z0-9+.-]*://\S+"), "<url>"),
    (re.compile(r"(?<!\w)/[^\s?\"']*\?\S*"), "<query>"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "<ip>"),
    (re.compile(r"(?<![\w:])(?!\d\d:\d\d:\d\d(?![\w:]))(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE), "<ip>"),
    # The name of a backup is a moment, and is what whoever reads the log looks for.
    (re.compile(r"(?<![\w-])(?!mission-\d{8}T\d{6}Z(?:-keys)?(?![\w-]))(?=[a-z_-]*[0-9A-Z])[A-Za-z0-9_-]{24,}"), "<token>"),
)  # fmt: skip
# What gunicorn writes with the client's address and words already in it.
_PUT_TOGETHER = (
    (re.compile(r"Invalid request from ip="), "a request that cannot be read was refused"),
    # Its own pattern says nothing without what stands in it.
    (re.compile(r"Connection in use: %s|Can't connect to %s"), "the web server cannot listen on its port"),
)
# The name of a signal is nothing personal: with it a line says how a process of gunicorn ended.
_SIGNALS = frozenset(signal.Signals.__members__)


def write(settings: Settings, stream: TextIO | None = None) -> None:
    """Let everything that is logged in this process go to `stream` (the error stream by default) in the form that the settings ask for."""
    out = stream or sys.stderr
    people = settings.LOG_FORMAT == "text" or (not settings.LOG_FORMAT and out.isatty())
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines() if people else JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("mission").setLevel(logging.INFO)
    logging.captureWarnings(True)
    warnings.simplefilter("default", RuntimeWarning)
    sys.excepthook = _ended_by_hand if people else _ended
    if not people:
        threading.excepthook = lambda ended: _last_words(ended.exc_type, ended.exc_value, ended.exc_traceback)


def hidden(text: str) -> str:
    """`text` without addresses of mail or machines, queries and tokens, and without line breaks or control characters."""
    for pattern, instead in _HIDDEN:
        text = pattern.sub(instead, text)
    return "".join(letter if letter.isprintable() else " " for letter in text)


class JsonLines(logging.Formatter):
    """One JSON object per record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message(record),
            "process": record.process,
        }
        if asked := request_id.get():
            line["request"] = asked
        line |= getattr(record, FIELDS, {})
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class Lines(logging.Formatter):
    """A line for people, with the whole of an exception below it."""

    def format(self, record: logging.LogRecord) -> str:
        more = "".join(f" {name}={value}" for name, value in getattr(record, FIELDS, {}).items())
        asked = f" [{request_id.get()}]" if request_id.get() else ""
        line = f"{datetime.fromtimestamp(record.created):%H:%M:%S} {record.levelname.lower():8} {record.getMessage()}{more}{asked}"  # noqa: DTZ006
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


def message(record: logging.LogRecord) -> str:
    """What a record says without anything personal: our own words, another library's pattern."""
    pattern = str(record.msg)
    for known, instead in _PUT_TOGETHER:
        if known.match(pattern):
            return instead
    arguments = record.args if isinstance(record.args, tuple) else (record.args,)
    # "mission" itself is Flask's, which puts the address of a request in; ours are below it.
    if record.name.startswith("mission.") or all(isinstance(one, int | float) or (isinstance(one, str) and one in _SIGNALS) for one in arguments):
        return hidden(record.getMessage())
    return hidden(pattern)


def told(error: BaseException) -> dict[str, Any]:
    """An exception by its type, its code and the places it came through; each that it followed from after it."""
    names = [_named(link) for link in islice(chain(error), _LINKS)]
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return {"type": names[0], "from": names[1:], "at": [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]}


def _named(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    if isinstance(error, OSError) and error.errno:
        code = errno.errorcode.get(error.errno, error.errno)
    return f"{name} ({code})" if code else name


def _place(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(ROOT):
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-2:])


def _ended(kind: type[BaseException], error: BaseException | None, where: TracebackType | None) -> None:
    """The end of a process by an exception: what a disk or the database refuses in a sentence (`_sentence`), all else in a line of the log."""
    if not _foreseen(error):
        _last_words(kind, error, where)


def _ended_by_hand(kind: type[BaseException], error: BaseException | None, where: TracebackType | None) -> None:
    """The same for people, who see all of what nobody has foreseen."""
    if not _foreseen(error) and error is not None:
        sys.__excepthook__(kind, error, where)


def _foreseen(error: BaseException | None) -> bool:
    """Whether a process has ended of something that happens to any site; it is then said, in one sentence as any command says what it cannot do."""
    sentence = _sentence(error) if error is not None else ""
    if sentence:
        sys.stderr.write(f"Error: {sentence[0].upper()}{sentence[1:]}\n")
    return bool(sentence)


def _sentence(error: BaseException) -> str:
    if disk := disks.full(error):
        return f"{disk} is full, and this was not done; make room there, then do it again."
    if disk := disks.only_read(error):
        return f"{disk} can only be read, and this was not done; mount it for writing, then do it again."
    if databases.only_read(error):
        return "the database can only be read, and this was not done; `flask mission doctor` says why, and what to do."
    if away := databases.away(error):
        return f"the database does not answer, and this was not done: {away}."
    return ""


def _last_words(kind: type[BaseException], error: BaseException | None, where: TracebackType | None) -> None:
    """What would have been printed as it is when a process or a thread ends of an exception."""
    if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logging.getLogger("mission").critical("ended by an unforeseen error", exc_info=(kind, error, where))
