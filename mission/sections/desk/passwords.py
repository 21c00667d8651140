"""Passwords that are refused because they would be tried early: leaked ones, usual words, rows of keys, dates, repetitions, and our own names."""

import re
from typing import Any

from flask_babel import gettext
from wtforms import Field
from wtforms.validators import ValidationError

from ...services.staff import LEAST_PASSWORD, MOST_PASSWORD

# zxcvbn knows thirty thousand leaked passwords and the words of English; what else is tried first at this door:
_WORDS = (
    "motdepasse", "motdepasse1", "contrasena", "contraseña", "administrateur", "administrator", "bienvenue", "bienvenido", "bonjour", "marhaba",
    "qwertz", "qsdfghjklm", "wxcvbn", "azertyuiop", "qwerty", "azerty", "mission", "permanente", "geneva", "geneve", "genève", "ginebra", "morocco", "maroc",
    "marruecos", "maghrib", "rabat", "casablanca", "diplomate", "ambassade", "communique", "communiqué", "جنيف", "المغرب", "البعثة",
)  # fmt: skip
# Offline, against a slow hash, this is years of one machine (zxcvbn's own highest mark).
_TRIES = 10**10
# Beyond these it only repeats its work.
_LOOKED_AT = 72


def is_common(password: str, *own: str) -> bool:
    """Whether somebody who knows leaked passwords, and this person's `own` names, would find it within some thousand million tries."""
    # Its lists are megabytes, which only a machine needs where somebody chooses a password.
    from zxcvbn import zxcvbn

    known = [*_WORDS, *(word.lower() for name in own for word in re.split(r"[\W_]+", name) if len(word) > 2)]
    return int(zxcvbn(password[:_LOOKED_AT], user_inputs=known)["guesses"]) < _TRIES


class GoodPassword:
    """Long enough, not too long to hash, not among the ones that everybody tries first (NIST SP 800-63B, 5.1.1.2)."""

    def __call__(self, form: Any, field: Field) -> None:
        password = field.data or ""
        if len(password) < LEAST_PASSWORD:
            raise ValidationError(gettext("Choose a password of at least %(least)s characters; a short sentence serves well.", least=LEAST_PASSWORD))
        if len(password) > MOST_PASSWORD:
            raise ValidationError(gettext("Please shorten this to %(most)s characters; it has %(length)s.", most=MOST_PASSWORD, length=len(password)))
        name = getattr(form, "name", None)
        if is_common(password, str(getattr(name, "data", "") or "")):
            raise ValidationError(gettext("Too many people use this password. Choose another one."))
