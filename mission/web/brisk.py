"""Flask, without what it does in every request for sites of another kind: this one knows its names, and nothing in it is asynchronous."""

from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any, cast

from flask import Flask, Request
from flask.globals import _cv_request
from flask.templating import Environment, _default_template_ctx_processor
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.sansio.utils import get_host

from .asked import Asked


class BriskEnvironment(Environment):
    """Jinja, whose templates share what all of them know as it is: copied out of Jinja's chain of mappings it costs a sixth of a page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class _Remembering(MapAdapter):
    """Remembers which view answers a path: the map of addresses does not change while the site runs. What no view answers is looked for anew."""

    matched: Callable[[str], tuple[Any, Mapping[str, Any]]]

    def match(self, *asked: Any, **how: Any) -> Any:
        if asked or how != {"return_rule": True} or self.default_method != "GET":
            return super().match(*asked, **how)
        try:
            rule, values = self.matched(self.path_info)
        except HTTPException:
            return super().match(**how)
        return rule, dict(values)


class Brisk(Flask):
    """The application; what it answers is what Flask itself would."""

    jinja_environment = BriskEnvironment
    request_class = Asked

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        anywhere = self.url_map.bind("anywhere")
        self._matched = lru_cache(2048)(lambda path: anywhere.match(path, method="GET", return_rule=True))

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """As Flask's own, which reads and encodes the host three times over."""
        if request is None or "HTTP_HOST" not in request.environ or "HTTP_UPGRADE" in request.environ:
            return super().create_url_adapter(request)
        trusted = self.config["TRUSTED_HOSTS"]
        request.trusted_hosts = trusted
        request.host, encoded = _host(request.scheme, request.environ["HTTP_HOST"], tuple(trusted))
        asked = request.query_string.decode(errors="replace")
        adapter = _Remembering(self.url_map, encoded, request.root_path or "/", "", request.scheme, request.path, request.method, asked)
        adapter.matched = self._matched
        return adapter

    def update_template_context(self, context: dict[str, Any]) -> None:
        """As Flask's own, without handing the request to templates, which know nothing of it."""
        given, asked = dict(context), _cv_request.get(None)
        for name in (None, *(reversed(asked.request.blueprints) if asked else ())):
            for tell in self.template_context_processors.get(name, ()):
                if tell is not _default_template_ctx_processor:
                    context.update(cast("dict[str, Any]", tell()))
        context.update(given)


@lru_cache(256)
def _host(scheme: str, given: str, trusted: tuple[str, ...]) -> tuple[str, str]:
    """A host as it is read, and as addresses take it; raises for one that is not ours, of which nothing is remembered."""
    host = get_host(scheme, given, None, trusted)
    name, colon, port = host.lower().partition(":")
    return host, f"{name.encode('idna').decode('ascii')}{colon}{port}"


__all__ = ["Brisk"]
