"""What machines ask for: where they may go, and everything there is."""

from .identity import blueprint as identity
from .views import blueprint

__all__ = ["blueprint", "identity"]
