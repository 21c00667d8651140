"""The register for people: a page with search, each entry at its own address for ever, and the Mission's public keys."""

import base64
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response as BaseResponse

from ... import addresses
from ...languages import TAGS, choose
from ...models import Act
from ...services import visibility
from ...services.authenticity import keys, program, reading, standing
from ...services.authenticity.reading import Entry
from ...verify.keyring import Key, dns_name, dns_record
from ...web.access import session, settings
from ...web.chrome import Link, home_link, stands_at
from ...web.differences import compared
from ...web.entries import address, address_of
from ...web.files import serve_files_of_pages
from ...web.filters import aside
from ...web.language import current_language, minute
from ...web.pagination import numbered, page_number, paginate
from ...web.readings import reading as as_read
from ...web.responses import page
from ...web.wording import ACTS, ROOMS

blueprint = Blueprint("register", __name__)
serve_files_of_pages(blueprint)
_LONGEST_ACT = 40


@blueprint.get("/<language:language>/register")
def show() -> BaseResponse:
    """The register, newest first, narrowed by words and act."""
    tag, number = current_language().tag, page_number(request.args.get("page"))
    words, act = " ".join(request.args.get("q", "").split())[:100], request.args.get("act", "")
    missing = aside([act[:_LONGEST_ACT]] if act and act not in ACTS else [])
    act = act if act in ACTS else ""
    found, total = reading.entries(session(), words, act, number)
    last = max(1, -(-total // reading.PER_PAGE))
    if number > last:
        abort(404)
    query = {"q": words, "act": act}
    stands_at({one: addresses.room(one, "register") for one in TAGS}, hidden=bool(missing))
    return page(
        "register/page.html", missing=missing, entries=[_row(one) for one in found], total=total, words=words, act=act, acts=ACTS,
        head=reading.head(session()), action=addresses.room(tag, "register"), file=addresses.REGISTER_FILE, checkpoint=addresses.CHECKPOINT,
        pages=paginate(number, last, lambda n: addresses.listing(tag, "register", query | {"page": str(n) if n > 1 else ""})),
        verify=addresses.room(tag, "verify"), key=addresses.room(tag, "key"), trail=(home_link(), Link(str(ROOMS["register"]), "")),
        moment=minute, heading=numbered(str(ROOMS["register"]), number),
    )  # fmt: skip


@blueprint.get("/<language:language>/register/<number:sequence>")
def entry(sequence: int) -> BaseResponse:
    """One entry: what it says, its proofs, and the text of the edition that it made public, with what that changed."""
    found = reading.entry(session(), sequence)
    head = reading.head(session())
    if found is None or head is None:
        abort(404)
    stands_at({one: addresses.register_entry(one, sequence) for one in TAGS}, hidden=True)
    tag = current_language().tag
    return page(
        "register/entry.html", entry=_row(found), found=found, head=head, moment=minute, **_edition(found),
        counts=standing.counts(session(), sequence, found.time),
        content=addresses.settled_content(found.content) if found.act in _SETTLING and found.document else "",
        proof=addresses.inclusion(head.size, sequence), checkpoint=f"{addresses.CHECKPOINT}/{head.size}",
        key=addresses.room(tag, "key"), trail=(home_link(), Link(str(ROOMS["register"]), addresses.room(tag, "register")), Link(str(sequence), "")),
    )  # fmt: skip


@blueprint.get("/<language:language>/key")
def key() -> BaseResponse:
    """The public keys, to be compared with what is printed elsewhere."""
    stands_at({one: addresses.room(one, "key") for one in TAGS})
    found = list(keys.known(session()).values())[::-1]
    current = next((one for one in found if not one.until and not one.revoked), None)
    return page(
        "register/key.html", keys=[_key(one) for one in found], site=settings(), file=addresses.KEYS,
        record=(dns_name(settings().register_origin), dns_record(current.public)) if current else None,
        trail=(home_link(), Link(str(ROOMS["key"]), "")), verify=addresses.room(current_language().tag, "verify"),
        program=addresses.PROGRAM, formats=addresses.FORMATS, digest=program.digest(),
    )  # fmt: skip


def _key(one: Key) -> dict[str, Any]:
    """A key as the page shows it: its dates as the language writes them."""
    moments = {name: _moment(getattr(one, name)) for name in ("since", "until", "revoked")}
    state = "revoked" if one.revoked else "replaced" if one.until else "current"
    return moments | {
        "id": one.id, "state": state, "fingerprint": one.fingerprint, "public": base64.b64encode(one.public).decode(), "reason": one.reason,
        "previous": one.previous,
    }  # fmt: skip


def _moment(written: str | None) -> dict[str, str] | None:
    return {"iso": written, "read": minute(datetime.fromisoformat(written))} if written else None


_SETTLING = {one.value for one in Act} - {Act.WITHDRAWAL.value, Act.RECALL.value}


def _row(found: Entry) -> dict[str, Any]:
    """An entry as the page shows it."""
    language = current_language()
    title, spoken, href = "", language, ""
    if found.document is not None:
        titles = found.titles or {tag: text.title for tag, text in found.document.texts.items()}
        spoken = choose(language, tuple(titles)) or language
        title = titles[spoken.tag]
        # The entry of a page of the tree is where an earlier edition of it is read already.
        href = address_of(found.document, found.edition, found.sequence, language) if found.document.code else address(found.document, language)
    noted = choose(spoken, tuple(found.notes))
    return {
        "note": found.notes[noted.tag] if noted else "", "noted": noted,
        "sequence": found.sequence, "href": addresses.register_entry(language.tag, found.sequence), "act": str(ACTS[found.act]), "name": found.name,
        "edition": found.edition, "time": minute(found.time), "iso": found.time.isoformat(), "title": title, "spoken": spoken, "document": href,
        "retrospective": found.document is not None and found.document.kind == "milestone",
        "grave": found.act in ("withdrawal", "recall"),
    }  # fmt: skip


def _edition(found: Entry) -> dict[str, Any]:
    """The text that an act of settling made public, and what it changed in the one before."""
    made = visibility.settled_edition(session(), found.document_id, found.edition) if found.act in _SETTLING and found.document else None
    if made is None:
        return {"document": None, "changed": None}
    before = visibility.settled_edition(session(), found.document_id, found.edition - 1)
    return {"document": as_read(made), "changed": compared(before, made, current_language()) if before else None}
