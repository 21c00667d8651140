"""The Kingdom of Morocco: its pages and its documents."""

from flask import Blueprint

from ...web.documents import serve_documents
from ...web.pages import serve_pages

blueprint = Blueprint("kingdom", __name__)
serve_pages(blueprint, "kingdom")
serve_documents(blueprint, "kingdom")
