"""Words as people look for them: without accents, vowel marks and capitals. One rule, in Python and in both databases."""

import re
import sqlite3
import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

# Latin accents, and what Arabic writes above and below its letters; the tatweel only stretches a line.
_LATIN = re.compile("[\u0300-\u036f]")
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640"


def folded(text: str) -> str:
    """`text` in lower case, in compatibility form, without accents and vowel marks."""
    apart = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join([one for one in apart if not unicodedata.combining(one) and one != "\u0640"]).lower()


def unaccented(text: str) -> str:
    """`text` as it is written but for its Latin accents: its capitals may say something."""
    return text if text.isascii() else unicodedata.normalize("NFC", _LATIN.sub("", unicodedata.normalize("NFD", text)))


class Folded(FunctionElement[str]):
    """The same of a column, by the database: SQLite's own `lower` knows the letters of English alone."""

    type = String()
    inherit_cache = True


@compiles(Folded, "sqlite")
def _on_sqlite(element: Folded, compiler: Any, **how: Any) -> str:
    return f"mission_folded({compiler.process(element.clauses, **how)})"


@compiles(Folded, "postgresql")
def _on_postgresql(element: Folded, compiler: Any, **how: Any) -> str:
    return f"lower(regexp_replace(normalize({compiler.process(element.clauses, **how)}, NFKD), '[{_MARKS}]', '', 'g'))"


def teach(connection: sqlite3.Connection) -> None:
    """Let a connection to SQLite fold."""
    connection.create_function("mission_folded", 1, _or_none, deterministic=True)


def _or_none(text: Any) -> str | None:
    return folded(text) if isinstance(text, str) else None


def having(column: ColumnElement[str] | Any, words: str) -> ColumnElement[bool]:
    """Whether `column` has `words` somewhere, however either is accented."""
    return Folded(column).contains(folded(words), autoescape=True)
