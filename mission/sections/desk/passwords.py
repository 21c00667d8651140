"""Passwords that are refused because everybody tries them first: short patterns repeated, rows of keys, and the usual words."""

import re
from typing import Any

from flask_babel import gettext
from wtforms import Field
from wtforms.validators import ValidationError

from ...services.staff import LEAST_PASSWORD, MOST_PASSWORD

_ROWS = ("qwertyuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "wxcvbn", "1234567890", "0987654321", "abcdefghijklmnopqrstuvwxyz")
_WORDS = (
    "password", "passwort", "motdepasse", "contrasena", "contraseña", "administrator", "administrateur", "welcome", "bienvenue",
    "letmein", "iloveyou", "monkey", "dragon", "football", "princess", "sunshine", "changeme", "mission", "geneva", "geneve", "genève",
    "morocco", "maroc", "marruecos", "rabat", "admin", "secret", "login", "master", "qwerty", "azerty",
)  # fmt: skip


def is_common(password: str) -> bool:
    """Whether a password is one word, pattern or row of keys with digits and marks around it."""
    bare = re.sub(r"[\W\d_]+", "", password.lower())
    squeezed = re.sub(r"[\W_]+", "", password.lower())
    if len(set(squeezed)) < 5:
        return True
    if re.fullmatch(r"(.{1,6}?)\1+", squeezed):
        return True
    for word in _WORDS:
        bare = bare.replace(word, "")
    for row in _ROWS:
        for length in range(len(row), 3, -1):
            for start in range(len(row) - length + 1):
                bare = bare.replace(row[start : start + length], "")
                squeezed = squeezed.replace(row[start : start + length], "")
    return len(bare) < 3 or len(squeezed) < 3


class GoodPassword:
    """Long enough, not too long to hash, not among the ones that everybody tries first (NIST SP 800-63B, 5.1.1.2)."""

    def __call__(self, form: Any, field: Field) -> None:
        password = field.data or ""
        if len(password) < LEAST_PASSWORD:
            raise ValidationError(gettext("Choose a password of at least %(least)s characters; a short sentence serves well.", least=LEAST_PASSWORD))
        if len(password) > MOST_PASSWORD:
            raise ValidationError(gettext("Please shorten this to %(most)s characters; it has %(length)s.", most=MOST_PASSWORD, length=len(password)))
        if is_common(password):
            raise ValidationError(gettext("Too many people use this password. Choose another one."))
