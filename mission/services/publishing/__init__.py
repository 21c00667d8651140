"""The only verbs that change what is published. Each checks, changes, records who and when, and commits once.

States of an edition: draft → submitted → approved → released → settled. Nobody else assigns one.
"""

from .amending import amend, place, shift
from .approving import approve, confirm, flagged, is_flagged, other_approvers, send_back, submit
from .completeness import check, is_withdrawn, leads_nowhere, noted
from .content import EditionContent, TranslationContent, changed_languages, read
from .errors import (
    Agreed,
    AlternativesMissing,
    CannotMove,
    EditionUnderWay,
    FilesWithoutText,
    FirstPage,
    Gone,
    Incomplete,
    LanguagesMissing,
    NeverPublic,
    NotAddition,
    NotesAstray,
    NotesMissing,
    NoticeMissing,
    OwnWork,
    PagesBelow,
    PlaceTaken,
    Refusal,
    ReturnsOpenly,
    StaleEdition,
    TimePassed,
    TooManyFiles,
    WrongState,
)  # fmt: skip
from .filing import Description, Handed, add_files, describe_files, remove_file, replace_file
from .offering import APPROVING, MAY, WRITING, may_discard, offered, offered_in_public
from .places import hindrance
from .registering import bring_up, faults, first_break
from .releasing import expedite, release, unschedule
from .settling import Lookout, due, settle
from .withdrawing import recall, withdraw
from .writing import begin, discard, draft, save, unsettled_edition

__all__ = [
    "APPROVING", "Agreed", "AlternativesMissing", "CannotMove", "Description", "EditionContent", "EditionUnderWay", "FilesWithoutText", "FirstPage", "Gone",
    "Handed", "Incomplete", "LanguagesMissing", "Lookout", "MAY", "NeverPublic", "NotAddition", "NotesAstray", "NotesMissing", "NoticeMissing",
    "OwnWork", "PagesBelow", "PlaceTaken", "Refusal", "ReturnsOpenly", "StaleEdition", "TimePassed", "TooManyFiles", "TranslationContent",
    "WRITING", "WrongState", "add_files", "amend", "approve", "begin", "bring_up", "changed_languages", "check", "confirm",
    "describe_files", "discard", "draft", "due", "expedite", "faults", "first_break", "flagged", "hindrance", "is_flagged", "is_withdrawn",
    "leads_nowhere", "may_discard", "noted", "offered", "offered_in_public", "other_approvers", "place", "read", "recall", "release", "remove_file",
    "replace_file", "save", "send_back", "settle", "shift", "submit", "unschedule", "unsettled_edition", "withdraw",
]  # fmt: skip
