"""What our search is measured beside: SQLite's FTS5 (unicode61) and PostgreSQL's own configurations, over the same texts with the same counts."""

import re
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import psycopg

from mission.languages import TAGS
from mission.services.search.schema import parts_of
from mission.services.shown import Public

CONFIGURATIONS = {"fr": "french", "ar": "arabic", "en": "english", "es": "spanish"}
SHAPES = ("words", "any", "phrase", "prefix")
_PAGE = 20
_TABLES = (
    "CREATE TABLE document (id integer PRIMARY KEY, kind text, section text, session text, year integer, month integer)",
    "CREATE TABLE theme (document integer, name text)", "CREATE TABLE body (document integer, name text)",
)  # fmt: skip
_INDEXES = ("CREATE INDEX theme_of ON theme (document)", "CREATE INDEX body_of ON body (document)")
# The same counts as beside our results, over the documents of `matched`.
_COUNTS = " UNION ALL ".join((
    "SELECT 'all' AS facet, '' AS value, count(*) FROM matched",
    *(f"SELECT '{one}', name, count(*) FROM matched JOIN {one} ON {one}.document = matched.id GROUP BY name" for one in ("theme", "body")),
    *(f"SELECT '{one}', CAST({one} AS text), count(*) FROM matched JOIN document ON document.id = matched.id GROUP BY {one}"
      for one in ("kind", "session", "year", "month")),
    "SELECT 'text', language, count(*) FROM matched JOIN held ON held.document = matched.id GROUP BY language",
))  # fmt: skip


class Baseline(Protocol):
    """An engine filled with the documents of a site. A query has a shape, one of SHAPES."""

    name: str

    def add(self, documents: Sequence[Public]) -> None:
        """Take in documents."""

    def finish(self) -> None:
        """Make the index ready to answer."""

    def ranked(self, shape: str, text: str, limit: int) -> list[int]:
        """The identifiers of the best documents."""

    def answer(self, shape: str, text: str) -> int:
        """A page of results with every count and highlight; returns how many documents there are."""

    def spent(self) -> float:
        """Seconds of CPU that the engine has used so far, wherever it runs."""

    def size(self) -> int:
        """Bytes of the text index alone."""

    def close(self) -> None:
        """Let go of the engine."""


def _facts(found: Public) -> tuple[Any, ...]:
    start = found.dated.start if found.dated else None
    return found.id, found.kind, found.section, found.session, start and start.year, start and start.year * 100 + start.month


