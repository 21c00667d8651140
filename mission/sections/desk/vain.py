"""What was refused before any verb was asked: a form that lacks its notice, a file that is not taken. The journal has it all the same."""

from flask import g, request
from sqlalchemy.orm import Session

from ...models import Document, Edition
from ...services.publishing import Refusal
from ...services.publishing.verbs import record
from ...web.access import now, session, writing_apart
from ...web.crossing import SAFE


def note(verb: str, why: Refusal | str, *, edition: Edition | None = None, document: Document | None = None) -> None:
    """Write that `verb` was refused, and `why`: a refusal, or its name and what it is about. Never what the text says."""
    if request.method not in SAFE:
        _write(session(), verb, why, edition, document)
        return
    with writing_apart() as apart:
        _write(apart, verb, why, edition, document)


def _write(into: Session, verb: str, why: Refusal | str, edition: Edition | None, document: Document | None) -> None:
    reason = why if isinstance(why, str) else why.reason
    record(into, g.person, f"{verb}-refused", now(), edition=edition, document=document, remark=reason)
    into.commit()
