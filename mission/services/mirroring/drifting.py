"""Whether a mirror is still what the site shows."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ...verify import mirror
from ...verify.keyring import Key
from ..safekeeping.errors import NotDone, in_a_sentence
from ..safekeeping.folders import taken
from ..safekeeping.manifest import Progress
from .fetching import Fetch
from .gathering import State, gather
from .writing import Wording, contents, newest


@dataclass(frozen=True)
class Drift:
    """How a mirror differs: from its own list (sentences), and from the site (names of files). `made` and `state` say of when it is."""

    made: str
    state: str
    faults: tuple[str, ...]
    missing: tuple[str, ...]
    different: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def none(self) -> bool:
        """Whether mirror and site are the same."""
        return not (self.faults or self.missing or self.different or self.left)


# Of a demonstration whose database came without its key (`keys.unannounced`): no stranger was here.
_AHEAD = "its list is signed by the key of this machine, which the register does not know yet: its next public act announces it"


class Moving(NotDone):
    """A mirror that is being written while it is looked at: what differs from its list then says nothing."""


def touched(folder: Path, said: dict[str, Any], keys: Mapping[str, Key]) -> tuple[str, ...]:
    """What is not as the list `said` of the mirror in `folder` was written, and that it is signed by none of `keys`. Raises `Moving`."""
    found = tuple(one.sentence for one in (*mirror.unsigned(folder, keys), *mirror.faults(folder, said["files"])))
    # Asked where something differs alone: a writer who came in this instant would be turned away.
    if found and (taken(folder) or newest(folder) != said):
        raise Moving("The mirror is being written at this moment; look again when that is done.")
    return found


def signed_ahead(folder: Path, keys: Mapping[str, Key], own: Mapping[str, Key]) -> bool:
    """Whether the list of the mirror in `folder` is signed by a key of this machine (`own`) that is none of `keys` yet, and is as it was signed."""
    return bool(own) and any(mirror.unsigned(folder, keys)) and not any(mirror.unsigned(folder, {**keys, **own}))


def drift(fetch: Fetch, folder: Path, *, also: Iterable[str], wording: Wording, origin: str, keys: Mapping[str, Key], own: Mapping[str, Key],
          state: Callable[[], State] | None = None, progress: Progress = lambda step, done, total: None) -> Drift:  # fmt: skip
    """Walk the site that `fetch` asks, and compare; the list is to be signed by one of `keys`; of one signed by `own`, a key of this
    machine that is not among them yet, that is said. Raises `NotDone`.

    Pages are made as of the mirror's own moment, so that the line that names it is no difference.
    """
    said = newest(folder)
    if said is None:
        raise NotDone(f"{folder} holds no mirror.")
    of = State(int(said.get("stamp", 0)), datetime.fromisoformat(said["state"]) if said["state"] else None)
    with tempfile.TemporaryDirectory() as aside, in_a_sentence(Path(aside)):
        gathered, _ = gather(fetch, Path(aside), also, state or (lambda: of), progress)
        live: dict[str, str] = {}
        for name, content in contents(gathered, wording(of), origin):
            live.setdefault(name, hashlib.sha256(content).hexdigest())
    there = {name: sha256 for name, (sha256, _size) in said["files"].items()}
    return Drift(
        said["made"], said["state"], touched(folder, said, {**keys, **own}) + ((_AHEAD,) if signed_ahead(folder, keys, own) else ()),
        missing=tuple(sorted(live.keys() - there.keys())), left=tuple(sorted(there.keys() - live.keys())),
        different=tuple(sorted(name for name in live.keys() & there.keys() if live[name] != there[name])),
    )  # fmt: skip
