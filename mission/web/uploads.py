"""Files that come with a form: of one that is too large, the rest is read and let go, and what was typed beside it is not lost."""

from tempfile import SpooledTemporaryFile
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

from .asked import cleaned

# Beyond this a request is refused unread (413), as by the delivered nginx.
MOST_OF_A_REQUEST = 60 * 1024 * 1024
_IN_MEMORY = 512 * 1024


class _Beginning(SpooledTemporaryFile[bytes]):
    """The first `most` bytes of what is written to it."""

    def __init__(self, most: int) -> None:
        super().__init__(max_size=_IN_MEMORY)
        self._room = most

    def write(self, data: Any) -> int:
        taken = data[: self._room]
        self._room -= len(taken)
        super().write(taken)
        return len(data)


def sent(most: int, typed: int) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
    """The fields and the files of the request, of each file the first `most` bytes; raises RequestEntityTooLarge where the fields hold more than
    `typed` bytes, or the whole more than `MOST_OF_A_REQUEST`."""
    # A form without files is read whole at once.
    request.max_content_length = MOST_OF_A_REQUEST if request.mimetype == "multipart/form-data" else typed
    parser = FormDataParser(
        stream_factory=lambda *_given, **_named: _Beginning(most), max_form_memory_size=typed, max_form_parts=request.max_form_parts,
    )  # fmt: skip
    _stream, fields, files = parser.parse(request.stream, request.mimetype, request.content_length, request.mimetype_params)
    return cleaned(fields), files
