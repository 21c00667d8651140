"""The candidacy to the Human Rights Council 2014–2016: its pages and its documents."""

from flask import Blueprint

from ...web.documents import serve_documents
from ...web.feeds import serve_feeds
from ...web.pages import serve_pages

blueprint = Blueprint("candidacy", __name__)
serve_pages(blueprint, "candidacy")
serve_documents(blueprint, "candidacy")
serve_feeds(blueprint, "candidacy")
