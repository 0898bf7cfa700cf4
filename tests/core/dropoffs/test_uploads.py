"""Files from the back office: checked first, then taken over, each by the outbox."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from retour_core.dropoffs.errors import UploadNotReady
from retour_core.dropoffs.models import DropOffPoint
from retour_core.dropoffs.upload_models import PointsUpload
from retour_core.dropoffs.uploads import given_up, take_over, upload_points, work_on
from retour_core.outbox.models import OutboxMessage
from tests.core.dropoffs.points import (
    MARIENPLATZ,
    SCHWABING,
    STUTTGART,
    csv_file,
    geojson_file,
    take,
)
from tests.core.labels.draining import drain

pytestmark = pytest.mark.django_db
WRONG = SCHWABING | {"latitude": "north"}


def uploaded(content: bytes, name: str = "points.csv") -> PointsUpload:
    upload = upload_points(ContentFile(content), name=name, actor="anna")
    drain()
    upload.refresh_from_db()
    return upload


def test_a_file_is_checked_and_changes_nothing_before_it_is_taken_over() -> None:
    take(MARIENPLATZ, STUTTGART)
    upload = uploaded(csv_file(MARIENPLATZ, SCHWABING).getvalue())

    assert (upload.state, upload.rows, upload.parts) == (
        "ready",
        2,
        [{"carrier": "dhl_de", "country": "DE", "points": 2, "known": 2, "gone": 1}],
    )
    assert sorted(DropOffPoint.objects.values_list("provider_id", flat=True)) == [
        *("M1", "S1"),
    ]
    stored = Path(upload.file.path)
    take_over(upload)
    take_over(upload)
    drain()
    upload.refresh_from_db()
    assert (upload.state, upload.outcome) == (
        "done",
        {"created": 1, "changed": 0, "unchanged": 1, "removed": 1},
    )
    assert OutboxMessage.objects.filter(kind="points").count() == 2
    assert stored.name.endswith(".csv")


def test_geojson_is_taken_as_well() -> None:
    upload = uploaded(geojson_file(MARIENPLATZ).getvalue(), "points.geojson")
    assert (upload.state, upload.rows) == ("ready", 1)


def test_a_wrong_row_is_told_and_the_file_can_not_be_taken_over() -> None:
    upload = uploaded(csv_file(MARIENPLATZ, WRONG).getvalue())

    assert (upload.state, upload.problems) == (
        "refused",
        [[3, "latitude", "Write degrees from −90 to 90, like 48.137."]],
    )
    with pytest.raises(UploadNotReady):
        take_over(upload)


def test_what_is_no_such_file_is_refused_with_the_reason() -> None:
    upload = uploaded(b"a;b\n1;2\n")

    assert upload.state == "refused"
    assert upload.failure.startswith("The first row must name these columns too:")


def test_work_that_was_given_up_can_be_asked_for_again() -> None:
    upload = uploaded(csv_file(MARIENPLATZ).getvalue())
    take_over(upload)
    given_up({"upload_id": upload.pk}, "killed")
    upload.refresh_from_db()
    assert (upload.state, upload.failure) == ("failed", "killed")
    assert work_on({"upload_id": upload.pk}, message_id=1) is None

    take_over(upload)
    drain()

    upload.refresh_from_db()
    assert (upload.state, DropOffPoint.objects.count()) == ("done", 1)


def test_old_files_are_forgotten() -> None:
    for number in range(23):
        uploaded(b"a;b\n1;2\n", f"{number}.csv")

    names = PointsUpload.objects.values_list("file_name", flat=True)
    assert (len(names), names[0]) == (21, "22.csv")
