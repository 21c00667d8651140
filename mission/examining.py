"""The server's answers, with each header field that stands in all of them examined once, and each that is whole sent in one piece."""

from collections.abc import Iterable

from gunicorn.http import wsgi

# Fields that answer after answer has alike, and how many of them are remembered.
_STEADY = frozenset((
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
    "Permissions-Policy", "X-Frame-Options", "Strict-Transport-Security", "Vary", "Content-Type", "Content-Encoding", "Speculation-Rules", "Cache-Control",
    "ETag",
))  # fmt: skip
_MOST_STEADY = 500


class Answer(wsgi.Response):  # type: ignore[misc]
    """gunicorn's answer, which examines each header field anew every time, and sends the head apart: here each is examined once, and goes with
    the body."""

    sound: set[tuple[str, str]] = set()
    headers: list[tuple[str, str]]
    headers_sent: bool

    def process_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        new: list[tuple[str, str]] = []
        for field in headers:
            (self.headers if field in self.sound else new).append(field)
        known = len(self.headers)
        super().process_headers(new)
        for field in self.headers[known:]:
            if field[0] in _STEADY:
                if len(self.sound) >= _MOST_STEADY:
                    self.sound.clear()
                self.sound.add(field)

    def write(self, arg: bytes) -> None:
        if self.headers_sent or self._omits_body or not isinstance(arg, bytes) or len(arg) != self.response_length:
            super().write(arg)
            return
        head = "".join([*self.default_headers(), *[f"{name}: {value}\r\n" for name, value in self.headers], "\r\n"])
        self.headers_sent, self.sent = True, len(arg)
        self.sock.sendall(head.encode("latin-1") + arg)
