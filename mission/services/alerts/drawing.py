"""Letters drawn from templates: as text and as HTML, in the reader's language and its direction, without a picture or a trace."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, select_autoescape
from sqlalchemy.orm import Session

from ...config import ROOT, Settings
from ...models import Follower, Letter
from .. import mail
from .wording import Speech, speech


@dataclass(frozen=True)
class Drawn:
    """A letter before it is written down."""

    language: str
    subject: str
    text: str
    html: str
    heads: dict[str, str] = field(default_factory=dict)

    def post(self, session: Session, follower: Follower, at: datetime, *, job: str = mail.JOB) -> Letter:
        """Put it into the outbox for `follower`, in the caller's transaction."""
        return mail.post(
            session, to=follower.email, subject=self.subject, text=self.text, html=self.html, heads=self.heads, language=self.language,
            at=at, follower_id=follower.id, job=job,
        )  # fmt: skip


def draw(template: str, spoken: Speech, subject: str, settings: Settings, heads: dict[str, str] | None = None, **values: Any) -> Drawn:
    """The letter `template` (``mail/<template>.txt`` and ``.html``). In a demonstration subject and letter say so."""
    _ = spoken.gettext
    if not settings.MISSION_OFFICIAL:
        subject = _("[Demonstration] %(subject)s", subject=subject)
    values |= {"language": spoken.language, "subject": subject, "demonstration": not settings.MISSION_OFFICIAL, "origin": settings.base_url}
    papers = _papers(spoken.language.tag)
    text = papers.get_template(f"mail/{template}.txt").render(values)
    html = papers.get_template(f"mail/{template}.html").render(values)
    return Drawn(spoken.language.tag, subject, text.strip() + "\n", html.strip() + "\n", heads or {})


def list_id(settings: Settings, tag: str) -> str:
    """What a mail program sorts by (RFC 2919): one list for each language."""
    return f"<{tag}.alerts.{urlsplit(settings.base_url).hostname or 'localhost'}>"


@cache
def _papers(tag: str) -> Environment:
    spoken = speech(tag)
    papers = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=select_autoescape(["html"]), trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )  # fmt: skip
    papers.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: spoken.gettext(text), ngettext=lambda one, many, number: spoken.ngettext(one, many, number), newstyle=True
    )
    return papers
