"""A part of the initial content, for tests that go over all of a site again and again."""

import shutil
from pathlib import Path

from mission.config import ROOT


def few(folder: Path, milestones: int) -> Path:
    """Copy into `folder` the sections' pages, one theme with the page below it, and the first so many milestones; returns it."""
    shutil.copytree(ROOT / "mission" / "content", folder)
    themes = [one for one in (folder / "pages" / "themes").glob("*.yaml") if one.name != "migration.yaml"]
    for one in (*sorted((folder / "milestones").iterdir())[milestones:], *themes):
        one.unlink()
    return folder
