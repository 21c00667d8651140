"""The numbers that a form carries along: which version of a row its person had before them."""

from flask import request


def carried(name: str = "version") -> int:
    """A number that the form carries; 0, which nothing has, where it carries none."""
    value = request.form.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
