"""The walk over the saved pages: each finds its place or is told of; what was brought once is known again and left alone."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from ... import addresses
from ...languages import TAGS
from ...models import Person
from . import saved
from .decoding import decode
from .drafts import drafted
from .leading import redirected
from .mapping import Mapping
from .outcomes import Outcome, Placed
from .pages import Page, Unplaced, made

_LARGEST = 10 * 1024 * 1024


def bring(session: Session, actor: Person, folder: Path, mapping: Mapping, *, at: datetime, dry: bool = False,
          progress: Callable[[str, int, int], None] = lambda step, done, total: None) -> list[Placed]:  # fmt: skip
    """Make drafts of the pages saved in `folder`, written by `actor`, and let their addresses lead to them; the report, in the order of the paths.

    `dry` changes nothing. A page that was brought before, under the same name of mapping and the same path, stays as the desk has it by now.
    """
    files = saved.pages(folder)
    report: list[Placed] = []
    found: dict[str, list[Page]] = {}
    seen: dict[str, str] = {}
    for number, file in enumerate(files, 1):
        progress("Reading the pages", number, len(files))
        path = "/" + file.relative_to(folder).as_posix()
        try:
            page = _read(session, actor, folder, path, mapping, report, at=at, dry=dry)
        except Unplaced as reason:
            report.append(Placed(path, Outcome.UNPLACED, remarks=(str(reason),)))
            continue
        if page is not None:
            first = seen.setdefault(page.digest, path)
            if first != path:
                key = next(name for name, pages in found.items() if any(one.path == first for one in pages))
                found[key].append(page)
                page.remarks.append(f"as {first}")
                continue
            found.setdefault(_key(mapping, page), []).append(page)
    for number, (key, pages) in enumerate(found.items(), 1):
        progress("Making drafts", number, len(found))
        report.extend(drafted(session, actor, key, pages, at=at, dry=dry))
    return sorted(report, key=lambda one: one.path)


def _read(session: Session, actor: Person, folder: Path, path: str, mapping: Mapping, report: list[Placed], *, at: datetime, dry: bool) -> Page | None:
    """A page as its rule has it; None where it is no text of its own (and `report` says what it is)."""
    matched = mapping.rule(path)
    if matched is None:
        raise Unplaced("no rule is meant for it")
    rule, groups = matched
    if rule.skip:
        report.append(Placed(path, Outcome.SKIPPED))
        return None
    if rule.to:
        report.append(redirected(session, actor, path, rule.to, at=at, dry=dry))
        return None
    language, section = groups.get("language", rule.language).lower(), groups.get("section", rule.section).lower()
    if language not in TAGS:
        raise Unplaced(f"{language!r} is not a language of this site")
    if section not in addresses.ROOMS:
        raise Unplaced(f"{section!r} is not a section of this site")
    file = folder / path.removeprefix("/")
    if not file.resolve().is_relative_to(folder.resolve()):
        raise Unplaced("it is a link to a file outside the folder")
    if file.stat().st_size > _LARGEST:
        raise Unplaced("it is larger than any page")
    decoded = decode(file.read_bytes(), arabic=language == "ar", also=mapping.encodings)
    return made(path, rule, groups, language, section, decoded, mapping)


def _key(mapping: Mapping, page: Page) -> str:
    """By what a document is known again. Pages whose rules name the same document are its languages."""
    found = page.rule.path.fullmatch(page.path)
    name = found.groupdict().get("document") if found else None
    return f"import/{mapping.name}/{page.section}/{page.rule.kind}/{name}" if name else f"import/{mapping.name}{page.path}"
