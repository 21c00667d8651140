"""A mirror on the disk: what changed is written aside and moved to its place, new pages before the lists that lead to them; what is gone goes last."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ...languages import TAGS
from ...verify import mirror
from ...verify.reading import Unusable
from ..authenticity import detached
from ..authenticity.keys import KeyRefused, Seal, rfc3339
from ..safekeeping.errors import NotDone, in_a_sentence
from ..safekeeping.folders import alone, settle_down
from ..safekeeping.manifest import Progress
from . import places
from .fetching import Fetch
from .gathering import Gathered, State, gather
from .rewriting import Rewriter
from .words import Words

_ASIDE = ".next"
Wording = Callable[[State], Mapping[str, Words]]


@dataclass(frozen=True)
class Written:
    """What became of a folder: how many files it holds, which were put there and which taken away, and which papers are not drawn yet."""

    files: int
    put: tuple[str, ...]
    taken: tuple[str, ...]
    late: tuple[str, ...]
    state: State


def write(fetch: Fetch, folder: Path, *, also: Iterable[str], state: Callable[[], State], wording: Wording, origin: str, seal: Seal,
          at: Callable[[], datetime], progress: Progress = lambda step, done, total: None) -> Written:  # fmt: skip
    """Bring `folder` to the public state of the site. Files that are as they should be are not touched.

    Raises `NotDone`; a mirror that was there before then stands as it did.
    """
    if seal.signer is None:
        raise NotDone("This machine holds no signing key: a mirror is signed where the Mission signs.")
    _refuse_what_others_keep(folder)
    with in_a_sentence(folder), alone(folder, "mirror", 0o755):
        aside = folder / _ASIDE
        shutil.rmtree(aside, ignore_errors=True)
        try:
            gathered, of = gather(fetch, aside / "asked", also, state, progress)
            files, changed = _make(gathered, wording(of), origin, folder, aside / "made", progress)
            gone = [name for name in _listed(folder) if name not in files]
            _put(folder, aside / "made", changed)
            _open(folder, files)
            for name in gone:
                _take(folder, name)
            _sign(folder, aside, files, of, origin, seal, at())
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return Written(len(files), tuple(changed), tuple(gone), tuple(gathered.late), of)


def newest(folder: Path) -> dict[str, Any] | None:
    """What the list of a mirror says, for whoever watches its age; None where there is no mirror."""
    try:
        return mirror.manifest((folder / mirror.MANIFEST).read_bytes(), str(folder))
    except (OSError, Unusable):
        return None


def _refuse_what_others_keep(folder: Path) -> None:
    with in_a_sentence(folder):
        own = (".lock", _ASIDE)
        if folder.exists() and not (folder / mirror.MANIFEST).exists() and any(one.name not in own for one in folder.iterdir()):
            raise NotDone(f"{folder} holds files that no mirror put there; give an empty folder.")
    if (folder / mirror.MANIFEST).exists() and newest(folder) is None:
        raise NotDone(f"{folder / mirror.MANIFEST} is damaged: what in {folder} belongs to the mirror is not known. Delete the folder and write it again.")


def _listed(folder: Path) -> list[str]:
    said = newest(folder)
    return list(said["files"]) if said else []


def contents(gathered: Gathered, words: Mapping[str, Words], origin: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the mirror and its bytes."""
    yield places.INDEX, words["fr"].root.encode()
    for address, kept in gathered.files.items():
        page = address in gathered.pages
        content = kept.read_bytes()
        if page:
            opened = places.branches(address)

            def resolve(link: str, opened: frozenset[str] = opened) -> str:
                return _resolved(gathered, link, opened, origin)

            content = Rewriter(words[_language(address)], resolve).rewritten(content.decode()).encode()
        yield places.file_of(address, page=page), content
    for address in gathered.moved:
        target, file = gathered.final(address), places.file_of(address, page=True)
        if target in gathered.files and target not in gathered.pages:
            yield places.file_of(address, page=False), gathered.files[target].read_bytes()
        # Only an address that a plain server gives out as a page can say where it leads; an ending it does not know it would hand out as a file.
        elif target is not None and file.endswith((places.INDEX, ".htm", ".html")) and file != places.INDEX:
            yield file, words[_language(target)].moved(places.link_to(places.file_of(target, page=True))).encode()


