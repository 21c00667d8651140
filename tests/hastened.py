"""The suite makes more than a thousand apps that differ in nothing but their instance. What each of them would compile anew in the same way
(templates, rules of addresses, and the functions with which werkzeug builds them) is compiled once a worker, and the passwords of its people are
hashed as argon2id does it, but with little work: half of the suite's time went there. A served site, as browsers visit it, does all of it."""

import atexit
import gc
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule
from werkzeug.routing.rules import RulePart

from mission.extensions import Engines
from mission.services.staff import hashing
from mission.web import assets

# As a site hashes.
HASHER = hashing._hasher


def hasten() -> None:
    folder = tempfile.mkdtemp(prefix="mission-templates-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(folder)}
    hashing._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    _read_rules_once()
    _write_assets_once()
    _compile_statements_once()
    compiled: dict[Any, Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # A builder takes its converters from the rule that it is given: what it is made of is the rule's text and its constants.
        traits = (rule.rule, rule.host, rule.subdomain, repr(rule.defaults), rule.merge_slashes, append_unknown)
        if traits not in compiled:
            compiled[traits] = compile_builder(rule, append_unknown)
        return compiled[traits]

    Rule._compile_builder = once  # type: ignore[method-assign]


def let_lie() -> None:
    """What was loaded to begin with stays to the end: it is not looked through again for what could be thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _read_rules_once() -> None:
    read: dict[str, tuple[list[RulePart], list[tuple[bool, str]], dict[str, Any]]] = {}
    parse = Rule._parse_rule

    def parts_of(rule: Rule, text: str) -> list[RulePart]:
        if text not in read:
            begun = len(rule._trace)
            parts = list(parse(rule, text))
            read[text] = (parts, rule._trace[begun:], dict(rule._converters))
            return parts
        parts, trace, converters = read[text]
        rule._trace.extend(trace)
        rule._converters.update(converters)
        rule.arguments.update(converters)
        return parts

    Rule._parse_rule = parts_of  # type: ignore[method-assign]


def _write_assets_once() -> None:
    written: dict[Path, dict[str, str]] = {}
    write = assets.write_assets

    def once(folder: Path) -> dict[str, str]:
        # The folder of each instance leads to one that all share; one of its own is written like any other.
        place = folder.resolve()
        if place not in written or not place.exists():
            written[place] = write(folder)
        return written[place]

    assets.write_assets = once


def _compile_statements_once() -> None:
    """The engines of each app keep their own statements, compiled for a dialect of their own: here all writers share one, and all readers."""
    shared: dict[tuple[str, str], tuple[Any, Any]] = {}
    connect = Engines.connect

    def connected(engines: Engines, *given: Any, **named: Any) -> None:
        connect(engines, *given, **named)
        for which in ("writer", "reader"):
            engine = getattr(engines, which)
            held = shared.get((which, engine.dialect.name))
            # One whose engine never asked anything has not learnt yet what its library or its server can do.
            if held is None or getattr(held[0], "server_version_info", None) is None:
                shared[which, engine.dialect.name] = (engine.dialect, engine._compiled_cache)
            else:
                engine.dialect, engine._compiled_cache = held

    Engines.connect = connected  # type: ignore[method-assign]
