"""The suite makes more than a thousand apps that differ in nothing but their instance. What each of them would compile anew in the same way
(templates, and the functions with which werkzeug builds addresses) is compiled once a worker: half of the suite's time went there."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule


def hasten() -> None:
    folder = tempfile.mkdtemp(prefix="mission-templates-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(folder)}
    compiled: dict[Any, Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # A builder takes its converters from the rule that it is given: what it is made of is the rule's text and its constants.
        traits = (rule.rule, rule.host, rule.subdomain, repr(rule.defaults), rule.merge_slashes, append_unknown)
        if traits not in compiled:
            compiled[traits] = compile_builder(rule, append_unknown)
        return compiled[traits]

    Rule._compile_builder = once  # type: ignore[method-assign]
