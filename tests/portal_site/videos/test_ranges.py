from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_portal.videos.checking import is_what_it_says
from retour_portal.videos.ranges import OutOfRange, asked_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        # Not understood, or several: the whole file is an answer, too.
        ("bytes=-", None),
        ("bytes=19-10", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("bytes=a-b", None),
    ],
)
def test_a_part_is_read_as_the_standard_says(
    header: str, part: tuple[int, int] | None
) -> None:
    assert asked_range(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_what_is_beyond_the_file_is_refused(header: str) -> None:
    with pytest.raises(OutOfRange):
        asked_range(header, 100)


@given(header=st.text(), size=st.integers(0, 10_000))
def test_a_part_always_lies_within_the_file(header: str, size: int) -> None:
    try:
        part = asked_range(header, size)
    except OutOfRange:
        return
    assert part is None or 0 <= part[0] <= part[1] < size


MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00"
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"


@pytest.mark.parametrize(
    ("ending", "head", "is_right"),
    [
        ("mp4", MP4, True),
        ("webm", WEBM, True),
        ("vtt", b"WEBVTT\n\n", True),
        ("vtt", b"\xef\xbb\xbfWEBVTT\n\n", True),
        ("mp4", WEBM, False),
        ("webm", MP4, False),
        ("mp4", b"\x00\x00\x00\x14ftypqt  ", False),
        ("webm", b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", False),
        ("vtt", b"<script>", False),
        ("mp4", b"", False),
        ("pdf", b"%PDF", True),
    ],
)
def test_a_file_is_known_by_its_first_bytes(
    ending: str, head: bytes, *, is_right: bool
) -> None:
    assert is_what_it_says(ending, head) is is_right
