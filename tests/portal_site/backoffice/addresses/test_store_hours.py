"""Opening hours and the place on the map of a return address."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from retour_core.brands.models import ReturnAddress
from tests.portal_site.backoffice.addresses.test_addresses import address
from tests.portal_site.backoffice.conftest import House, SignIn

HOURS = {f"hours_{day}": "10:00-19:00" for day in ("mo", "tu", "we", "th", "fr")}


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def add(office: Client, house: House, **values: Any) -> Any:
    data = address(house, is_store="on", **values)
    return office.post(reverse("return-addresses:add"), data)


def test_a_stores_hours_and_place_are_kept_and_shown_again(
    office: Client, alpenglow: House
) -> None:
    add(
        office,
        alpenglow,
        **HOURS,
        hours_sa="9:00-12:00, 14:00-18:00",
        latitude="52.37",
        longitude="4.9",
    )
    saved = ReturnAddress.objects.get(label="Depot Amsterdam")
    assert saved.hours_text == ("Mo-Fr 10:00-19:00; Sa 09:00-12:00,14:00-18:00; Su off")
    assert (saved.latitude, saved.longitude) == (52.37, 4.9)
    form = office.get(reverse("return-addresses:edit", args=[saved.pk])).context["form"]
    assert [form[name].value() for name in ("hours_mo", "hours_sa", "hours_su")] == [
        "10:00-19:00",
        "09:00-12:00, 14:00-18:00",
        "",
    ]


def test_seven_empty_days_tell_no_hours(office: Client, alpenglow: House) -> None:
    add(office, alpenglow, **HOURS)
    saved = ReturnAddress.objects.get(label="Depot Amsterdam")
    office.post(
        reverse("return-addresses:edit", args=[saved.pk]),
        address(alpenglow, is_store="on"),
    )
    saved.refresh_from_db()
    assert (saved.opening_hours, saved.hours_text) == (None, "")


def test_what_is_wrong_is_told_at_its_day_and_field(
    office: Client, alpenglow: House
) -> None:
    form = add(
        office,
        alpenglow,
        hours_mo="10-19",
        hours_fr="10:00-14:00, 13:00-18:00",
        latitude="91",
        longitude="4.9",
    ).context["form"]
    unclear = "“{}” is unclear, or its hours overlap: write 09:00-12:00, 14:00-18:00."
    assert dict(form.errors) == {
        "hours_mo": [unclear.format("10-19")],
        "hours_fr": [unclear.format("10:00-14:00, 13:00-18:00")],
        "latitude": ["Write degrees from −90 to 90, like 48.137."],
    }


@pytest.mark.parametrize(
    ("given", "missing"), [("latitude", "longitude"), ("longitude", "latitude")]
)
def test_half_a_place_is_no_place(
    office: Client, alpenglow: House, given: str, missing: str
) -> None:
    form = add(office, alpenglow, **{given: "4.9"}).context["form"]
    assert dict(form.errors) == {
        missing: [
            "A place on the map needs both: give this as well, or leave both empty."
        ]
    }


@pytest.mark.parametrize("place", [(4.9, None), (None, 4.9), (90.1, 0), (0, -180.1)])
def test_the_database_keeps_no_place_off_the_earth(
    alpenglow: House, place: tuple[float | None, float | None]
) -> None:
    stored = ReturnAddress.objects.filter(brand=alpenglow.brand)
    with pytest.raises(IntegrityError), transaction.atomic():
        stored.update(latitude=place[0], longitude=place[1])


def test_another_brands_store_is_not_found(
    office: Client, alpenglow: House, lune: House
) -> None:
    theirs = ReturnAddress.objects.filter(brand=lune.brand).first()
    assert theirs is not None
    url = reverse("return-addresses:edit", args=[theirs.pk])
    assert office.post(url, address(alpenglow, **HOURS)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.opening_hours is None


def test_the_export_has_hours_in_the_notation_of_drop_off_points(
    office: Client, alpenglow: House
) -> None:
    add(office, alpenglow, **HOURS, latitude="52.37", longitude="4.9")
    answer = office.get(reverse("return-addresses:index"), {"export": "csv"})
    rows = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    [row] = [row for row in rows if row.startswith("Depot Amsterdam")]
    assert row.endswith(",Mo-Fr 10:00-19:00; Sa-Su off,52.37,4.9")
