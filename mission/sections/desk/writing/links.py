"""Whether an address of ours is read by the public: by the map of addresses, and for documents and pages by the gate."""

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ....services import visibility
from ....web.access import session, settings


def opens(path: str) -> bool:
    """True where a visitor finds something at `path`; what is on its way answers as what never existed."""
    if path.startswith("/static/"):
        return True
    try:
        endpoint, values = current_app.url_map.bind(settings().base_url.partition("//")[2]).match(path, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    if endpoint.startswith("desk."):
        return False
    if code := values.get("code"):
        return visibility.by_code(session(), str(code)) is not None
    if "path" in values:
        section = str(values.get("section") or endpoint.partition(".")[0])
        return visibility.page_at(session(), section, str(values["path"] or "")) is not None
    return True
