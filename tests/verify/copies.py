"""What somebody keeps of the register, away from the site."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from mission.extensions import engines
from mission.services import publishing
from mission.verify.__main__ import main
from tests.building import person, released
from tests.conftest import Clock
from tests.strict import StrictClient

SETTLE = {"prefix": "MPM", "demonstration": True}


@dataclass
class Copy:
    """The register, a head and the keys, in a folder."""

    folder: Path

    def place(self, name: str) -> str:
        return str(self.folder / name)

    def check(self, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
        status = main(["register", self.place("register.jsonl"), "--head", self.place("checkpoint"), "--keys", self.place("mission-key.json"), *more])
        return status, capsys.readouterr().out


def copy(client: StrictClient, folder: Path) -> Copy:
    """Keep a copy of what the site gives out now."""
    folder.mkdir(exist_ok=True)
    for name, address in (("register.jsonl", "/register.jsonl"), ("checkpoint", "/register/checkpoint"), ("mission-key.json", "/.well-known/mission-key.json")):
        (folder / name).write_bytes(client.get(address).data)
    return Copy(folder)


def settle_one(clock: Clock, name: str) -> int:
    """One sample becomes public; returns its document."""
    with engines.writing() as session:
        document = released(session, person(session, f"{name}@example.org", clock()), person(session, f"{name}.second@example.org", clock()), clock()).document_id
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    return document
