"""About the mission: its pages and its documents."""

from flask import Blueprint

from ...web.documents import serve_documents
from ...web.pages import serve_pages

blueprint = Blueprint("about", __name__)
serve_pages(blueprint, "about")
serve_documents(blueprint, "about")
