"""The public site as files that any web server can serve, as it was at one moment, with a signed list of their hashes."""

from ..safekeeping.folders import taken
from .drifting import Drift, Moving, drift, signed_ahead, touched
from .fetching import Answer, Fetch, over_http
from .gathering import State
from .words import Words
from .writing import Written, newest, write

__all__ = ["Answer", "Drift", "Fetch", "Moving", "State", "Words", "Written", "drift", "newest", "over_http", "signed_ahead", "taken", "touched", "write"]