def _language(address: str) -> str:
    first = address.split("/")[1]
    return first if first in TAGS else "fr"


def _resolved(gathered: Gathered, link: str, opened: frozenset[str], origin: str) -> str:
    if link == "/":
        return link
    wanted = places.asked(link, opened)
    found = gathered.final(wanted) if wanted is not None else None
    # What only the site can answer is asked of the site.
    return places.link_to(places.file_of(found, page=found in gathered.pages)) if found is not None else origin + link


def _make(gathered: Gathered, words: Mapping[str, Words], origin: str, folder: Path, made: Path, progress: Progress) -> tuple[dict[str, list[Any]], list[str]]:
    """The hash and size of every file, and the names of those that differ from what is in `folder`, whose bytes are then below `made`."""
    files: dict[str, list[Any]] = {}
    changed = []
    total = len(gathered.files) + len(gathered.moved) + 1
    for name, content in contents(gathered, words, origin):
        if name in files:
            continue
        target = made / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(0o644)
        files[name] = [mirror.hashed(target), len(content)]
        there = folder / name
        if there.is_file() and there.stat().st_size == len(content) and mirror.hashed(there) == files[name][0]:
            target.unlink()
        else:
            changed.append(name)
        progress("Writing what changed", len(files), total)
    return files, changed


def _put(folder: Path, made: Path, changed: list[str]) -> None:
    """Move every changed file to its place: first what pages show, then pages from the deepest up, so that no link leads nowhere meanwhile."""
    for name in changed:
        settle_down(made / name)
    for name in sorted(changed, key=lambda one: (one.endswith(".html"), -one.count("/"), one)):
        target = folder / name
        # Where a folder has become a file, or the other way round.
        for above in (*reversed(target.relative_to(folder).parents[:-1]),):
            if (folder / above).is_file():
                (folder / above).unlink()
        if target.is_dir():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(made / name, target)
    for one in {(folder / name).parent for name in changed}:
        settle_down(one)


def _open(folder: Path, names: Iterable[str]) -> None:
    """Let whoever serves the mirror into every folder that holds a file of it: a umask of whoever made it (`deploy/mission` has one) shut them."""
    for within in {above for name in names for above in Path(name).parents}:
        if (folder / within).stat().st_mode & 0o055 != 0o055:
            # Somebody else's folder is opened as they think fit.
            with suppress(PermissionError):
                (folder / within).chmod(0o755)


def _take(folder: Path, name: str) -> None:
    path = folder / name
    if path.is_file():
        path.unlink()
    for above in path.relative_to(folder).parents:
        if above == Path() or not (folder / above).is_dir() or any((folder / above).iterdir()):
            break
        (folder / above).rmdir()


def _sign(folder: Path, aside: Path, files: dict[str, list[Any]], state: State, origin: str, seal: Seal, at: datetime) -> None:
    said = {
        "form": mirror.FORM, "origin": origin, "state": rfc3339(state.at) if state.at else "", "stamp": state.stamp, "papers": state.shown,
        "made": rfc3339(at), "files": files,
    }  # fmt: skip
    content = json.dumps(said, ensure_ascii=False, sort_keys=True, indent=0).encode() + b"\n"
    try:
        signature = detached.sign_file(
            seal, content, name=f"mirror of {origin}", edition=state.stamp, language="mul", media_type="application/json", at=at
        )  # fmt: skip
    except KeyRefused as error:
        raise NotDone(f"The mirror cannot be signed: {error}.") from None
    for name, written in ((mirror.MANIFEST, content), (mirror.SIGNATURE, signature.encode())):
        (aside / name).write_bytes(written)
        (aside / name).chmod(0o644)
        settle_down(aside / name)
    for name in (mirror.MANIFEST, mirror.SIGNATURE):
        os.replace(aside / name, folder / name)
    settle_down(folder)
