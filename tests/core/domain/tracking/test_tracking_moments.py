from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from retour_core.domain.tracking.moments import moment

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-11-20T10:00:00Z", "2026-11-20T10:00:00+00:00"),
        ("2026-11-20T10:00:00+02:00", "2026-11-20T10:00:00+02:00"),
        ("2026-11-20 15:08:06 +0100", "2026-11-20T15:08:06+01:00"),
        (" 2026-11-20T10:00:00.250000 ", "2026-11-20T10:00:00.250000+01:00"),
        ("2026-07-01T10:00:00", "2026-07-01T10:00:00+02:00"),
        (1763632800, "2025-11-20T10:00:00+00:00"),
        (1763632800000, "2025-11-20T10:00:00+00:00"),
    ],
)
def test_a_time_is_read_as_its_source_writes_it(written: object, at: str) -> None:
    read = moment(written, zone=WARSAW)
    assert read is not None
    assert read.isoformat() == at


def test_without_a_zone_it_is_the_time_of_the_country() -> None:
    read = moment("2026-07-01T10:00:00", country="PT")
    assert read is not None
    assert read.isoformat() == "2026-07-01T10:00:00+01:00"


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        " ",
        "soon",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59-12:00",
        True,
        0,
        -1,
        10**30,
        float("nan"),
        float("inf"),
        [],
        {},
    ],
)
def test_what_is_no_time_is_none(written: object) -> None:
    assert moment(written, country="US") is None
