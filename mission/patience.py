"""The server's worker: no thread waits for a client.

gunicorn's threads read requests themselves: eight clients that send one letter each, and then nothing, would hold all eight threads for ever.
Here the one loop that waits for all connections gathers each request, head and small body, until it is whole or its time is over; only
whole requests meet a thread. Bodies that are too large to be gathered, and answers that a client does not take, have a thread for a
limited time, and never all threads. Behind a proxy that buffers this costs nothing and changes nothing.
"""

import contextlib
import errno
import re
import resource
import socket
import time
from collections import Counter, deque
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn import util
from gunicorn.http import wsgi
from gunicorn.workers.gthread import TConn, ThreadWorker

from . import examining
from .logs import request_id
from .refusing import BEGUN, Refusals, begun, named

# A head is a few hundred bytes, in one piece; whoever needs longer than this for one is not a browser.
HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 10.0
# What a form without files can be (MAX_CONTENT_LENGTH).
BODY_BYTES = 1024 * 1024
BODY_SECONDS = 30.0
# What all requests that are being gathered may hold together.
HELD_BYTES = 64 * 1024 * 1024
# How long a thread is lent to one client: reading a large body, computing, sending.
THREAD_SECONDS = 60.0
SLOWEST_BYTES_PER_SECOND = 32 * 1024
LONGEST_SECONDS = 900.0
# What is read of a body that was refused unread.
LEFT_SECONDS = 5.0
LEFT_BYTES = 64 * 1024 * 1024
# The same for a head, which the loop reads while all others wait: what is there already, and so often.
LEFT_READS = 16
FILES = 4096
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r\n", re.IGNORECASE)
_OTHERWISE = re.compile(rb"\r\n(?:transfer-encoding|expect)[ \t]*:", re.IGNORECASE)


