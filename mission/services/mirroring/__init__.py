"""The public site as files that any web server can serve, as it was at one moment, with a signed list of their hashes."""

from .drifting import Drift, drift
from .fetching import Answer, Fetch, over_http
from .gathering import State
from .words import Words
from .writing import Written, newest, write

__all__ = ["Answer", "Drift", "Fetch", "State", "Words", "Written", "drift", "newest", "over_http", "write"]
