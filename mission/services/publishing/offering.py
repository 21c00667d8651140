"""Which verbs a person may use on a document now: by role, by state, and by the rule of two persons."""

from sqlalchemy.orm import Session

from ...models import Document, Edition, Person, Recall, RoleName, State, Withdrawal
from .approving import is_flagged, other_approvers
from .completeness import leads_nowhere
from .verbs import authors
from .writing import unsettled_edition

WRITING = (RoleName.WRITER, RoleName.TRANSLATOR, RoleName.APPROVER, RoleName.ADMINISTRATOR)
APPROVING = (RoleName.APPROVER, RoleName.ADMINISTRATOR)
MAY = {
    "draft": WRITING, "save": WRITING, "submit": WRITING, "begin": WRITING,
    "discard": (RoleName.WRITER, RoleName.APPROVER, RoleName.ADMINISTRATOR),
    "send_back": APPROVING, "approve": APPROVING, "confirm": APPROVING, "release": APPROVING, "unschedule": APPROVING,
    "withdraw": APPROVING, "recall": APPROVING,
}  # fmt: skip
# From which states a verb of an edition leads on. `release` leads on from the first two for whoever is alone at the desk.
FROM = {
    "save": (State.DRAFT, State.SUBMITTED, State.APPROVED),
    "submit": (State.DRAFT,),
    "send_back": (State.SUBMITTED,),
    "approve": (State.SUBMITTED,),
    "release": (State.APPROVED,),
    "unschedule": (State.RELEASED,),
    "discard": (State.DRAFT,),
}


def offered(session: Session, actor: Person, edition: Edition) -> tuple[str, ...]:
    """The verbs that `actor` may use on an edition under way. ``override`` stands in the place of ``approve`` where the work is one's own."""
    state = edition.state
    recalled = session.get(Recall, edition.document_id) is not None
    if leads_nowhere(session, edition):
        return tuple(name for name in ("save", "discard") if _may(session, actor, name, edition) and (name == "discard" or not recalled))
    if recalled:
        return ()
    own = actor.id in authors(session, edition)
    alone = own and not other_approvers(session, actor)
    found = [name for name, states in FROM.items() if state in states and _may(session, actor, name, edition)]
    if "approve" in found and own and not alone:
        found[found.index("approve")] = "override"
    if alone and state in (State.DRAFT, State.SUBMITTED) and actor.may(*MAY["release"]):
        found.append("release")
    return tuple(found + _confirming(session, actor, edition))


def may_discard(session: Session, actor: Person, edition: Edition) -> bool:
    """Whether `actor` may drop an edition under way: a translator alone what nobody else has written in."""
    return actor.may(*MAY["discard"]) or (actor.may(*WRITING) and authors(session, edition) == {actor.id})


def _may(session: Session, actor: Person, name: str, edition: Edition) -> bool:
    return may_discard(session, actor, edition) if name == "discard" else actor.may(*MAY[name])


def offered_in_public(session: Session, actor: Person, document: Document) -> tuple[str, ...]:
    """The verbs that `actor` may use on a document that is public."""
    edition = document.current_edition
    if edition is None or session.get(Recall, document.id) is not None:
        return ()
    closed = {"begin": unsettled_edition(session, document.id) is not None, "withdraw": session.get(Withdrawal, edition.id) is not None, "recall": False}
    found = [name for name, shut in closed.items() if not shut and actor.may(*MAY[name])]
    return tuple(found + _confirming(session, actor, edition))


def _confirming(session: Session, actor: Person, edition: Edition) -> list[str]:
    if not edition.approval_overrides or not actor.may(*MAY["confirm"]) or not is_flagged(session, edition):
        return []
    return [] if actor.id in authors(session, edition) | {edition.approved_by_id} else ["confirm"]
