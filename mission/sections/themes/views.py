"""Major themes: its pages and its documents."""

from flask import Blueprint

from ...web.documents import serve_documents
from ...web.pages import serve_pages

blueprint = Blueprint("themes", __name__)
serve_pages(blueprint, "themes")
serve_documents(blueprint, "themes")
