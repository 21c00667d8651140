"""Answers kept in this process for as long as the public state stands: bounded in bytes, the least recently used fall out."""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime

from werkzeug.http import parse_date

from . import codings
from .codings import PLAIN

Fields = list[tuple[str, str]]
# What a kept answer takes besides its bytes, roughly.
_OVERHEAD = 2048
# What is larger is handed on and forgotten: it would push hundreds of pages out.
LARGEST = 1024 * 1024
# So long a state that is not the newest waits for the newest to be seen again, before it is taken for what there is (a restored database).
_PATIENCE = 5.0


class Answer:
    """An answer without what is of one request alone. Each coding of its bytes is made when it is first asked for."""

    def __init__(self, fields: Fields, body: bytes, minute: str | None = None, *, once: bool = False) -> None:
        self.fields = fields
        # For one reader alone: nobody after gains by a shorter coding.
        self.once = once
        # The minute for which alone it holds.
        self.minute = minute
        media_type, changed = _told(fields)
        self.tag = ""
        self.codable = codings.worthwhile(media_type, body)
        self.changed: datetime | None = parse_date(changed)
        self._bodies = {PLAIN: body}
        self._finished: dict[str, tuple[bytes, Fields]] = {}
        self.size = _OVERHEAD + len(body)
        # As it was weighed when it was put on the shelf; 0 while it stands on none.
        self.weighed = 0

    @property
    def of_unchanged(self) -> Fields:
        """What a 304 repeats: nothing of the bytes that it does not bring."""
        return [one for one in self.fields if one[0].lower() not in ("content-type", "content-disposition", "content-language")]

    def coding(self, taken: str) -> str:
        """The coding in which a reader gets it who takes `taken`."""
        return taken if self.codable else PLAIN

    def finished(self, coding: str, etag: str) -> tuple[bytes, Fields]:
        """Its bytes in this coding, and all its fields but those of the moment."""
        found = self._finished.get(coding)
        if found is None:
            body = self.body(coding)
            coded = [("Content-Encoding", coding)] if coding != PLAIN else []
            found = body, [*self.fields, ("ETag", f'W/"{etag}"'), ("Content-Length", str(len(body))), *coded]
            if coding in self._bodies:
                self._finished[coding] = found
        return found

    def body(self, coding: str) -> bytes:
        """Its bytes in this coding. Once they are there in a coding, the plain ones, which are long and seldom asked for, go."""
        held = self._bodies.get(coding)
        if held is None:
            given, whole = next(iter(self._bodies.items()))
            plain = codings.plain(whole, given)
            held = codings.coded(plain, coding, hasty=self.once)
            if coding == PLAIN:
                return held
            self._bodies = {name: one for name, one in self._bodies.items() if name != PLAIN} | {coding: held}
            self.size = _OVERHEAD + sum(map(len, self._bodies.values()))
            self._finished.pop(PLAIN, None)
        return held


def _told(fields: Fields) -> tuple[str, str | None]:
    """The media type, and when it was changed, where that is told."""
    media_type, changed = "", None
    for name, value in fields:
        if name.lower() == "content-type":
            media_type = value
        elif name.lower() == "last-modified":
            changed = value
    return media_type, changed


class Shelf:
    """Answers of one state. Addresses with a query stand apart, and in less room: there is no end of them, and none pushes out a page."""

    def __init__(self, most: int) -> None:
        self._state: tuple[Hashable, ...] | None = None
        self._turn = threading.Lock()
        self._kept: tuple[OrderedDict[Hashable, Answer], OrderedDict[Hashable, Answer]] = (OrderedDict(), OrderedDict())
        self._most = (most * 3 // 4, most // 4)
        self._held = [0, 0]
        self._seen = 0.0

    def get(self, state: tuple[Hashable, ...], key: tuple[str, str], minute: str) -> Answer | None:
        """The answer that is kept for an address in this state and this minute, if one is."""
        kept = self._kept[bool(key[1])]
        with self._turn:
            if not self._stands(state):
                return None
            answer = kept.get(key)
            if answer is None or answer.minute not in (None, minute):
                return None
            kept.move_to_end(key)
            return answer

    def put(self, state: tuple[Hashable, ...], key: tuple[str, str], answer: Answer) -> None:
        """Keep an answer, or weigh one again that has got another coding."""
        side = bool(key[1])
        kept = self._kept[side]
        with self._turn:
            if not self._stands(state):
                return
            before = kept.pop(key, None)
            if before is not None:
                self._held[side] -= before.weighed
            if answer.size > min(LARGEST, self._most[side]):
                return
            answer.weighed = answer.size
            kept[key] = answer
            self._held[side] += answer.weighed
            while self._held[side] > self._most[side]:
                _, oldest = kept.popitem(last=False)
                self._held[side] -= oldest.weighed

    def clear(self) -> None:
        """Keep nothing any longer (for measuring)."""
        with self._turn:
            self._state = None
            for kept in self._kept:
                kept.clear()
            self._held = [0, 0]

    def __len__(self) -> int:
        return len(self._kept[0]) + len(self._kept[1])

    def _stands(self, state: tuple[Hashable, ...]) -> bool:
        """Whether this is the state of what is kept; a newer one empties the shelf first."""
        now = time.monotonic()
        if state == self._state:
            self._seen = now
            return True
        if self._state is not None and _order(state) < _order(self._state) and now - self._seen < _PATIENCE:
            return False
        for kept in self._kept:
            kept.clear()
        self._held, self._state, self._seen = [0, 0], state, now
        return True


def _order(state: tuple[Hashable, ...]) -> tuple[int, str]:
    mark, day = state
    return (mark[0] if isinstance(mark, tuple) and mark else 0, str(day))


__all__ = ["LARGEST", "Answer", "Fields", "Shelf"]
