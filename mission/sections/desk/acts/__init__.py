"""What is done with documents: the page of a document at the desk, and the verbs that a person may use on it."""

from . import taking_back  # noqa: F401 - its views belong to the blueprint
from .views import blueprint

__all__ = ["blueprint"]