class Gathered(TConn):  # type: ignore[misc]
    """A connection, and what it has given of its next request."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.given = bytearray()
        self.until = 0.0
        # The declared length of a body that a thread has to read, 0 where there is none.
        self.large = 0
        self.data_ready = True
        # How the request begins that a thread reads now.
        self.begun = b""
        self.origin = self.client[0] if isinstance(self.client, tuple) and self.client else ""

    def init(self) -> None:
        super().init()
        if self.given:
            self.parser.unreader.unread(bytes(self.given))
            self.given.clear()

    def whole(self) -> bool:
        """Whether a thread can go on from here without waiting for the client, or has to, because the body is large."""
        self.large = 0
        end = self.given.find(_END)
        if end < 0:
            return False
        head = bytes(self.given[: end + len(_END)])
        self.begun = head[:BEGUN]
        lengths = _LENGTH.findall(head)
        if _OTHERWISE.search(head):
            self.large = BODY_BYTES
            return True
        if len(lengths) != 1:
            # None, or several, which the parser refuses.
            return True
        length = int(lengths[0])
        if length > BODY_BYTES:
            self.large = length
            return True
        return len(self.given) >= end + len(_END) + length


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, whose loop gathers requests before it lends a thread."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # In the order of their coming: the first is the oldest.
        self.gathering: dict[Gathered, None] = {}
        self.waiting: deque[Gathered] = deque()
        self.lent: dict[Gathered, float] = {}
        self.by_origin: Counter[str] = Counter()
        self.held = 0

    def init_process(self) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < FILES:
            # Each connection is a file, and so is each of the database.
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard), hard))
                soft = min(FILES, hard)
        wsgi.Response = examining.Answer
        self.worker_connections: int = max(16, min(self.cfg.worker_connections, soft - 200))
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.refusals = Refusals(self.wsgi)
        # gunicorn answers by itself what its parser refuses: in English, with what the parser says, and without any of our headers.
        util.write_error = lambda sock, status, reason, said: util.write_nonblock(sock, self.refusals.answer(status, begun.get()))

    def handle(self, conn: Gathered) -> Any:
        """With the beginning of the request at hand, by which a refusal tells who asked."""
        before = begun.set(conn.begun)
        try:
            return super().handle(conn)
        finally:
            begun.reset(before)

    def handle_error(self, *given: Any) -> None:
        """Under one name in the log and in the answer."""
        before = request_id.set(named())
        try:
            super().handle_error(*given)
        finally:
            request_id.reset(before)

    # Gathering

    def accept(self, listener: socket.socket) -> None:
        try:
            sock, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                self.make_room()
            elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        self.gather(Gathered(self.cfg, sock, address, listener.getsockname()))
        if self.nr_conns >= self.worker_connections:
            self.make_room()

    def on_client_socket_readable(self, conn: Gathered, client: socket.socket) -> None:
        """The next request of a connection that was kept begins."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self.gather(conn)
        self.on_more(conn, client)

    def gather(self, conn: Gathered) -> None:
        conn.sock.setblocking(False)
        conn.until = time.monotonic() + HEAD_SECONDS
        self.gathering[conn] = None
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_more, conn))

    def on_more(self, conn: Gathered, client: socket.socket) -> None:
        if conn not in self.gathering:
            return
        try:
            more = client.recv(HEAD_BYTES)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            self.drop(conn)
            return
        had_head = _END in conn.given
        conn.given += more
        self.held += len(more)
        if conn.whole():
            self.gathered(conn)
            self.enqueue_req(conn)
        elif _END not in conn.given:
            if len(conn.given) > HEAD_BYTES:
                self.refuse(conn, 431)
        elif not had_head:
            conn.until = time.monotonic() + BODY_SECONDS
        while self.held > HELD_BYTES and self.gathering:
            self.refuse(max(self.gathering, key=lambda one: len(one.given)), 503)

    def gathered(self, conn: Gathered) -> None:
        self.gathering.pop(conn, None)
        self.held -= len(conn.given)
        with contextlib.suppress(KeyError, ValueError, OSError):
            self.poller.unregister(conn.sock)

    def drop(self, conn: Gathered) -> None:
        self.gathered(conn)
        self.nr_conns -= 1
        conn.close()

    def refuse(self, conn: Gathered, status: int) -> None:
        with contextlib.suppress(OSError):
            conn.sock.send(self.refusals.answer(status, bytes(conn.given[:BEGUN])))
            conn.sock.shutdown(socket.SHUT_WR)
            # What has come and was not read would take the answer away from a client that has not read it yet.
            for _ in range(LEFT_READS):
                if not conn.sock.recv(HEAD_BYTES):
                    break
        self.drop(conn)

    def make_room(self) -> None:
        """Too many connections: the one that has been nothing but open for longest goes, kept ones first."""
        if self.keepalived_conns:
            self.keepalived_conns[0].timeout = 0.0
            self.murder_keepalived()
        elif self.gathering:
            self.drop(next(iter(self.gathering)))

    # Lending threads

    def enqueue_req(self, conn: Gathered) -> None:
        if conn.parser is not None and (ahead := conn.parser.unreader.take_buffered()):
            # The next request came behind the last one, in part perhaps.
            conn.given[:0] = ahead
            if not conn.whole():
                self.held += len(conn.given)
                self.gather(conn)
                return
        self.waiting.append(conn)
        self.lend()

    def lend(self) -> None:
        """Hand the requests that wait to threads: never all threads to large bodies, nor to one place, unless that is the proxy."""
        direct = not getattr(getattr(self.app, "settings", None), "PROXY_HOPS", 0)
        for_one = max(1, self.cfg.threads - 2) if direct else self.cfg.threads
        for_large = max(1, self.cfg.threads // 2)
        large = sum(1 for conn in self.lent if conn.large)
        passed: list[Gathered] = []
        while self.waiting and len(self.lent) < self.cfg.threads:
            conn = self.waiting.popleft()
            if self.by_origin[conn.origin] >= for_one or (conn.large and large >= for_large):
                passed.append(conn)
                continue
            large += bool(conn.large)
            self.by_origin[conn.origin] += 1
            self.lent[conn] = time.monotonic() + min(LONGEST_SECONDS, THREAD_SECONDS + conn.large / SLOWEST_BYTES_PER_SECOND)
            super().enqueue_req(conn)
        self.waiting.extendleft(reversed(passed))

    def finish_request(self, conn: Gathered, fs: Any) -> None:
        self.lent.pop(conn, None)
        self.by_origin[conn.origin] -= 1
        if self.by_origin[conn.origin] <= 0:
            del self.by_origin[conn.origin]
        super().finish_request(conn, fs)
        self.lend()

    def _keepalive_after(self, conn: Gathered, keepalive: bool) -> bool:
        """Read what the application has left of a large body to its end, within the bounds of an upload: the answer has promised to keep the
        connection, and what a proxy sends into one that is closed all the same is lost."""
        if not conn.large:
            return bool(super()._keepalive_after(conn, keepalive))
        drained = conn.parser.finish_body(deadline=time.monotonic() + LEFT_SECONDS, max_bytes=min(conn.large, LEFT_BYTES) + 1)
        return bool(keepalive and drained)

    def _cap_keepalive(self, deadline: float) -> None:
        """The worker stops: who has only connected is let go, who is in the middle of a request has until then."""
        super()._cap_keepalive(deadline)
        for conn in list(self.gathering):
            conn.until = min(conn.until, deadline)
            if not conn.given:
                self.drop(conn)

    def murder_pending(self) -> None:
        """Each second: end what has had its time."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [one for one in self.gathering if one.until <= now]:
            if conn.given:
                self.refuse(conn, 408)
            else:
                self.drop(conn)
        for conn in [one for one, until in self.lent.items() if until <= now]:
            # Its thread reads an end, or cannot write, and is free.
            self.lent[conn] = float("inf")
            with contextlib.suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RDWR)
