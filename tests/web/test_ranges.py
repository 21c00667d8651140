"""Parts of the register's file, as RFC 9110 has them."""

import pytest

from mission.web.ranges import wanted
from tests.strict import StrictClient

FILE = "/register.jsonl"


@pytest.fixture
def whole(client: StrictClient) -> bytes:
    return client.get(FILE).data


def test_ranges_that_are_met(client: StrictClient, whole: bytes) -> None:
    size = len(whole)
    for asked, start, end in (
        ("bytes=0-0", 0, 1), ("bytes=0-99", 0, 100), (f"bytes={size - 5}-", size - 5, size), ("bytes=-7", size - 7, size), (f"bytes=-{size + 5}", 0, size),
        ("bytes=0-", 0, size), (f"bytes=9-{size * 9}", 9, size), ("BYTES=3-4", 3, 5), ("bytes= 3-4", 3, 5), ("bytes=40000-40009", 40000, 40010),
    ):  # fmt: skip
        part = client.get(FILE, headers={"Range": asked})
        assert (part.status_code, part.data) == (206, whole[start:end]), asked
        assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        assert part.headers["Content-Length"] == str(end - start)
        assert part.headers["ETag"] == client.get(FILE).headers["ETag"]


def test_ranges_of_which_there_is_nothing(client: StrictClient, whole: bytes) -> None:
    for asked in (f"bytes={len(whole)}-", f"bytes={len(whole)}-{len(whole) + 9}", "bytes=-0", "bytes=9-5"):
        refused = client.get(FILE, headers={"Range": asked})
        assert refused.status_code == 416, asked
        assert refused.headers["Content-Range"] == f"bytes */{len(whole)}"


def test_what_is_no_range_or_several_gives_the_whole(client: StrictClient, whole: bytes) -> None:
    for asked in ("bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1", "bytes=٣-٤", "bytes 0-5", "lines=0-5", "bytes=0-5,9-12", "bytes=0-5,", "bytes=--5", "bytes=0x1-2", "bytes=" + "9" * 90 + "-", ""):
        answer = client.get(FILE, headers={"Range": asked.encode().decode("latin-1")})
        assert (answer.status_code, answer.data) == (200, whole), asked
        assert "Content-Range" not in answer.headers
        assert answer.headers["Accept-Ranges"] == "bytes"


def test_conditions_come_before_ranges(client: StrictClient, whole: bytes) -> None:
    first = client.get(FILE)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert client.get(FILE, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(FILE, headers={"If-None-Match": tag, "Range": "bytes=0-5"}).status_code == 304
    assert client.get(FILE, headers={"If-None-Match": tag, "Range": f"bytes={len(whole)}-"}).status_code == 304
    assert client.get(FILE, headers={"If-None-Match": '"other"', "Range": "bytes=0-5"}).status_code == 206
    for named, status in ((tag, 206), (f"W/{tag}", 200), ('"other"', 200), (date, 206), ("Mon, 01 Jan 2001 00:00:00 GMT", 200), ("nonsense", 200)):
        part = client.get(FILE, headers={"If-Range": named, "Range": "bytes=0-5"})
        assert (part.status_code, len(part.data)) == (status, 6 if status == 206 else len(whole)), named
    # A range that is not there matters only where the file is still the one that the reader has.
    assert client.get(FILE, headers={"If-Range": '"other"', "Range": f"bytes={len(whole)}-"}).status_code == 200


def test_head_has_no_ranges(client: StrictClient, whole: bytes) -> None:
    for headers in ({}, {"Range": "bytes=0-5"}, {"Range": f"bytes={len(whole)}-"}):
        answer = client.head(FILE, headers=headers)
        assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", str(len(whole)))
    assert client.head(FILE, headers={"If-None-Match": client.get(FILE).headers["ETag"]}).status_code == 304


def test_an_empty_file_has_no_part() -> None:
    from werkzeug.exceptions import RequestedRangeNotSatisfiable

    for asked in ("bytes=0-", "bytes=-5", "bytes=0-0"):
        with pytest.raises(RequestedRangeNotSatisfiable):
            wanted(asked, 0)
    assert wanted("", 0) is None
