"""The register: for people, and for the programs that check it."""

from .machines import blueprint as machines
from .views import blueprint

__all__ = ["blueprint", "machines"]
