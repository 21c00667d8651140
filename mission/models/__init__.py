"""What is true: one module per subject. Importing the package makes every table known."""

from .blob import Blob
from .document import LETTERS, Document, Kind, PageAddress
from .edition import (
    Change,
    Edition,
    EditionBody,
    EditionTheme,
    Precision,
    Stage,
    State,
    Translation,
    TranslationStatus,
)
from .enquiry import Enquiry, EnquirySubject, Letter, Throttle
from .job import Job
from .journal import JournalEntry
from .legacy import LegacyAddress
from .paper import Form, Paper, PaperSignature
from .register import Act, RegisterEntry
from .release import PublicChange, Recall, Release, Settlement, Withdrawal
from .searching import FoldedText
from .staff import Invitation, Person, Role, RoleName, StaffSession
from .taxonomy import Body, Theme

__all__ = [
    "LETTERS", "Act", "Blob", "Body", "Change", "Document", "Edition", "EditionBody", "EditionTheme", "Enquiry",
    "EnquirySubject", "FoldedText", "Form", "Invitation", "Job", "JournalEntry", "Kind", "LegacyAddress", "Letter", "PageAddress",
    "Paper", "PaperSignature", "Person", "Precision", "PublicChange", "Recall", "RegisterEntry", "Release", "Role", "RoleName", "Settlement", "StaffSession",
    "Stage", "State", "Theme", "Throttle", "Translation", "TranslationStatus", "Withdrawal",
]  # fmt: skip
