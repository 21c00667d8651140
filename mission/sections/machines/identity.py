"""What browsers and searchers ask a site about itself: icons, manifest, search description, security contact."""

from datetime import timedelta
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, abort, current_app, jsonify
from flask_babel import gettext as _

from ... import addresses
from ...languages import TAGS
from ...web.access import now, settings
from ...web.language import current_language

blueprint = Blueprint("identity", __name__)
# RFC 9116 recommends less than a year.
_SECURITY_DAYS = 180


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """For whoever asks at the root, as browsers did before pages named their icon."""
    names: dict[str, str] = current_app.extensions["assets"]
    return Response((settings().instance / "assets" / names["images/favicon.ico"]).read_bytes(), content_type="image/x-icon")


@blueprint.get("/<language:language>/site.webmanifest")
def manifest() -> Response:
    """The web application manifest (W3C), in the reader's language."""
    names: dict[str, str] = current_app.extensions["assets"]
    language = current_language()
    response = jsonify(
        name=_("Permanent Mission of the Kingdom of Morocco in Geneva"), short_name=_("Permanent Mission in Geneva"), lang=language.tag,
        dir=language.direction, start_url=addresses.home(language.tag), scope="/", display="browser", background_color="#fbfaf6",
        theme_color="#06402a",
        icons=[
            {"src": f"/static/{names['images/icon.svg']}", "type": "image/svg+xml", "sizes": "any"},
            *({"src": f"/static/{names[f'images/icon-{size}.png']}", "type": "image/png", "sizes": f"{size}x{size}"} for size in (192, 512)),
        ],
    )  # fmt: skip
    response.content_type = "application/manifest+json; charset=utf-8"
    return response


@blueprint.get("/<language:language>/opensearch.xml")
def opensearch() -> Response:
    """The browser's own search box (OpenSearch 1.1), for the language in which the reader is."""
    tag, origin = current_language().tag, settings().base_url
    template = f"{origin}{addresses.room(tag, 'communiques')}?q={{searchTerms}}"
    suggested = f"{origin}{addresses.suggestions(tag)}?q={{searchTerms}}"
    icon = f"{origin}/favicon.ico"
    # At most sixteen letters.
    name = _("Morocco mission")
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        f"<ShortName>{escape(name)}</ShortName>"
        f"<Description>{escape(_('Search the communiqués'))}</Description>"
        f"<InputEncoding>UTF-8</InputEncoding><Language>{tag}</Language>"
        f'<Image width="32" height="32" type="image/x-icon">{escape(icon)}</Image>'
        f'<Url type="text/html" template={quoteattr(template)}/>'
        f'<Url type="application/x-suggestions+json" template={quoteattr(suggested)}/></OpenSearchDescription>'
    )
    return Response(text, content_type="application/opensearchdescription+xml; charset=utf-8")


@blueprint.get(addresses.SECURITY)
def security() -> Response:
    """Where weaknesses are reported (RFC 9116); 404 until a setting says where."""
    contact = settings().SECURITY_CONTACT
    if not contact:
        abort(404)
    expires = (now() + timedelta(days=_SECURITY_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {contact}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", f"Preferred-Languages: {', '.join(TAGS)}",
        f"Canonical: {settings().base_url}{addresses.SECURITY}", "",
    )  # fmt: skip
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")
