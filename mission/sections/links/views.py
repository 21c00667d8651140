"""Useful links: its pages and its documents."""

from flask import Blueprint

from ...web.documents import serve_documents
from ...web.pages import serve_pages

blueprint = Blueprint("links", __name__)
serve_pages(blueprint, "links")
serve_documents(blueprint, "links")
