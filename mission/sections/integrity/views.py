"""The completion of territorial integrity: its pages and its documents."""

from flask import Blueprint

from ...web.documents import serve_documents
from ...web.feeds import serve_feeds
from ...web.pages import serve_pages

blueprint = Blueprint("integrity", __name__)
serve_pages(blueprint, "integrity")
serve_documents(blueprint, "integrity")
serve_feeds(blueprint, "integrity")
