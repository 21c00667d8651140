"""Mozilla's HTTP Observatory, by its own table (mdn-http-observatory 1.4, `charts.js` and `analyzer/tests`): what an answer's head is worth.

Written anew from what the table says, so that it needs neither Node nor the network. What only a look from outside can tell (the redirect from
http to https, the preload list) counts for nothing here: neither for us nor against us.
"""

import re
from collections.abc import Sequence
from http.cookies import SimpleCookie

BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
HALF_A_YEAR = 15768000
ENOUGH_FOR_MORE = 90
GRADES = ((100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"), (50, "C"), (45, "C-"), (40, "D+"), (30, "D"), (25, "D-"), (0, "F"))
Head = Sequence[tuple[str, str]]


def values(head: Head, name: str) -> list[str]:
    return [value for one, value in head if one.lower() == name.lower()]


def directives(policies: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for directive in ";".join(one for policy in policies for one in policy.split(",")).split(";"):
        name, *sources = directive.split()
        found.setdefault(name.lower(), set()).update(sources)
    return found


def policy_score(head: Head) -> int:
    given = values(head, "Content-Security-Policy")
    if not given:
        return -25
    policy = directives(given)
    default = policy.get("default-src", {"*"})
    script, style, drawn = (policy.get(name, default) for name in ("script-src", "style-src", "object-src"))
    if script & (BROAD | INLINE) or drawn & BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for name, sources in policy.items() for source in sources if name not in ("img-src", "media-src")):
        return -20
    if "'unsafe-eval'" in script | style:
        return -10
    if any(source.startswith(("http:", "ftp:")) for name in ("img-src", "media-src") for source in policy.get(name, default)):
        return -10
    if style & (BROAD | INLINE):
        return 0
    return 10 if default == {"'none'"} else 5


def cookie_score(head: Head) -> int:
    """Every cookie is taken for a session's: the strictest reading."""
    given = [morsel for one in values(head, "Set-Cookie") for morsel in SimpleCookie(one).values()]
    if not given:
        return 0
    if not all(one["secure"] for one in given):
        return -40
    if not all(one["httponly"] for one in given):
        return -30
    if any(one["samesite"].lower() not in ("", "lax", "strict") for one in given):
        return -20
    return 5 if all(one["samesite"] for one in given) else 0


def sharing_score(head: Head) -> int:
    return -50 if values(head, "Access-Control-Allow-Origin") and "true" in values(head, "Access-Control-Allow-Credentials") else 0


def referrer_score(head: Head) -> int:
    given = [one.strip() for value in values(head, "Referrer-Policy") for one in value.split(",")]
    return 0 if not given else 5 if given[-1] in PRIVATE else -5


def transport_score(head: Head) -> int:
    age = re.search(r"max-age=(\d+)", " ".join(values(head, "Strict-Transport-Security")))
    return -20 if age is None else 0 if int(age[1]) >= HALF_A_YEAR else -10


def sniffing_score(head: Head) -> int:
    return 0 if values(head, "X-Content-Type-Options") == ["nosniff"] else -5


def framing_score(head: Head) -> int:
    ancestors = directives(values(head, "Content-Security-Policy") or ["x"]).get("frame-ancestors", {"*"})
    if not ancestors & BROAD:
        return 5
    return 0 if [one.upper() for one in values(head, "X-Frame-Options")] in (["DENY"], ["SAMEORIGIN"]) else -20


def resource_score(head: Head) -> int:
    return {("same-origin",): 10, ("same-site",): 10, ("cross-origin",): 0, (): 0}.get(tuple(values(head, "Cross-Origin-Resource-Policy")), -5)


def script_score(body: str) -> int:
    """Scripts of one's own origin need no digest; those from elsewhere do."""
    return -5 if re.search(r"<script[^>]+src=[\"']?(https?:)?//(?![^>]*integrity)", body) else 0


def score(head: Head, body: str = "") -> int:
    """What the Observatory gives: extra credit counts only where there is little to find fault with."""
    parts = [
        policy_score(head), cookie_score(head), sharing_score(head), referrer_score(head), transport_score(head), sniffing_score(head),
        framing_score(head), resource_score(head), script_score(body),
    ]  # fmt: skip
    base = 100 + sum(one for one in parts if one < 0)
    return max(0, base + (sum(one for one in parts if one > 0) if base >= ENOUGH_FOR_MORE else 0))


def grade(points: int) -> str:
    return next(name for least, name in GRADES if points - points % 5 >= least)
