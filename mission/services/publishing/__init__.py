"""The only verbs that change what is published. Each checks, changes, records who and when, and commits once.

States of an edition: draft → submitted → approved → released → settled. Nobody else assigns one.
"""

from .approving import approve, confirm, other_approvers, send_back, submit
from .content import EditionContent, TranslationContent, read
from .errors import (
    AlternativesMissing,
    EditionUnderWay,
    FilesWithoutText,
    Gone,
    Incomplete,
    LanguagesMissing,
    NeverPublic,
    NotAddition,
    NoticeMissing,
    OwnWork,
    PlaceTaken,
    Refusal,
    StaleEdition,
    TimePassed,
    TooManyFiles,
    WrongState,
)  # fmt: skip
from .filing import Description, Handed, add_files, describe_files, remove_file, replace_file
from .registering import bring_up, faults, first_break
from .releasing import expedite, release, unschedule
from .settling import due, settle
from .withdrawing import recall, withdraw
from .writing import begin, discard, draft, save, unsettled_edition

__all__ = [
    "AlternativesMissing", "Description", "EditionContent", "EditionUnderWay", "FilesWithoutText", "Handed", "TooManyFiles", "add_files",
    "describe_files", "remove_file", "replace_file", "Gone", "Incomplete", "LanguagesMissing", "NeverPublic", "NotAddition",
    "NoticeMissing", "OwnWork", "PlaceTaken", "Refusal", "StaleEdition", "TimePassed", "TranslationContent", "WrongState",
    "approve", "begin", "bring_up", "confirm", "discard", "draft", "due", "expedite", "faults", "first_break", "other_approvers", "read", "recall",
    "release", "save", "send_back", "settle", "submit", "unschedule", "unsettled_edition", "withdraw",
]  # fmt: skip
