"""What looks like an order to a typesetter is text on paper: nothing of a reader's or writer's words is obeyed (indico, CVE-2026-33046)."""

import subprocess

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import Clock

from .walking import CODE, publish

ORDERS = ('#read("/etc/passwd")', '#eval("1+41")', '#include "/etc/passwd"', '#image("/etc/passwd")', "#import sys: inputs", "\\input{/etc/passwd}", "#(7*6)", "= Titre #pagebreak()", "$ x^2 $", "`#raw`", "@preview/x:0.1.0",
          '#link("javascript:alert(1)")[x]', "#sys.inputs.paper", "*gras* _italique_", "#let x = 42; #x")  # fmt: skip


def test_what_looks_like_an_order_is_printed(app: Flask, clock: Clock) -> None:
    publish(clock, f"Essai {ORDERS[0]}", body="".join(f"<p>{one.replace('<', '&lt;')}</p>" for one in ORDERS), summary=ORDERS[1])
    answer = FlaskClient(app, TestResponse).get(f"/fr/communiques/{CODE}.pdf", base_url="http://localhost:8000")
    assert answer.mimetype == "application/pdf"
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.data, capture_output=True, check=True).stdout.decode()
    for order in ORDERS:
        assert "".join(order.split()) in "".join(read.split()), order
    for obeyed in ("root:", "/bin/", "daemon:"):
        assert obeyed not in read
    card = FlaskClient(app, TestResponse).get(f"/fr/communiques/{CODE}/editions/1/card.png", base_url="http://localhost:8000")
    assert card.data.startswith(b"\x89PNG")
