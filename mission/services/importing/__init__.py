"""Saved pages of an earlier site: brought to the desk as drafts, never released, with redirects from where they stood."""

from .bringing import bring
from .mapping import Mapping, MappingError, read
from .outcomes import Outcome, Placed, counted
from .saved import others

__all__ = ["Mapping", "MappingError", "Outcome", "Placed", "bring", "counted", "others", "read"]
