"""The long form: ``make soak``. A minute of 16 and a minute of 256 connections, searching, writing and releasing, with slow and hostile ones among them."""

import argparse
import tempfile
from pathlib import Path

from tests.conftest import copied, fill

from .load import soak
from .serving import serving

# What may still grow in a minute: caches of lists and pages that are bounded by number, not by bytes.
GROWTH = 1.25


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=60.0)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as place:
        filled = fill(Path(place) / "filled")
        for connections in (16, 256):
            folder = Path(place) / str(connections)
            folder.mkdir()
            copied(filled, folder, None)
            with serving(folder) as server:
                seen = soak(server, connections, given.seconds)
                print(f"{connections} connections, {given.seconds:.0f} s: {seen}", flush=True)
                assert seen.memory[-1] <= seen.memory[0] * GROWTH + 20 * 1024, f"memory grows: {seen.memory}"
                assert server.stop() == 0, "a clean stop"
    print("No answer was a fault, nothing was broken off, memory is flat, and the server went on by itself.")


if __name__ == "__main__":
    main()
