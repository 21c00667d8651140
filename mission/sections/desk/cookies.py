"""The cookie that a signed-in browser holds, what its forms carry, and what the browser calls itself."""

import hmac
import re
import secrets
from hashlib import sha256

from flask import current_app, g, request
from werkzeug.wrappers import Response as BaseResponse

from ...web.access import settings

# The length of what is bound to the session.
_TOKEN = 64
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
             ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
            ("Linux", "Linux"))  # fmt: skip


def cookie_name() -> str:
    """``__Host-``: set by this very host, by TLS, for no other path or domain; plain only on localhost."""
    return "__Host-desk" if settings().secure else "desk"


def cookie() -> str:
    """The token of the browser's session, or nothing."""
    return request.cookies.get(cookie_name(), "")[:100]


def give_cookie(response: BaseResponse, token: str) -> BaseResponse:
    """Hand a session's token to the browser: not for scripts, not for other sites, gone with the browser."""
    path = "/" if settings().secure else "/desk"
    g.opened = token
    response.set_cookie(cookie_name(), token, path=path, secure=settings().secure, httponly=True, samesite="Lax")
    return response


def take_cookie(response: BaseResponse) -> BaseResponse:
    """Take the token back, and have the browser forget what it has seen."""
    path = "/" if settings().secure else "/desk"
    response.delete_cookie(cookie_name(), path=path, secure=settings().secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def sheet() -> str:
    """A name for the page that is being drawn, behind the token of each of its forms: two pages with the same form are two forms."""
    if "sheet" not in g:
        g.sheet = secrets.token_hex(16)
    return str(g.sheet)


def form_token(seal: str | None = None) -> str:
    """What a form of the desk carries: bound to the session, useless in any other. A second wall behind fetch metadata. Without a `seal`, that of
    this session, with the name of the page behind it."""
    if seal is None:
        standing = g.get("standing")
        return form_token(standing.row.seal if standing else "") + sheet()
    return hmac.new(current_app.config["SECRET_KEY"].encode(), f"form:{seal}".encode(), sha256).hexdigest()


def carries(seal: str) -> bool:
    """Whether the posted form carries the token of the session with this seal."""
    return hmac.compare_digest(request.form.get("token", "")[:_TOKEN].encode(), form_token(seal).encode())


def browser_name() -> str:
    """What a person knows the browser by; nothing that would tell one machine from another of its kind."""
    said = request.user_agent.string[:400]
    parts = [next((name for mark, name in known if re.search(rf"\b{mark}", said)), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(part for part in parts if part)
