"""What is done with documents: the page of a document at the desk, and the verbs that a person may use on it."""

from .views import blueprint

__all__ = ["blueprint"]
