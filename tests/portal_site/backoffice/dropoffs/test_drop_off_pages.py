"""Drop-off points in the back office: uploaded, looked at, replaced by superusers."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from retour_core.dropoffs.models import DropOffPoint
from retour_core.dropoffs.upload_models import PointsUpload
from tests.core.dropoffs.points import MARIENPLATZ, SCHWABING, csv_file
from tests.core.labels.draining import drain
from tests.portal_site.backoffice.conftest import SignIn


@pytest.fixture
def desk(root: User, sign_in: SignIn) -> Client:
    return sign_in(root)


def uploaded(desk: Client, *rows: Any) -> PointsUpload:
    file = SimpleUploadedFile("points.csv", csv_file(*rows).getvalue())
    desk.post(reverse("drop-offs:add"), {"file": file})
    return PointsUpload.objects.get()


def page_of(desk: Client, upload: PointsUpload) -> str:
    url = reverse("drop-offs:inspect", args=[upload.pk])
    return desk.get(url).content.decode()


def status_of(desk: Client, upload: PointsUpload) -> Any:
    return desk.get(reverse("drop-offs:status", args=[upload.pk])).json()


def test_a_file_is_checked_looked_at_and_taken_over(desk: Client) -> None:
    upload = uploaded(desk, MARIENPLATZ, SCHWABING)
    assert status_of(desk, upload) == {"state": "running", "row": 0, "percent": None}
    assert "Checking, nothing is replaced" in page_of(desk, upload)
    drain()
    assert "Replace these points" in page_of(desk, upload)

    desk.post(reverse("drop-offs:take_over", args=[upload.pk]))
    assert status_of(desk, upload) == {"state": "running", "row": 0, "percent": 0}
    drain()

    assert status_of(desk, upload)["state"] == "done"
    assert "What came of it" in page_of(desk, upload)
    assert DropOffPoint.objects.count() == 2
    known = desk.get(reverse("drop-offs:add")).context["known"]
    assert [(part.carrier, part.points, country) for part, country in known] == [
        ("dhl_de", 2, "Germany")
    ]


def test_what_is_wrong_is_shown_by_row(desk: Client) -> None:
    upload = uploaded(desk, MARIENPLATZ, SCHWABING | {"country": "Narnia"})
    drain()
    page = page_of(desk, upload)

    assert "Write the country&#x27;s two letters, like DE." in page
    assert "Replace these points" not in page


def test_only_superusers_replace_points(
    desk: Client, anna: User, sign_in: SignIn
) -> None:
    upload = uploaded(desk, MARIENPLATZ)
    client = sign_in(anna)

    for name in ("index", "add"):
        assert client.get(reverse(f"drop-offs:{name}")).status_code == 302
    for name in ("inspect", "status", "take_over"):
        url = reverse(f"drop-offs:{name}", args=[upload.pk])
        assert client.post(url).status_code == 404
    assert Client().get(reverse("drop-offs:index")).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_however_many_files(
    desk: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        PointsUpload.objects.create(file_name=f"{number}.csv")
    desk.get(reverse("drop-offs:index"))
    with django_assert_num_queries(9):
        page = desk.get(reverse("drop-offs:index"))

    assert len(page.context["object_list"]) == count
