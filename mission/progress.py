"""How far a long work at the prompt is: a bar on a terminal, one line for each step elsewhere; never among what a command says."""

import sys
from types import TracebackType
from typing import Any

import click


class Steps:
    """Handed to a service as its `progress`; takes the step, what is done of it, and of how much."""

    def __init__(self) -> None:
        self._step = ""
        self._bar: Any = None

    def __enter__(self) -> "Steps":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def __call__(self, step: str, done: int, total: int) -> None:
        if step != self._step:
            self._close()
            self._step = step
            self._bar = click.progressbar(length=max(total, 1), label=step, file=sys.stderr)
            self._bar.__enter__()
        self._bar.length = max(total, 1)
        self._bar.update(done - self._bar.pos)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
