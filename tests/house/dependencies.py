"""`make dependencies`: what the site is made of, as a table for people (docs/dependencies.md) and as CycloneDX for machines.

Versions come from the locked requirements, licences from the packages themselves; where one says it in words of its own, or is for another machine
than this one and not installed, the table below says it, and why.
"""

import configparser
import hashlib
import json
import re
import uuid
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
TABLE, BILL = ROOT / "docs" / "dependencies.md", ROOT / "docs" / "dependencies.cdx.json"

# Licences under which the site may be run and handed on, by their SPDX names. LGPL and MPL hold for the package itself, which stays one of its own.
KNOWN = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense",
}  # fmt: skip
# The same in the words of some packages.
WORDS = {
    "Apache 2.0": "Apache-2.0", "Apache License, Version 2.0": "Apache-2.0", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "MIT License": "MIT",
    "The Unlicense (Unlicense)": "Unlicense",
    # The package, and PDFium with what it is built from, as its own folder of licences says.
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}  # fmt: skip
# Read in the package's own LICENSE, where its metadata say "BSD", or nothing that has a name; the last two are not installed here.
READ = {
    "cobble": "BSD-2-Clause", "flask-sqlalchemy": "BSD-3-Clause", "itsdangerous": "BSD-3-Clause", "jinja2": "BSD-3-Clause", "pyasn1-modules": "BSD-2-Clause",
    "pystemmer": "MIT AND BSD-3-Clause", "segno": "BSD-3-Clause", "wtforms": "BSD-3-Clause",
    "async-timeout": "Apache-2.0", "brotlicffi": "MIT",
}  # fmt: skip
# What lies in the tree itself: name, version, licence, where.
VENDORED = (
    ("htmx", "4.0.1", "0BSD", "static/vendor/htmx-4.0.1.min.js"),
    ("prosemirror", "1.42.9", "MIT", "static/vendor/prosemirror-1.42.9.min.js"),
    ("Source Serif 4 (as Mission Serif)", "", "OFL-1.1", "static/fonts/mission-serif.woff2"),
    ("Source Serif 4 (as Mission Figures)", "", "OFL-1.1", "static/fonts/mission-figures.woff2"),
    ("Noto Naskh Arabic", "", "OFL-1.1", "static/fonts/noto-naskh-arabic.woff2"),
    ("Source Serif 4", "", "OFL-1.1", "mission/services/rendering/fonts/SourceSerif4-Regular.otf"),
    ("Amiri", "", "OFL-1.1", "mission/services/rendering/fonts/Amiri-Regular.ttf"),
)


@dataclass(frozen=True)
class Locked:
    """A package as it is locked: its version, for which machines, and how many files may be taken for it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def locked(path: Path) -> list[Locked]:
    """Everything in a file of locked requirements."""
    found = []
    for entry in re.sub(r"\\\n", " ", path.read_text()).splitlines():
        if not entry or entry.startswith("#"):
            continue
        words, *hashes = entry.split("--hash=")
        asked = Requirement(words.strip())
        (pinned,) = asked.specifier
        found.append(Locked(canonicalize_name(asked.name), pinned.version, str(asked.marker or ""), tuple(one.strip() for one in hashes)))
    return found


def asked() -> dict[str, tuple[Requirement, str]]:
    """What setup.cfg asks for to run the site, by name: the requirement, and the extra it belongs to."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    groups = {"": parser["options"]["install_requires"]} | {name: parser["options.extras_require"][name] for name in ("postgresql", "redis")}
    return {canonicalize_name((one := Requirement(line)).name): (one, extra) for extra, lines in groups.items() for line in lines.split("\n") if line.strip()}


def licence(name: str) -> str:
    """The licence of a package as an SPDX expression; empty where nobody has said it."""
    if name in READ:
        return READ[name]
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    words = said.get("License-Expression") or said.get("License") or ""
    if words in WORDS or "\n" in words or not words:
        classified = [one.rpartition("::")[2].strip() for one in said.get_all("Classifier") or [] if one.startswith("License")]
        words = WORDS.get(words) or next((WORDS[one] for one in classified if one in WORDS), words)
    return WORDS.get(words, words)


def bill() -> str:
    """The bill of materials in CycloneDX 1.6: the same for the same locks, without a date."""
    wanted = asked()
    components: list[dict[str, Any]] = [
        {
            "type": "library", "bom-ref": (address := f"pkg:pypi/{one.name}@{one.version}"), "name": one.name, "version": one.version, "purl": address,
            "scope": "optional" if one.marker or wanted.get(one.name, (None, ""))[1] else "required", "licenses": [{"expression": licence(one.name)}],
        }
        for one in locked(ROOT / "requirements.txt")
    ]  # fmt: skip
    for name, version, spdx, where in VENDORED:
        digest = hashlib.sha256((ROOT / where).read_bytes()).hexdigest()
        components.append({
            "type": "library" if where.endswith(".js") else "data", "bom-ref": where, "name": name, "version": version or digest[:12],
            "licenses": [{"expression": spdx}], "hashes": [{"alg": "SHA-256", "content": digest}],
        })  # fmt: skip
    refs = {one["name"]: one["bom-ref"] for one in components if "purl" in one}
    whole = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "mission", "name": "mission", "licenses": [{"expression": "Apache-2.0"}]}},
        "components": components, "dependencies": [{"ref": "mission", "dependsOn": sorted(refs[name] for name in wanted)}],
    }  # fmt: skip
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(whole, sort_keys=True))
    return json.dumps(whole | {"serialNumber": f"urn:uuid:{serial}"}, indent=1, ensure_ascii=False) + "\n"


def table() -> str:
    """The same for people."""
    wanted = asked()
    lines = [
        "# What it is made of", "",
        "Made by `make dependencies` from `requirements.txt`, where every version is locked and every file that may be taken for it has its hash. For machines:",
        "[dependencies.cdx.json](dependencies.cdx.json) (CycloneDX 1.6), which scanners read (`osv-scanner`, `grype`, Dependency-Track).",
        "What only tests and developers need is in `requirements-test.txt` and goes with no site.", "",
        "| package | version | licence | asked for |", "|---|---|---|---|",
    ]  # fmt: skip
    for one in locked(ROOT / "requirements.txt"):
        how = "by another" if one.name not in wanted else f"by us, for {wanted[one.name][1]}" if wanted[one.name][1] else "by us"
        lines.append(f"| {one.name} | {one.version} | {licence(one.name)} | {how}{f', where {one.marker}' if one.marker else ''} |")
    lines += ["", "In the tree itself:", "", "| what | version | licence | where |", "|---|---|---|---|"]
    lines += [f"| {name} | {version or '–'} | {spdx} | `{where}` |" for name, version, spdx, where in VENDORED]
    lines += [
        "", "The first column of licences is what each package says of itself; LGPL-3.0 (psycopg) and MPL-2.0 (certifi) ask for nothing where the package is installed unchanged, as here.",
        "The system below (Debian’s Python, nginx, PostgreSQL, Redis) is kept and corrected by Debian.", "",
    ]  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    TABLE.write_text(table())
    BILL.write_text(bill())
    print(f"{len(locked(ROOT / 'requirements.txt'))} packages and {len(VENDORED)} files of others.")


if __name__ == "__main__":
    main()
