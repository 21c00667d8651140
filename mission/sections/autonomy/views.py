"""Seminars on the autonomy initiative: its pages and its documents."""

from flask import Blueprint

from ...web.calendars import serve_calendars
from ...web.documents import serve_documents
from ...web.feeds import serve_feeds
from ...web.pages import serve_pages

blueprint = Blueprint("autonomy", __name__)
serve_pages(blueprint, "autonomy")
serve_documents(blueprint, "autonomy")
serve_feeds(blueprint, "autonomy")
serve_calendars(blueprint, "autonomy")
