"""What the desk’s templates have besides what every template has: who is in, and which menus and marks are theirs."""

from typing import Any

from flask import current_app, g, request

from ...models import RoleName
from ...web.access import HALF_IN, SIGNED_IN
from ...web.wording import CHANGES, KINDS, STATES
from .waying import HOME


def admitted(address: str) -> bool:
    """Whether the person of this request may open a page of the desk: menus offer nothing that is then refused."""
    endpoint, _values = current_app.url_map.bind("localhost").match(address, method="GET")
    who: tuple[Any, ...] = getattr(current_app.view_functions[endpoint], "policy", ())
    person = g.get("person")
    return person is not None and (who in ((SIGNED_IN,), (HALF_IN,)) or bool(person.may(*who)))


def marked(address: str) -> str:
    """What `aria-current` says of an entry of the menu: ``page`` for the page itself, ``true`` for one above it, else nothing."""
    if request.path == address:
        return "page"
    return "true" if address != HOME and request.path.startswith(f"{address}/") else ""


def around() -> dict[str, Any]:
    """What the desk's templates have besides what every template has."""
    return {
        "person": g.get("person"),
        "admitted": admitted,
        "marked": marked,
        "may_keep_people": lambda: g.get("person") is not None and g.person.may(RoleName.ADMINISTRATOR),
        "kind_label": lambda kind: str(KINDS[kind]),
        "state_label": lambda state: str(STATES[state]),
        "change_label": lambda change: str(CHANGES[change]),
    }
