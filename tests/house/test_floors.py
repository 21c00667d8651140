"""Which floor may import which (docs: the plan of the house). Whoever breaks it is named."""

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "mission"
GROUND = {"config", "environment", "languages", "addresses", "extensions", "clocks", "verify", "logs", "folding", "legible", "causes", "disks", "databases"}
BELOW = {"verify": ("verify",), "logs": ("causes", "config", "databases", "disks"), "disks": ("causes",), "databases": ("causes",), "extensions": ("folding",), "config": ("languages", "disks", "environment")}
MAY = {
    "models": GROUND | {"models"},
    "services": GROUND | {"models", "services"},
    "web": GROUND | {"models", "services", "web"},
    "sections": GROUND | {"models", "services", "web", "sections"},
}
NEVER_IN_SERVICES = {"request", "session", "g", "url_for", "current_app", "flash"}
# The web floor reads; verbs are for sections, the worker and the prompt.
READING_SERVICES = {"visibility", "filtering", "listing", "speeches", "subjects", "markup", "sitemap", "keeping", "shown", "feeds", "agenda", "particulars", "beside", "suggesting", "misspelt", "legacy", "citing", "taking", "origins",
                    "authenticity", "dates", "papers", "filing", "naming"}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imports(path: Path) -> list[tuple[str, list[str]]]:
    """What a module imports: full dotted names below `mission`, others as they are, with the names taken."""
    package = ("mission", *path.relative_to(PACKAGE).parent.parts)
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join((*base, *(node.module or "").split("."))).strip(".")
            found.append((name, [one.name for one in node.names]))
        elif isinstance(node, ast.Import):
            found.extend((one.name, []) for one in node.names)
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_floor_may(path: Path) -> None:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    floor = parts[0]
    for name, taken in imports(path):
        below = name.split(".")[1:] if name.split(".")[0] == "mission" else None
        if floor in ("models", "services") and below is None:
            assert name.split(".")[0] != "flask", f"{path.name} imports {name}"
            assert not (floor == "services" and NEVER_IN_SERVICES & set(taken) and name.startswith("flask")), path
        if below is None or floor not in MAY:
            if floor in GROUND:
                assert below is None or set(below[:1] or taken) <= set(BELOW.get(floor, ("languages",))), f"{floor} imports {name}"
            continue
        for target in [below[0]] if below and below[0] else taken:
            assert target in MAY[floor], f"{'/'.join(parts)} imports mission.{target}"
        if floor == "web" and below[:1] == ["services"]:
            reached = [below[1]] if len(below) > 1 else taken
            assert set(reached) <= READING_SERVICES, f"{'/'.join(parts)} reaches a verb: {reached}"
        if floor == "sections" and below[:1] == ["sections"] and len(parts) > 1:
            assert below[1] == parts[1], f"{'/'.join(parts)} imports another room: {name}"


def test_only_the_gate_makes_what_it_hands_out() -> None:
    """How values are made asks nobody whether they may be read: who came there past the gate would read what was recalled."""
    makes = "mission.services.assembling"
    others = [path for path in modules() if any(makes in (name, *(f"{name}.{one}" for one in taken)) for name, taken in imports(path))]
    assert others == [PACKAGE / "services" / "visibility.py"]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_hides_what_it_does_behind_a_dangerous_call(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert name not in ("render_template_string", "from_string", "eval", "exec"), f"{path}:{node.lineno} {name}"
    assert not {name for name, _ in imports(path)} & {"pickle", "random", "marshal"}, path


@pytest.mark.parametrize("floor", ["models", "services", "web", "sections"])
def test_the_day_of_a_moment_is_genevas(floor: str) -> None:
    """Moments are kept in UTC, where a day begins later than in Geneva: only `clocks.geneva` says on which day one falls."""
    for path in sorted((PACKAGE / floor).rglob("*.py")):
        for node in ast.walk(tree(path)):
            taken = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date" else None
            if isinstance(node, ast.FormattedValue) and node.format_spec and "%d" in ast.unparse(node.format_spec):
                taken = node.value
            slips = isinstance(taken, ast.Attribute | ast.BinOp) or getattr(taken, "id", "") in ("at", "moment")
            assert not slips, f"{path}:{getattr(node, 'lineno', '')}"
