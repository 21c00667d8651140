"""Everything that a site holds, copied while it runs, proved after writing, and put back into an empty place."""

from .errors import Broken, NotDone, Refused
from .folders import Kept, newest, whole
from .making import Made, make
from .restoring import Place, Restored, restore
from .rotating import rotate
from .scheduling import due

__all__ = ["Broken", "Kept", "Made", "NotDone", "Place", "Refused", "Restored", "due", "make", "newest", "restore", "rotate", "whole"]
