"""Passwords that are refused because everybody tries them first: short patterns repeated, rows of keys, and the usual words."""

import re

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