def _plain(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


class Sqlite:
    """FTS5 with unicode61 and bm25, the weights of our own parts."""

    name = "FTS5"

    def __init__(self, folder: Path, *, filled: bool = False) -> None:
        """`filled`: as an earlier one left it."""
        self._held = sqlite3.connect(folder / "fts5.sqlite")
        self._held.execute("PRAGMA journal_mode=OFF")
        for statement in () if filled else (
            *_TABLES, "CREATE TABLE held (document integer, language text)",
            "CREATE TABLE text (id integer PRIMARY KEY, title text, summary text, body text)",
            "CREATE VIRTUAL TABLE found USING fts5(title, summary, body, content='text', content_rowid='id', tokenize='unicode61')",
        ):  # fmt: skip
            self._held.execute(statement)

    def add(self, documents: Sequence[Public]) -> None:
        self._held.executemany("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)", map(_facts, documents))
        for name in ("theme", "body"):
            keys = [(one.id, key) for one in documents for key in (one.themes if name == "theme" else one.bodies)]
            self._held.executemany(f"INSERT INTO {name} VALUES (?, ?)", keys)
        self._held.executemany("INSERT INTO held VALUES (?, ?)", [(one.id, tag) for one in documents for tag in one.texts])
        self._held.executemany(
            "INSERT INTO text VALUES (?, ?, ?, ?)",
            [(one.id * 4 + TAGS.index(tag), *parts_of(text).values()) for one in documents for tag, text in one.texts.items()],
        )

    def finish(self) -> None:
        for statement in (*_INDEXES, "CREATE INDEX held_by ON held (document)", "INSERT INTO found (found) VALUES ('rebuild')"):
            self._held.execute(statement)
        self._held.commit()
        self._held.execute("ANALYZE")

    def ranked(self, shape: str, text: str, limit: int) -> list[int]:
        if not (asked := self._asked(shape, text)):
            return []
        best = "SELECT rowid / 4 FROM found WHERE found MATCH ? AND rank MATCH 'bm25(8.0, 2.5, 1.0)' ORDER BY rank LIMIT ?"
        return list(dict.fromkeys(one for (one,) in self._held.execute(best, (asked, 4 * limit))))[:limit]

    def answer(self, shape: str, text: str) -> int:
        asked, ids = self._asked(shape, text), self.ranked(shape, text, _PAGE)
        rows = ",".join(str(one * 4 + at) for one in ids for at in range(len(TAGS)))
        self._held.execute(
            "SELECT rowid, highlight(found, 0, '[', ']'), highlight(found, 1, '[', ']'), snippet(found, 2, '[', ']', '…', 30)"
            f" FROM found WHERE found MATCH ? AND rowid IN ({rows})", (asked,),
        ).fetchall()  # fmt: skip
        matched = "WITH matched AS MATERIALIZED (SELECT DISTINCT rowid / 4 AS id FROM found WHERE found MATCH ?) "
        return int(self._held.execute(matched + _COUNTS, (asked,)).fetchone()[2])

    def spent(self) -> float:
        return time.process_time()

    def size(self) -> int:
        return int(self._held.execute("SELECT sum(length(block)) FROM found_data").fetchone()[0])

    def close(self) -> None:
        self._held.close()

    @staticmethod
    def _asked(shape: str, text: str) -> str:
        words = _plain(text)
        if shape == "phrase":
            return f'"{" ".join(words)}"' if words else ""
        asked = [f'"{word}"' for word in words]
        return (" OR " if shape == "any" else " ").join(asked) + ("*" if shape == "prefix" else "")


class Postgres:
    """PostgreSQL's configurations french, arabic, english and spanish, a GIN index, and ts_rank."""

    name = "PostgreSQL"

    def __init__(self, url: str, *, filled: bool = False) -> None:
        """`filled`: as an earlier one left it."""
        self._held = psycopg.connect(url, autocommit=True)
        tables = (*_TABLES, "CREATE TABLE held (document integer, language text, title text, summary text, body text, words tsvector)")
        for statement in (
            *(() if filled else tables),
            # One process, as the others are, so that its CPU can be counted.
            "SET max_parallel_workers_per_gather = 0", "SET max_parallel_maintenance_workers = 0", "SET maintenance_work_mem = '256MB'",
        ):
            self._held.execute(statement)
        found = self._held.execute("SELECT pg_backend_pid()").fetchone()
        self._server = Path(f"/proc/{found[0] if found else ''}/schedstat")

    def add(self, documents: Sequence[Public]) -> None:
        self._copy("document", map(_facts, documents))
        self._copy("theme", ((one.id, key) for one in documents for key in one.themes))
        self._copy("body", ((one.id, key) for one in documents for key in one.bodies))
        rows = ((one.id, tag, *parts_of(text).values()) for one in documents for tag, text in one.texts.items())
        self._copy("held (document, language, title, summary, body)", rows)

    def _copy(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with self._held.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def finish(self) -> None:
        by_language = " ".join(f"WHEN '{tag}' THEN '{name}'::regconfig" for tag, name in CONFIGURATIONS.items())
        weighed = " || ".join(
            f"setweight(to_tsvector(CASE language {by_language} END, {part}), '{letter}')"
            for part, letter in (("title", "A"), ("summary", "B"), ("body", "D"))
        )
        for statement in (
            f"UPDATE held SET words = {weighed}", "CREATE INDEX held_words ON held USING gin (words) WITH (fastupdate = off)",
            "CREATE INDEX held_by ON held (document)", *_INDEXES, "VACUUM ANALYZE",
        ):  # fmt: skip
            self._held.execute(statement)

    def ranked(self, shape: str, text: str, limit: int) -> list[int]:
        asked = self._asked(shape, text)
        best = "SELECT document FROM held WHERE words @@ %(q)s::tsquery GROUP BY document ORDER BY max(ts_rank(words, %(q)s::tsquery)) DESC, document LIMIT %(n)s"
        return [one for (one,) in self._held.execute(best, {"q": asked, "n": limit}).fetchall()] if asked else []

    def answer(self, shape: str, text: str) -> int:
        asked, ids = self._asked(shape, text), self.ranked(shape, text, _PAGE)
        by_language = " ".join(f"WHEN '{tag}' THEN '{name}'::regconfig" for tag, name in CONFIGURATIONS.items())
        drawn = ", ".join(f"ts_headline(CASE language {by_language} END, {part}, %(q)s::tsquery)" for part in ("title", "summary", "body"))
        self._held.execute(
            f"SELECT document, {drawn} FROM held WHERE document = ANY(%(ids)s) AND words @@ %(q)s::tsquery", {"q": asked, "ids": ids}
        ).fetchall()
        matched = "WITH matched AS MATERIALIZED (SELECT DISTINCT document AS id FROM held WHERE words @@ %(q)s::tsquery) "
        found = self._held.execute(matched + _COUNTS, {"q": asked}).fetchone()
        return int(found[2]) if found else 0

    def spent(self) -> float:
        # Nanoseconds on a processor, of the server's process for this connection; ours waits meanwhile.
        return int(self._server.read_text().split()[0]) / 1e9

    def size(self) -> int:
        found = self._held.execute("SELECT pg_relation_size('held_words')").fetchone()
        return int(found[0]) if found else 0

    def close(self) -> None:
        self._held.close()

    def _asked(self, shape: str, text: str) -> str:
        """What is asked for in all four languages at once, as PostgreSQL writes it; empty where nothing is left of it."""
        made, words = [], text
        if shape == "prefix":
            made = [f"to_tsquery('{name}', %(q)s || ':*')" for name in CONFIGURATIONS.values()]
            words = (_plain(text) or [""])[-1]
        else:
            function = "phraseto_tsquery" if shape == "phrase" else "plainto_tsquery"
            made = [f"{function}('{name}', %(q)s)" for name in CONFIGURATIONS.values()]
        found = self._held.execute(f"SELECT ({' || '.join(made)})::text", {"q": words}).fetchone()
        asked = str(found[0]) if found else ""
        return asked.replace("&", "|") if shape == "any" else asked


__all__ = ["CONFIGURATIONS", "SHAPES", "Baseline", "Postgres", "Sqlite"]
