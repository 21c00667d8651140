"""The headers that stand on every response, whatever its status and whoever made it."""

from flask import Flask, Response, current_app

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def policy(**changes: str) -> str:
    """The Content-Security-Policy, with directives changed for one page (``style_src="…"``)."""
    directives = POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def set_headers(app: Flask) -> None:
    """Say which headers every answer has; `with_headers` adds them, and static files and the front take them from the same setting."""
    headers = {
        "Content-Security-Policy": policy(),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        "X-Frame-Options": "DENY",
    }
    if app.config["SETTINGS"].secure:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    app.config["SECURITY_HEADERS"] = headers


def with_headers(response: Response) -> Response:
    """The answer with those of the headers that its view has not given it otherwise."""
    given = {name.lower() for name, _ in response.headers}
    response.headers.extend({name: value for name, value in current_app.config["SECURITY_HEADERS"].items() if name.lower() not in given})
    return response
