"""What was refused before any verb was asked: a form that lacks its notice, a file that is not taken. The journal has it all the same."""

from flask import g

from ...models import Document, Edition
from ...services.publishing import Refusal
from ...services.publishing.verbs import record
from ...web.access import now, session


def note(verb: str, why: Refusal | str, *, edition: Edition | None = None, document: Document | None = None) -> None:
    """Write that `verb` was refused, and `why`: a refusal, or its name and what it is about. Never what the text says.

    Of posts alone: a question changes nothing."""
    reason = why if isinstance(why, str) else why.reason
    record(session(), g.person, f"{verb}-refused", now(), edition=edition, document=document, remark=reason)
    session().commit()
