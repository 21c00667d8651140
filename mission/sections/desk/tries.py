"""How often somebody may try, in words."""

from datetime import timedelta

from flask import current_app, request
from flask_babel import gettext as _

from ...clocks import GENEVA
from ...services import staff, throttle
from ...web.access import now


def origin() -> str:
    """A name for where the request comes from, without its address."""
    return throttle.origin(request.remote_addr, current_app.config["SECRET_KEY"])


def too_many(many: staff.TooManyTries) -> tuple[str, int]:
    """The sentence that says when the next try is taken, and the seconds until then."""
    seconds = max(1, int(many.wait.total_seconds()) + 1)
    then = (now() + many.wait + timedelta(seconds=59)).astimezone(GENEVA)
    return _("Too many tries. You can try again in %(minutes)s min, at %(hour)s in Geneva.", minutes=-(-seconds // 60), hour=f"{then:%H:%M}"), seconds
