"""What a mirror says in the place of what needs the site; drawn by whoever has templates, in each language."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Pieces of HTML. `line` stands above every page and says of which moment it is, `form` stands for a form that is posted, `search` for the
    search; `root` is the page at ``/``, `moved` makes the page at an address that has become another one."""

    line: str
    form: str
    search: str
    root: str
    moved: Callable[[str], str]
