"""Royal speeches: its pages and its documents."""

from flask import Blueprint

from ...web.documents import serve_documents
from ...web.feeds import serve_feeds
from ...web.pages import serve_pages

blueprint = Blueprint("speeches", __name__)
serve_pages(blueprint, "speeches")
serve_documents(blueprint, "speeches")
serve_feeds(blueprint, "speeches")
