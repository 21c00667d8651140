"""Where the desk is, where somebody goes on to after signing in or confirming, and how long what lasts."""

import re
from datetime import timedelta

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ...services import staff
from ...web.access import settings

HOME = "/desk/"
_OURS = re.compile(r"/desk/[A-Za-z0-9/_.~-]*")


def below(path: str) -> bool:
    """Whether an address, or a rule of addresses, is one of the desk's."""
    return f"{path}/".startswith("/desk/")


def on(wanted: str) -> str:
    """`wanted`, where it is the plain path of a page of the desk, else its first page: nobody is led elsewhere by a link."""
    if not _OURS.fullmatch(wanted) or "//" in wanted or ".." in wanted or len(wanted) > 300:
        return HOME
    try:
        current_app.url_map.bind("localhost").match(wanted, method="GET")
    except (HTTPException, RequestRedirect):
        return HOME
    return wanted


def limits() -> staff.Limits:
    """How long sessions last here."""
    ours = settings()
    return staff.Limits(timedelta(minutes=ours.IDLE_MINUTES), timedelta(hours=ours.SESSION_HOURS), timedelta(minutes=ours.FRESH_MINUTES))


def secret_keys() -> tuple[str, ...]:
    """The present key and those still accepted."""
    return (current_app.config["SECRET_KEY"], *settings().SECRET_KEY_FALLBACKS)


def party() -> staff.Party:
    """This site as passkeys know it."""
    return staff.Party(settings().base_url, current_app.config["SECRET_KEY"])
