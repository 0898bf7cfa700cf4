"""Points that a carrier tells page by page, over a socket: InPost's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from retour_core.carriers.accounts import put_settings
from retour_core.carriers.inpost.adapter import InPostReturns
from retour_core.carriers.models import CarrierAccount
from retour_core.domain.opening_hours import to_json
from retour_core.dropoffs.fetch_models import FetchedPage, PointsFetch
from retour_core.dropoffs.fetching import fetch_points
from retour_core.dropoffs.models import DropOffPoint
from tests.carriers.faults import Fault
from tests.carriers.inpost_stub import InPostStub, inpost_point
from tests.carriers.stubs import installed
from tests.core.dropoffs.points import MARIENPLATZ, take
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def stub(settings: Any) -> Iterator[InPostStub]:
    with installed("inpost", settings) as made:
        assert isinstance(made, InPostStub)
        account = CarrierAccount(kind="inpost", name="InPost", countries=["PL"])
        put_settings(account, made.settings)
        account.save()
        made.points = [inpost_point(f"KZY0{n}A") for n in range(1, 6)]
        yield made


def names() -> list[str]:
    points = DropOffPoint.objects.filter(carrier="inpost").order_by("provider_id")
    return list(points.values_list("provider_id", flat=True))


def minutes(count: int) -> Any:
    return NOW + timedelta(minutes=count)


def test_all_pages_are_asked_and_taken_over_once_a_day(stub: InPostStub) -> None:
    take(MARIENPLATZ)
    for minute in (0, 1, 2):
        fetch_points(now=minutes(minute))

    assert stub.points_asked == ["PL 1", "PL 2", "PL 3"]
    assert names() == ["KZY01A", "KZY02A", "KZY03A", "KZY04A", "KZY05A"]
    point = DropOffPoint.objects.get(provider_id="KZY01A")
    assert (point.kind, point.street, point.postal_code, point.city, point.country) == (
        *("locker", "Gajowa 27", "43-340", "Kozy", "PL"),
    )
    assert (to_json(point.week), point.services) == (
        point.opening_hours,
        ["takes_codes"],
    )
    # Other carriers' points stay.
    assert DropOffPoint.objects.count() == 6
    stub.points = stub.points[:1]
    fetch_points(now=NOW + timedelta(days=1, minutes=3))
    assert (names(), FetchedPage.objects.count()) == (["KZY01A"], 0)


def test_no_more_pages_a_minute_are_asked_than_the_budget_has(
    stub: InPostStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(InPostReturns, "point_pages_per_minute", 2)
    fetch_points(now=NOW)
    assert (len(stub.points_asked), names()) == (2, [])
    fetch_points(now=NOW)  # a second worker in the same minute
    assert len(stub.points_asked) == 2
    fetch_points(now=minutes(1))

    assert (stub.points_asked[2:], len(names())) == (["PL 3"], 5)


@pytest.mark.parametrize("fault", [Fault.BROKEN_BEFORE, Fault.HTML_BEFORE])
def test_what_breaks_off_goes_on_at_its_page_and_takes_nothing_away(
    stub: InPostStub, fault: Fault
) -> None:
    fetch_points(now=NOW)
    before = names()
    stub.next_fetch.extend([None, fault])
    later = NOW + timedelta(days=1)
    fetch_points(now=later)

    assert names() == before
    assert PointsFetch.objects.get().failure != ""
    fetch_points(now=later + timedelta(minutes=11))
    assert stub.points_asked[3:] == ["PL 1", "PL 2", "PL 3"]
    assert PointsFetch.objects.get().failure == ""


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"status": "Disabled"}, 5),
        ({"functions": ["parcel_collect"]}, 5),
        ({"name": ""}, 0),
    ],
)
def test_a_point_that_takes_no_parcels_is_left_out_and_a_broken_list_is_not_taken(
    stub: InPostStub, change: Any, left: int
) -> None:
    stub.points.append(inpost_point("KZY06A") | change)
    fetch_points(now=NOW)

    assert len(names()) == left
    assert PointsFetch.objects.get().left_out == (0 if left else 1)


def test_an_account_that_is_off_is_not_asked(stub: InPostStub) -> None:
    CarrierAccount.objects.update(is_active=False)
    fetch_points(now=NOW)

    assert stub.points_asked == []
