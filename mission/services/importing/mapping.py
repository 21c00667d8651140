"""The mapping of an old site: which saved pages are what. A file of YAML (`docs/import.md`), read strictly: a word that means nothing is refused."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from ... import addresses
from ...languages import TAGS
from ...models import Kind
from .selecting import SelectorError, steps

_NAME = re.compile(r"^[a-z0-9-]{1,40}$")
_OF_SITE = {"name", "site", "encodings", "rules"}
_OF_RULE = {"path", "language", "section", "kind", "title", "text", "summary", "remove", "date", "parent", "segment", "themes", "bodies", "to", "skip"}
_GROUPS = {"language", "document", "segment", "section", "year", "month", "day"}


class MappingError(ValueError):
    """A mapping that cannot be used; its text is one sentence."""


@dataclass(frozen=True)
class Rule:
    """What the pages are whose whole path (with a slash before it) `path` matches. `to` leads to an address of this site, and makes nothing."""

    path: re.Pattern[str]
    language: str = ""
    section: str = ""
    kind: Kind | None = None
    title: tuple[str, ...] = ("h1", "title")
    text: str = "body"
    summary: str = ""
    remove: tuple[str, ...] = ()
    date: re.Pattern[str] | None = None
    parent: str | None = None
    segment: str = ""
    themes: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    to: str = ""
    skip: bool = False


@dataclass(frozen=True)
class Mapping:
    """A whole mapping: the site's short name, by which a page is known again; its own addresses; encodings to try; rules, of which the first that
    matches holds."""

    name: str
    sites: tuple[str, ...]
    encodings: tuple[str, ...]
    rules: tuple[Rule, ...]

    def rule(self, path: str) -> tuple[Rule, dict[str, str]] | None:
        """The rule for a path, and what its groups say; None where none is meant for it."""
        for one in self.rules:
            if (found := one.path.fullmatch(path)) is not None:
                return one, {name: value for name, value in found.groupdict().items() if value}
        return None


def read(text: str) -> Mapping:
    """The mapping that a file holds; raises `MappingError`."""
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise MappingError(f"The mapping is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(given, dict) or not isinstance(given.get("rules"), list) or not _NAME.match(str(given.get("name", ""))):
        raise MappingError("The mapping needs a name (small letters, digits, hyphens) and a list of rules.")
    _known(given, _OF_SITE, "The mapping")
    rules = tuple(_rule(one, number) for number, one in enumerate(given["rules"], 1))
    return Mapping(str(given["name"]), tuple(one.rstrip("/") for one in _texts(given.get("site"))), _texts(given.get("encodings")), rules)


def _known(given: dict[str, Any], known: set[str], who: str) -> None:
    if unknown := sorted(set(map(str, given)) - known):
        raise MappingError(f"{who} says {unknown[0]!r}, which means nothing; known are {', '.join(sorted(known))}.")


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value else ()


def _rule(given: Any, number: int) -> Rule:
    who = f"Rule {number}"
    if not isinstance(given, dict) or not given.get("path"):
        raise MappingError(f"{who} needs a path.")
    _known(given, _OF_RULE, who)
    path = _pattern(given["path"], who)
    if unknown := sorted(set(path.groupindex) - _GROUPS):
        raise MappingError(f"{who} has a group {unknown[0]!r}, which means nothing; known are {', '.join(sorted(_GROUPS))}.")
    if given.get("skip") or given.get("to"):
        return Rule(path, to=str(given.get("to") or ""), skip=bool(given.get("skip")), language=str(given.get("language") or ""))
    return _checked(Rule(
        path, language=str(given.get("language") or ""), section=str(given.get("section") or ""), kind=_kind(given.get("kind"), who),
        title=_texts(given.get("title")) or ("h1", "title"), text=str(given.get("text") or "body"), summary=str(given.get("summary") or ""),
        remove=_texts(given.get("remove")), date=_pattern(given["date"], who) if given.get("date") else None,
        parent=str(given["parent"]).strip("/") if given.get("parent") is not None else None, segment=str(given.get("segment") or ""),
        themes=_texts(given.get("themes")), bodies=_texts(given.get("bodies")),
    ), who)  # fmt: skip


def _kind(value: Any, who: str) -> Kind:
    try:
        kind = Kind(str(value))
    except ValueError:
        raise MappingError(f"{who} needs a kind: {', '.join(one.value for one in Kind if one is not Kind.MILESTONE)}.") from None
    if kind is Kind.MILESTONE:
        # A milestone is written now, about then: what an old site said is not one.
        raise MappingError(f"{who} makes milestones of old pages; a milestone is written now. Say communique, statement, speech, seminar or page.")
    return kind


def _pattern(value: Any, who: str) -> re.Pattern[str]:
    try:
        return re.compile(str(value), re.IGNORECASE)
    except re.error as error:
        raise MappingError(f"{who} has a pattern that cannot be read: {error}.") from None


def _checked(rule: Rule, who: str) -> Rule:
    if "language" not in rule.path.groupindex and rule.language not in TAGS:
        raise MappingError(f"{who} needs a language: {', '.join(TAGS)}, or a group of that name in its path.")
    if "section" not in rule.path.groupindex and rule.section not in addresses.ROOMS:
        raise MappingError(f"{who} needs a section: {', '.join(addresses.ROOMS)}, or a group of that name in its path.")
    if rule.kind is Kind.PAGE and (rule.parent is None or not (rule.segment or "segment" in rule.path.groupindex)):
        raise MappingError(f"{who} makes pages and needs a parent (the path of a page of the section, empty for its first) and a segment.")
    if rule.segment and not addresses.SEGMENT.match(rule.segment):
        raise MappingError(f"{who} has a segment that is none: small letters, digits and hyphens.")
    for selector in (*rule.title, rule.text, *([rule.summary] if rule.summary else []), *rule.remove):
        try:
            steps(selector)
        except SelectorError:
            raise MappingError(f"{who} has a selector that cannot be read: {selector!r}. Known are tags, .classes, #ids, one below the other.") from None
    return rule
