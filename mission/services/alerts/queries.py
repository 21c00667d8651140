"""A list that is followed: its filter as it is kept in a row, and its address by which the same list is known again."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from ... import addresses
from ..filtering import Filter

# Order and page are a reader's, not the list's.
_KEPT = tuple(one.name for one in fields(Filter) if one.name not in ("sort", "page"))


def packed(wanted: Filter) -> dict[str, Any]:
    """The filter for a row: what is empty is left out."""
    return {name: value for name in _KEPT if (value := getattr(wanted, name))}


def unpacked(row: Mapping[str, Any]) -> Filter:
    """The filter of a row; what a later version of this site no longer knows falls away."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name in _KEPT}
    return Filter(**values)


def plain(wanted: Filter) -> Filter:
    """The list alone, without anybody's order or page."""
    return replace(wanted, sort="", page=1)


def address(language: str, wanted: Filter) -> str:
    """Where the list is read."""
    return addresses.listing(language, wanted.section or "communiques", plain(wanted).query)


def asked_at(language: str, wanted: Filter) -> str:
    """Where the list is asked for by mail: in one language it is a list's name."""
    return addresses.alerts(language, wanted.section, plain(wanted).query)
