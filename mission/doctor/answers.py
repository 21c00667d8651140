"""What readers and staff get through the front, held against what the application says."""

import http.client
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ..web.probing import HEADER, read, sign
from .asking import Came, asked
from .findings import Finding, Patient, fault, warning, well

# A page, a list, and what ends like a file, of which fronts like to decide for themselves how long it is kept; then a table and a part of a page, which
# are to be kept and not to be found, and what programs read from other sites.
PAGES = ("/fr/", "/fr/communiques", "/fr/communiques.atom", "/fr/communiques.csv", "/fr/communiques?part=results", "/api/v1/documents")
SIGN_IN, PROBE = "/desk/sign-in", "/desk/probe"
# The given nginx tells for a second what it was told before: what differs is asked again after that, so often.
_KEPT_SECONDS, _TURNS = 1.5, 3
# And of the seconds that an answer is good for, so many may have passed between two questions.
_APART = 2
_MEANS = {
    "Cache-Control": ("browsers would keep pages past a release, or never", "No expires, and no add_header or proxy_hide_header for Cache-Control, in front."),
    "ETag": ("readers are sent again what they have", "No proxy_hide_header for ETag, and nothing in front that rewrites pages."),
    "Vary": ("a cache would hand a page to browsers that cannot unpack it", "No proxy_hide_header and no add_header for Vary in front."),
}  # fmt: skip
# What a front may say in its own way, or has a rule of its own above.
_ITS_OWN = frozenset((
    "date", "server", "connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "accept-ranges", "age", "via", "x-request-id",
    *(name.lower() for name in _MEANS),
))  # fmt: skip
# What is another one in each answer, or may be.
_COMPRESSED = frozenset(("accept-encoding",))
_COUNTED, _PLACE = "ratelimit", re.compile(r"cursor=[\w%.~-]+")
_WORDS = re.compile(r"public, max-age=(\d{1,2})")


def answered(patient: Patient) -> Iterator[Finding]:
    """What the front makes of answers: pages, what they say to caches, and the desk."""
    base = patient.settings.base_url
    page = asked(base, PAGES[0], {"Accept-Encoding": "gzip"})
    found, compared = list[Finding](), set[str]()
    if page.status == 200:
        if wrong := _wrong(patient, page):
            found.append(fault("front", f"Something in front changes our headers: {'; '.join(f'{name} {how}' for name, how in wrong.items())}.",
                               "Let the application alone set them: no add_header or proxy_hide_header for these."))  # fmt: skip
        found += _compared(patient, frozenset(name.lower() for name in wrong), compared)
    else:
        found.append(fault("front", f"{base}/fr/ answers {page.status}.", "Look into the logs of nginx and of the web server."))
    found += _desk(patient)
    whole = "Every header of a page, a list, a feed, a table, a part of a page and the API reaches the reader, once"
    part = "The headers for security, Cache-Control, ETag and Vary reach the reader as they are meant (the others were not compared at all addresses)"
    if not found:
        found.append(well("front", f"{whole if compared == set(PAGES) else part}; and the cookie of the desk goes out and comes back."))
    yield from found
    if page.status == 200 and not page.headers.get("Content-Encoding"):
        yield warning("front", "Pages arrive uncompressed.", "Let Accept-Encoding reach the application.")
    if any(letter.isdigit() for letter in page.headers.get("Server", "")):
        yield warning("front", f"The server tells its version ({page.headers['Server']}).", "server_tokens off;")
    if asked(base, "/metrics", {}).status != 404:
        yield fault("front", "Readers can ask for /metrics.", "Do not hand METRICS_PORT on.")


def _wrong(patient: Patient, page: Came) -> dict[str, str]:
    """Which of the headers for security come otherwise than they are set, and how."""
    wrong = {}
    for name, value in patient.app.config["SECURITY_HEADERS"].items():
        got = page.headers.get_all(name) or []
        if got != [value]:
            wrong[name] = "is missing" if not got else "comes twice" if len(got) > 1 else "is another"
    return wrong


def _compared(patient: Patient, told: frozenset[str], compared: set[str]) -> Iterator[Finding]:
    """What answers say, as it comes and as the application says it, but for the fields already `told` of. Puts into `compared` at which addresses both
    were there."""
    changed: dict[str, list[str]] = {}
    for turn in range(_TURNS):
        changed = {path: names for path in (changed or PAGES) if (names := [one for one in _changed(patient, path, compared) if one.lower() not in told])}
        if not changed:
            return
        if turn + 1 < _TURNS:
            time.sleep(_KEPT_SECONDS)
    for name, (means, advice) in _MEANS.items():
        if where := [path for path, names in changed.items() if name in names]:
            yield fault("front", f"Something in front changes {name} at {', '.join(where)}: {means}.", advice)
    for name in dict.fromkeys(name for names in changed.values() for name in names if name not in _MEANS):
        yield fault("front", f"Something in front changes {name} at {', '.join(path for path, names in changed.items() if name in names)}.",
                    f"Let the application alone set it: no add_header or proxy_hide_header for {name}.")  # fmt: skip


