"""Seminars: its pages and its documents."""

from flask import Blueprint

from ...web.calendars import serve_calendars
from ...web.documents import serve_documents
from ...web.feeds import serve_feeds
from ...web.pages import serve_pages

blueprint = Blueprint("seminars", __name__)
serve_pages(blueprint, "seminars")
serve_documents(blueprint, "seminars")
serve_feeds(blueprint, "seminars")
serve_calendars(blueprint, "seminars")
