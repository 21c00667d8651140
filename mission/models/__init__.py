"""What is true: one module per subject. Importing the package makes every table known."""

from .alert import Alert, Delivery, Digest, Follower, Frequency
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
from .paper import Form, Paper
from .register import (
    Act,
    KeyStatement,
    RegisterEntry,
    RegisterHead,
    RegisterLine,
    SettledContent,
    TextPrint,
    TreeHash,
)  # fmt: skip
from .release import PublicChange, Recall, Release, Settlement, Withdrawal
from .staff import Invitation, Person, Role, RoleName, StaffSession
from .taxonomy import Body, Theme
from .writing import PreviewLink, Sitting

__all__ = [
    "LETTERS", "Act", "Alert", "Blob", "Body", "Change", "Delivery", "Digest", "Document", "Edition", "EditionBody", "EditionTheme", "Enquiry",
    "EnquirySubject", "Follower", "Form", "Frequency", "Invitation", "Job", "JournalEntry", "KeyStatement", "Kind", "LegacyAddress", "Letter",
    "PageAddress", "Paper", "Person", "Precision", "PreviewLink", "PublicChange", "Recall", "RegisterEntry", "RegisterHead", "RegisterLine", "Release", "Role",
    "RoleName", "SettledContent", "Settlement", "Sitting", "StaffSession", "Stage", "State", "TextPrint", "Theme", "Throttle", "Translation",
    "TranslationStatus", "TreeHash", "Withdrawal",
]  # fmt: skip
