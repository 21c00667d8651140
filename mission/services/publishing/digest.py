"""The canonical content of an edition (RFC 8785 JSON) and its SHA-256: what the register vouches for."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import object_session

from ...models import Edition
from ...verify.canon import canonical, digest
from ..correcting import corrections
from ..filing.carrying import said_of
from .content import TEXT_FIELDS


def digest_of(value: Any) -> str:
    """The SHA-256, in hexadecimal, of `value` as canonical JSON (RFC 8785)."""
    return digest(canonical(value))


def canonical_content(edition: Edition, name: str) -> dict[str, Any]:
    """All that readers see of `edition`, under its `name` (reference, or section and path): keys of the taxonomy, not labels."""
    # Where there are no files, and no earlier corrections, the key is left out: so what was entered before these were told of keeps its digest.
    files = {tag: said for tag in sorted(edition.translations) if (said := said_of(edition, tag))}
    earlier = _corrections_before(edition)
    return ({"files": files} if files else {}) | ({"corrections": earlier} if earlier else {}) | {
        "name": name,
        "kind": edition.document.kind.value,
        "change": edition.change.value,
        "section": edition.section,
        "segment": edition.segment,
        "position": edition.position,
        "dated": [_day(edition.dated_start), _day(edition.dated_end), edition.precision and edition.precision.value],
        "occasion": edition.occasion,
        "session": edition.session,
        "agenda_item": edition.agenda_item,
        "speaker": edition.speaker,
        "venue": edition.venue,
        "hours": [instant(edition.starts_at), instant(edition.ends_at), edition.venue_zone],
        "themes": [one.theme.key for one in edition.themes],
        "bodies": [one.body.key for one in edition.bodies],
        "sources": [dict(source) for source in edition.sources],
        "translations": {
            tag: {field: str(getattr(text, field)) for field in TEXT_FIELDS} for tag, text in edition.translations.items()
        },
    }


def _corrections_before(edition: Edition) -> list[dict[str, Any]]:
    """What the page and the paper of an edition say of earlier corrections; its own note stands with its texts."""
    session = object_session(edition)
    if session is None or edition.sequence == 1:
        return []
    number = edition.settlement.public_number if edition.settlement else None
    return [
        {"edition": one.edition, "time": instant(one.at), "notes": dict(one.notes)}
        for one in corrections(session, [edition.document_id]).get(edition.document_id, ()) if number is None or one.edition < number
    ]  # fmt: skip


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def instant(moment: datetime | None) -> str | None:
    """A moment as RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
