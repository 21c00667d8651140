"""The server's answers, with each header field that stands in all of them examined once."""

from collections.abc import Iterable

from gunicorn.http import wsgi

# Fields that answer after answer has alike, and how many of them are remembered.
_STEADY = frozenset((
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
    "Permissions-Policy", "X-Frame-Options", "Strict-Transport-Security", "Vary", "Content-Type", "Content-Encoding", "Speculation-Rules", "Cache-Control",
))  # fmt: skip
_MOST_STEADY = 500


class Answer(wsgi.Response):  # type: ignore[misc]
    """gunicorn's answer, which examines each header field anew every time: here each is examined once."""

    sound: set[tuple[str, str]] = set()

    def process_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        for field in headers:
            if field in self.sound:
                self.headers.append(field)
                continue
            super().process_headers([field])
            if field[0] in _STEADY and self.headers[-1] == field:
                if len(self.sound) >= _MOST_STEADY:
                    self.sound.clear()
                self.sound.add(field)
