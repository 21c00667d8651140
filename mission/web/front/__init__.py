"""The front: what stands before the application and answers what it has answered before.

A request is met by one query, the mark of the public state (`services.keeping.newest_mark`). From build, mark, day and normalised address follows
its ETag, so that a reader who has the page is told so (304) before anything else is asked; a page that another reader has been given
in the same state is handed out as it was compressed then. Everything else goes on to the application.
"""

from .door import stand
from .ticket import drawn_anew, let_through

__all__ = ["drawn_anew", "let_through", "stand"]
