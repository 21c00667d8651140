"""Files below a text: which of those that the content of an edition names has a digest."""

from collections.abc import Iterator, Mapping
from typing import Any


def attached(content: Mapping[str, Any], sha256: str) -> Iterator[tuple[str, str]]:
    """Language and name of each file with this SHA-256 in hexadecimal; of a picture that was drawn from another also its size and form
    (``photo.jpg small.avif``)."""
    for tag, files in content.get("files", {}).items():
        for file in files:
            if file["sha256"] == sha256:
                yield tag, file["name"]
            for name, drawn in file.get("renditions", {}).items():
                if drawn == sha256:
                    yield tag, f"{file['name']} {name}"
