"""What an examination finds: a sentence, how grave it is, and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import Flask

from ..config import Settings


class State(StrEnum):
    """How grave a finding is: a fault is to be put right before readers come, a warning is to be known."""

    WELL = "well"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `advice` is what to do where it is not well."""

    subject: str
    state: State
    sentence: str
    advice: str = ""


@dataclass(frozen=True)
class Patient:
    """A deployment: the application made of its settings, and the moment at which it is looked at."""

    app: Flask
    settings: Settings
    at: datetime


Examination = Callable[[Patient], Iterator[Finding]]


def well(subject: str, sentence: str) -> Finding:
    """Something that is as it should be."""
    return Finding(subject, State.WELL, sentence)


def warning(subject: str, sentence: str, advice: str) -> Finding:
    """Something that may be meant so."""
    return Finding(subject, State.WARNING, sentence, advice)


def fault(subject: str, sentence: str, advice: str) -> Finding:
    """Something that is to be put right."""
    return Finding(subject, State.FAULT, sentence, advice)
