"""One's own account: name and language, factors, password, sessions; and the proof, once more, of who one is."""

from .confirming import blueprint as confirming
from .views import blueprint

__all__ = ["blueprint", "confirming"]
