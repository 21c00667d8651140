"""CPU per request of the pages, as ratios to a bare Flask "hello" in the same run. No figure here is a test."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask

from mission import create_app
from mission.extensions import engines
from mission.services import seeding

PAGES = ("/fr/", "/fr/communiques", "/fr/communiques/r2026-010", "/fr/sitemap", "/ar/communiques?q=اتفاق", "/fr/themes/migration/iom")


def cost(app: Flask, address: str, times: int) -> float:
    """Seconds of CPU per request, in process, through the whole WSGI stack."""
    client = app.test_client()
    for _ in range(5):
        assert client.get(address, base_url="http://localhost:8000").status_code == 200
    begun = time.process_time()
    for _ in range(times):
        client.get(address, base_url="http://localhost:8000")
    return (time.process_time() - begun) / times


def main() -> int:
    from flask_migrate import upgrade

    folder = Path(tempfile.mkdtemp())
    hello = Flask("hello")
    hello.add_url_rule("/", view_func=lambda: "hello")
    app = create_app({"MISSION_INSTANCE": str(folder)})
    with app.app_context():
        upgrade()
    with engines.writing() as session:
        seeding.seed(session, at=app.config["CLOCK"](), prefix="MPM", demonstration=True)
    bare = cost(hello, "/", 2000)
    print(f"bare Flask hello: {bare * 1e6:.0f} µs of CPU")
    for address in PAGES:
        spent = cost(app, address, 100)
        print(f"{spent / bare:6.1f} × hello  {spent * 1e3:6.2f} ms  {address}")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
