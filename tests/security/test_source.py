"""What the code must not hold, read in its syntax tree; each reader is shown an example that it has to find."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for path in (ROOT / "mission").rglob("*.py") if "migrations" not in path.parts)
# Who may mark text as ready for a page, and why nothing of a visitor's is in it unescaped (each says so beside it).
MARKERS = {"services/alerts/letters.py", "sections/communiques/hits.py", "sections/verify/surroundings.py", "web/compositions.py", "web/directory.py", "web/linked.py", "web/citations.py", "web/pieces.py", "web/markup.py",
           "services/search/highlight.py", "web/readings.py", "web/differences.py", "web/language.py", "sections/communiques/facets.py"}  # fmt: skip
# Who may speak to another machine, and to which: those that a setting names.
SPEAKERS = {"services/mail.py": "SMTP_URL", "web/limits.py": "REDIS_URL"}
# Who speaks to this site itself, to its front or its neighbours, at the addresses of settings alone: what looks after it.
LOOKING_AFTER = {"patience.py", "metrics.py", "worker.py", "serve.py", "services/purging.py", "services/mirroring/fetching.py", "doctor/answers.py", "doctor/asking.py", "doctor/front.py", "doctor/neighbours.py"}
Finder = Callable[[ast.AST, str], Iterator[str]]


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {node.module or ""} | {f"{node.module}.{one.name}" for one in node.names}
    return names


def chance(tree: ast.AST, name: str) -> Iterator[str]:
    """Chance comes from `secrets`: `random` can be guessed."""
    yield from ("random" for one in imported(tree) if one.split(".")[0] == "random")
    yield from (called(node) for node in ast.walk(tree) if called(node) in ("uuid1", "uuid4", "getnode"))


def unpacking(tree: ast.AST, name: str) -> Iterator[str]:
    """Nothing that runs what it reads."""
    yield from (one for one in imported(tree) if one.split(".")[0] in ("pickle", "marshal", "shelve", "dill", "cloudpickle"))
    for node in ast.walk(tree):
        # `re.compile` and its like are methods; the builtin makes code.
        if called(node) in ("eval", "exec", "render_template_string", "from_string") or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "compile"):
            yield called(node)
        if called(node) in ("load", "full_load", "unsafe_load") and ast.unparse(node).startswith("yaml.") and "SafeLoader" not in ast.unparse(node):
            yield "yaml.load"


def comparing(tree: ast.AST, name: str) -> Iterator[str]:
    """A secret is compared in constant time: never by `==`, which ends at the first letter that differs."""
    secret = re.compile(r"(^|_)(token|password|secret|signature|seal|code_given|csrf|mac)$")
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops):
            sides = [node.left, *node.comparators]
            if any(isinstance(one, ast.Constant) for one in sides):
                continue
            for one in sides:
                said = one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "")
                # A column compared in a query is a look-up by an index, not of letters one by one.
                if secret.search(said) and not (isinstance(node.left, ast.Attribute) and getattr(node.left.value, "id", "")[:1].isupper()):
                    yield f"{said} at {node.lineno}"


def marking(tree: ast.AST, name: str) -> Iterator[str]:
    """Only those that are named here call text ready for a page."""
    if name not in MARKERS:
        yield from (f"Markup at {node.lineno}" for node in ast.walk(tree) if called(node) == "Markup" and node.args)  # type: ignore[attr-defined]


def speaking(tree: ast.AST, name: str) -> Iterator[str]:
    """Nobody else asks another machine for anything: no address that somebody typed is ever fetched."""
    speaks = {"requests", "httpx", "urllib.request", "urllib3", "http.client", "smtplib", "socket", "ftplib", "aiohttp", "redis", "imaplib", "telnetlib", "xmlrpc"}
    if name not in SPEAKERS and name not in LOOKING_AFTER:
        yield from (one for one in imported(tree) if one in speaks or one.split(".")[0] in speaks - {"urllib.request"})


def shouting(tree: ast.AST, name: str) -> Iterator[str]:
    """No shell: programs are called by a list of words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if called(node) in ("system", "popen") and getattr(getattr(node.func, "value", None), "id", "") == "os":
                yield "os.system"
            yield from ("shell=True" for one in node.keywords if one.arg == "shell")


def asking(tree: ast.AST, name: str) -> Iterator[str]:
    """SQL is bound, never put together from what somebody said."""
    for node in ast.walk(tree):
        if called(node) in ("text", "exec_driver_sql", "execute") and isinstance(node, ast.Call) and node.args:
            said = node.args[0]
            joined = isinstance(said, ast.JoinedStr | ast.BinOp) or called(said) == "format"
            if joined and re.search(r"(?i)\b(select|insert|update|delete|drop|where)\b", ast.unparse(said)):
                yield f"{ast.unparse(said)[:60]} at {node.lineno}"