def _changed(patient: Patient, path: str, compared: set[str]) -> list[str]:
    """Which fields come otherwise than the application says them, those for caches first."""
    came = asked(patient.settings.base_url, path, {"Accept-Encoding": "gzip"})
    # A delivery network tells by Age that it has kept an answer: that is of an earlier moment, rightly.
    said = _said(patient, path) if came.headers.get("Age", "0") == "0" else None
    if came.status == 429:
        # Who is here has asked too often: nothing is known of it.
        return []
    if said is not None:
        compared.add(path)
    differ = {
        "Cache-Control": not _expires(came, said),
        "ETag": not _tag(came) or bool(said and _coding(said) == _coding(came) and _tag(said) != _tag(came)),
        "Vary": (_varies(said) if said else _COMPRESSED) | _COMPRESSED != _varies(came) | _COMPRESSED or not _varies(came) >= _COMPRESSED,
    }
    others = [name for name in dict.fromkeys(said.headers) if name.lower() not in _ITS_OWN and _told(said, name) != _told(came, name)] if said else []
    return [name for name, one in differ.items() if one] + others


def _told(came: Came, name: str) -> object:
    """What an answer says in a field, however it is written; of what counts, how often it is there."""
    lines = came.headers.get_all(name) or []
    return len(lines) if name.lower() == _COUNTED else _PLACE.sub("", ",".join(lines)).replace(" ", "").lower()


def _said(patient: Patient, path: str) -> Came | None:
    """The web server of this machine, asked past the front; None where there is none."""
    settings = patient.settings
    named = {"Host": urlsplit(settings.base_url).hostname or "", "X-Forwarded-Proto": urlsplit(settings.base_url).scheme, "Accept-Encoding": "gzip"}
    try:
        said = asked(f"http://{f'[{host}]' if ':' in (host := settings.asked_here) else host}:{settings.PORT}", path, named)
    except (OSError, http.client.HTTPException):
        return None
    # Something else may listen there.
    return said if said.status == 200 and _tag(said) and _expires(said, None) else None


def _expires(came: Came, said: Came | None) -> bool:
    """Whether an answer is good until the whole minute at the latest, and as long as the application says."""
    words = [_WORDS.fullmatch(one) for one in came.headers.get_all("Cache-Control") or []]
    if len(words) != 1 or not words[0] or not 0 < (lasts := int(words[0][1])) <= 60:
        return False
    return said is None or abs(lasts - int(said.headers["Cache-Control"].partition("max-age=")[2])) <= _APART


def _tag(came: Came) -> str:
    return came.headers.get("ETag", "").removeprefix("W/")


def _coding(came: Came) -> str:
    return came.headers.get("Content-Encoding", "")


def _varies(came: Came) -> set[str]:
    return {one.strip().lower() for line in came.headers.get_all("Vary") or [] for one in line.split(",") if one.strip()}


def _desk(patient: Patient) -> Iterator[Finding]:
    """That nobody keeps what staff see, and that the cookie by which they stay signed in goes out and comes back."""
    base, bearing = patient.settings.base_url, {HEADER: sign(patient.app.config["SECRET_KEY"], patient.at)}
    door = asked(base, SIGN_IN, {})
    if door.status != 200:
        yield warning("front", f"{base}{SIGN_IN} answers {door.status} from here: the way to the desk was not looked at.",
                      "Look from a place that is let in, where only some are; else into the logs of nginx and of the web server.")  # fmt: skip
        return
    if door.headers.get_all("Cache-Control") != ["no-store"]:
        yield fault("front", f"Something in front changes Cache-Control at {SIGN_IN}: what staff see would be kept.", _MEANS["Cache-Control"][1])
    first = asked(base, PROBE, bearing)
    told: dict[str, Any] = read(first.body) or {}
    if first.status != 200 or "given" not in told:
        yield fault("front", f"{base}{PROBE} was answered ({first.status}) by something that does not know our secret key, or is of another version.",
                    f"systemctl restart mission-web; {HEADER} must reach the application below /desk too.")  # fmt: skip
        return
    if first.headers.get_all("Set-Cookie") != [told["given"]]:
        yield fault("front", "Something in front takes away or changes the cookie that the desk gives: nobody stays signed in, or it is less protected.",
                    "No proxy_hide_header Set-Cookie and no proxy_cookie_… below /desk.")  # fmt: skip
    pair = told["given"].partition(";")[0]
    back = read(asked(base, PROBE, bearing | {"Cookie": pair}).body) or {}
    if back.get("cookie") != pair.partition("=")[2]:
        yield fault("front", "The cookie of the desk does not come back through the front: nobody can sign in.",
                    "Let it through below /desk: proxy_set_header Cookie $mission_cookie, as deploy/nginx has it.")  # fmt: skip
