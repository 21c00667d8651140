"""What is true: one module per subject. Importing the package makes every table known."""

from .alert import Alert, Delivery, Digest, Follower, Frequency
from .beat import Beat
from .blob import Blob
from .demand import Demand
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
from .enquiry import Enquiry, EnquiryAnswer, EnquirySubject, Letter, Throttle
from .file import EditionFile, Rendition
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
from .staff import (
    Errand,
    Invitation,
    KeptForm,
    Parting,
    Passkey,
    Person,
    RecoveryCode,
    Role,
    RoleName,
    SpentChallenge,
    StaffSession,
)  # fmt: skip
from .taxonomy import Body, Theme
from .writing import Loss, PreviewLink, Sending, Sitting

__all__ = [
    "LETTERS", "Act", "Alert", "Beat", "Blob", "Body", "Change", "Delivery", "Demand", "Digest", "Document", "Edition", "EditionBody", "EditionFile",
    "EditionTheme", "Enquiry", "EnquiryAnswer", "EnquirySubject", "Errand", "Follower", "Form", "Frequency", "Invitation", "Job",
    "JournalEntry", "KeptForm", "KeyStatement", "Kind", "LegacyAddress", "Letter", "Loss", "PageAddress", "Paper", "Parting", "Passkey", "Person",
    "Precision", "PreviewLink", "PublicChange", "Recall", "RecoveryCode", "RegisterEntry", "RegisterHead", "RegisterLine", "Release",
    "Rendition", "Role", "RoleName", "Sending", "SettledContent", "Settlement", "Sitting", "SpentChallenge", "StaffSession", "Stage", "State",
    "TextPrint", "Theme", "Throttle", "Translation", "TranslationStatus", "TreeHash", "Withdrawal",
]  # fmt: skip