EXAMPLES: dict[Finder, str] = {
    chance: "import random", unpacking: "import yaml\nyaml.load(x)", comparing: "if token == given: pass", marking: "Markup(x)", speaking: "import urllib.request", shouting: "run(x, shell=True)",
    asking: "session.execute(f'SELECT * FROM x WHERE y = {z}')",
}  # fmt: skip
# Fixed words of ours, no value in them: which table, which trigger.
ALLOWED = {("asking", "models/guards.py"), ("asking", "services/copying.py")}


@lru_cache
def trees() -> dict[str, ast.AST]:
    return {path.relative_to(ROOT / "mission").as_posix(): ast.parse(path.read_text()) for path in MODULES}


@pytest.mark.parametrize("finder", list(EXAMPLES), ids=lambda one: one.__name__)
def test_the_code_holds_none_of_it(finder: Finder) -> None:
    assert list(finder(ast.parse(EXAMPLES[finder]), "example.py")), "the reader does not see its own example"
    found = {name: list(finder(tree, name)) for name, tree in trees().items() if (finder.__name__, name) not in ALLOWED}
    assert not {name: what for name, what in found.items() if what}, finder.__doc__


TEMPLATES = sorted((ROOT / "templates").rglob("*"))
FORBIDDEN = {
    r"\|\s*safe\b": "{{ x | safe }}", r"\|\s*urlize\b": "{{ x|urlize }}", r"\|\s*xmlattr\b": "<a {{ x|xmlattr }}>", r"autoescape\s+false": "{% autoescape false %}",
    r"\bhx-(?!on)": '<a hx-get="/x">', r"(?i)<[a-z][^>{]*\son[a-z]+=": '<a onclick="x">', r"(?i)href=\"javascript:": '<a href="javascript:x">', r"(?i)<script(?![^>]+src=)(?![^>]+application/)": "<script>x</script>",
    r"target=\"_blank\"(?![^>]*noopener)": '<a target="_blank" href="x">', r"(?i)autocomplete=\"off\"[^>]*type=\"password\"": '<input autocomplete="off" type="password">',
}  # fmt: skip


@pytest.mark.parametrize("pattern", list(FORBIDDEN))
def test_the_templates_hold_none_of_it(pattern: str) -> None:
    assert re.search(pattern, FORBIDDEN[pattern]), "the pattern does not see its own example"
    found = [f"{path.relative_to(ROOT)}: {match[0]}" for path in TEMPLATES if path.suffix == ".html" for match in re.finditer(pattern, re.sub(r"data-hx-", "data-", path.read_text()))]
    assert not found, found


def test_whoever_speaks_to_another_machine_is_told_by_a_setting_to_which() -> None:
    for name, setting in SPEAKERS.items():
        assert setting in (ROOT / "mission" / name).read_text(), name


def test_no_secret_stands_in_the_tree() -> None:
    """Keys are made at the first start or handed in; what git keeps holds none."""
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    assert not [one for one in kept if one.startswith("instance/") and not one.endswith(".gitkeep")]
    for one in kept:
        path = ROOT / one
        if path.suffix in (".py", ".cfg", ".toml", ".yaml", ".yml", ".conf", ".service", ".env", ".sh", ".md", "") and path.is_file():
            text = path.read_text(errors="replace")
            assert not re.search(r"-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{60,}", text), one
            assert not re.search(r"(?m)^SECRET_KEY\s*=\s*['\"]?[A-Za-z0-9]{16,}", text), one


def test_both_databases_begin_a_writing_transaction_with_its_lock() -> None:
    """A deferred one that turns into a writing one half way cannot wait, and fails with "database is locked"."""
    text = (ROOT / "mission" / "extensions.py").read_text()
    assert text.count("BEGIN IMMEDIATE") == 1
    assert text.count('exec_driver_sql("BEGIN")') == 1
    for path in MODULES:
        # A backup is a file of its own, which nobody else has open.
        if path.name != "extensions.py" and path.parts[-2:] != ("safekeeping", "databases.py"):
            assert not re.search(r"sqlite3\.connect\(|create_engine\(", path.read_text()), f"{path} makes a connection of its own"


def test_the_scripts_listen_to_no_other_window() -> None:
    """No message of another window, no code from text, nothing kept in the browser but that a key is switched off, nothing merged by names of others."""
    pattern = r"postMessage|[\"']message[\"']|onmessage|\beval\(|new Function|insertAdjacentHTML|outerHTML\s*=|document\.write|__proto__|localStorage\.setItem|\.cookie\b"
    assert re.search(pattern, 'window.addEventListener("message", f)')
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        text = path.read_text().replace('localStorage.setItem("slash", "off")', "")
        assert not re.search(pattern, text), f"{path.name}: {re.search(pattern, text)}"
