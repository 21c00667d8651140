"""What stands in front: the site asked through its own address, as a reader comes, and what it saw of that compared with what was sent.

The question bears a sign made with the secret key; only to whoever has that does `/healthz` tell what arrived.
"""

import http.client
import secrets
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from ..web.probing import HEADER, read, sign
from .answers import answered
from .asking import Came, asked
from .findings import Finding, Patient, fault, warning, well

FORGED = "192.0.2.66"
_SOON, _VERY_SOON = timedelta(days=21), timedelta(days=7)
_APART_SECONDS = 5.0
# What a proxy says for a web server that is away; of itself the application never says it at /healthz.
_NOBODY = (502, 503, 504)


def examine_front(patient: Patient) -> Iterator[Finding]:
    """TLS, what the proxies make of what readers send, and what they make of our answers."""
    settings = patient.settings
    if settings.local:
        return
    mark = f"doctor-{secrets.token_hex(8)}"
    sent = {
        HEADER: sign(patient.app.config["SECRET_KEY"], patient.at), "X-Forwarded-For": FORGED, "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "forged.example", "X-Request-ID": mark,
    }  # fmt: skip
    try:
        answer = asked(settings.base_url, "/healthz", sent)
    except ssl.SSLCertVerificationError as error:
        yield fault("front", f"The certificate of {settings.base_url} does not hold: {error.verify_message}.",
                    "Have it renewed (certbot renew), and let nginx serve the whole chain.")  # fmt: skip
        return
    except (OSError, http.client.HTTPException) as error:
        yield fault("front", f"{settings.base_url} cannot be reached from here: {type(error).__name__}.",
                    "Look at DNS, firewall, nginx and the web server, in this order.")  # fmt: skip
        return
    yield from _certificate(answer, patient.at)
    yield from _clock(answer, patient)
    if answer.status in _NOBODY:
        yield fault("front", f"{settings.base_url} answers {answer.status}: what stands in front reaches no web server behind it.",
                    "systemctl status mission-web; journalctl -u mission-web -n 50; then look at HOST and PORT, here and in nginx.")  # fmt: skip
        return
    yield from _arrived(answer, patient, mark)
    yield from answered(patient)


def _certificate(answer: Came, at: datetime) -> Iterator[Finding]:
    if answer.certificate_ends is None:
        return
    left = answer.certificate_ends - at
    said = f"The certificate ends on {answer.certificate_ends:%Y-%m-%d}, in {left.days} days."
    if left < _VERY_SOON:
        yield fault("tls", said, "certbot renew --force-renewal; systemctl status certbot.timer")
    elif left < _SOON:
        yield warning("tls", said, "It should have been renewed: systemctl status certbot.timer")
    else:
        yield well("tls", said)


def _clock(answer: Came, patient: Patient) -> Iterator[Finding]:
    try:
        there = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return
    apart = abs((there - patient.app.config["CLOCK"]()).total_seconds())
    if apart > _APART_SECONDS:
        yield warning("clock", f"What stands in front tells a time {apart:.0f} seconds from ours.",
                      "Let chrony or systemd-timesyncd set the clocks of both machines.")  # fmt: skip


def _arrived(answer: Came, patient: Patient, mark: str) -> Iterator[Finding]:
    """What the application saw of the question."""
    settings = patient.settings
    seen = read(answer.body)
    if answer.status != 200 or seen is None:
        yield fault("front", f"{settings.base_url}/healthz was answered ({answer.status}) by something that does not know our secret key.",
                    f"Every instance needs the same SECRET_KEY; {HEADER} must reach the application.")  # fmt: skip
        return
    hops, forwarded = settings.PROXY_HOPS, [one for one in seen["forwarded_for"].split(",") if one.strip()]
    if not hops and seen["forwarded_for"].strip() not in ("", FORGED):
        yield fault("front", "A proxy stands in front, and none is believed: all readers have one address.", "Set PROXY_HOPS=1.")
    elif hops and seen["address"] == FORGED:
        yield fault("front", "The proxy hands on what a reader writes into X-Forwarded-For as if it had seen it: anybody chooses an address to be counted by.",
                    "proxy_set_header X-Forwarded-For $remote_addr; and PROXY_HOPS is not to be more than there are proxies.")  # fmt: skip
    elif hops and len(forwarded) < hops:
        yield fault("front", f"PROXY_HOPS is {hops}, and {len(forwarded)} proxies say where a reader comes from.", f"Set PROXY_HOPS={len(forwarded)}.")
    else:
        yield well("front", "Readers’ addresses arrive as the proxy saw them.")
    if settings.secure and seen["scheme"] != "https":
        yield fault("front", "The application does not learn that readers come by TLS, or a reader can say otherwise.",
                    "proxy_set_header X-Forwarded-Proto $scheme; and PROXY_HOPS=1.")  # fmt: skip
    if seen["request"] == mark:
        yield warning("front", "The proxy hands on the X-Request-ID that a reader has chosen.", "proxy_set_header X-Request-ID $request_id;")
    if seen["host"] == "forged.example":
        yield fault("front", "A reader chooses the host by X-Forwarded-Host.", "proxy_set_header Host $host;")
