"""The customer watches their parcel, and names one sent with another carrier."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.orders.models import Order
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel
from retour_core.tracking.models import TrackedParcel
from retour_core.tracking.operations import ingest, track
from tests.factories import NOW, grant, make_brand
from tests.portal_site.flow.test_after import label_ready
from tests.portal_site.flow.walk import Customer, errors_of, text_of

NUMBER = "1Z999AA10123456784"


def scan(status: TrackingStatus, hours: float, place: str = "") -> Scan:
    at = NOW + timedelta(hours=hours)
    return Scan(number=NUMBER, status=status, code=status, at=at, place=place)


def tell(*scans: Scan) -> None:
    ingest("generic", scans, received_at=NOW + timedelta(hours=9))


@pytest.fixture
def labelled(customer: Customer, order: Order) -> Return:
    ret = customer.submit(order)
    label = label_ready(ret)
    track(ret, NUMBER, since=NOW, source="own", label=label)
    return ret


@pytest.fixture
def own_way(order: Order) -> Customer:
    grant(order.brand, methods=["own_carrier"])
    customer = Customer(order.brand)
    customer.submit(order, method="own_carrier")
    return customer


def test_scans_are_told_with_place_and_the_customers_time(
    customer: Customer, labelled: Return
) -> None:
    tell(
        scan(TrackingStatus.ACCEPTED, 1, "Berlin, DE"),
        scan(TrackingStatus.OUT_FOR_DELIVERY, 6, "Hamburg, DE"),
    )
    page = text_of(customer.see("tracking"))
    assert (
        "Where your parcel is Your parcel is being brought to us. "
        "20 Nov 2026, 19:00 · Hamburg, DE "
        "Your parcel was handed in. 20 Nov 2026, 14:00 · Berlin, DE"
    ) in page.replace("\u202f", " ")


def test_before_the_first_news_the_page_says_nothing_of_scans(
    customer: Customer, labelled: Return
) -> None:
    assert "Where your parcel is" not in text_of(customer.see("tracking"))


def test_an_open_page_learns_that_there_is_news(
    customer: Customer, labelled: Return
) -> None:
    page = customer.see("tracking").content.decode()
    before = customer.see("status").json()
    assert f'data-follow="{customer.step("status")}"' in page
    assert f'data-version="{before["version"]}"' in page
    assert "flow-wait.js" in page
    assert customer.see("status").json() == before

    tell(scan(TrackingStatus.ANNOUNCED, 1))

    after = customer.see("status").json()
    assert (after["state"], after["following"]) == ("ready", True)
    assert after["version"] != before["version"]


def test_every_part_that_is_put_in_place_anew_is_on_the_page(
    customer: Customer, labelled: Return
) -> None:
    """In each state, so that the next state's part finds where to go."""
    script = finders.find("retour/js/flow-wait.js")
    assert script is not None
    listed = re.search(r"PARTS = \[(.*?)\]", Path(script).read_text(), re.DOTALL)
    assert listed is not None
    parts = re.findall(r'"([a-z-]+)"', listed[1])
    assert parts[-1] == "next-panel"
    assert 'id="next-panel"' in customer.see("confirmation").content.decode()
    for status in (None, TrackingStatus.ACCEPTED):
        if status:
            tell(scan(status, 1))
        page = customer.see("tracking").content.decode()
        assert [part for part in parts[:-1] if f'id="{part}"' not in page] == []


def test_a_page_of_a_return_that_is_over_asks_no_more(
    customer: Customer, labelled: Return
) -> None:
    cancel(labelled, actor=SYSTEM)
    assert customer.see("status").json()["following"] is False
    assert "data-follow" not in customer.see("tracking").content.decode()


def test_a_carriers_words_cannot_break_the_page(
    customer: Customer, labelled: Return
) -> None:
    tell(scan(TrackingStatus.ACCEPTED, 1, "<script>alert(1)</script>"))
    page = customer.see("tracking").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_customer_names_their_parcel(own_way: Customer) -> None:
    assert "Enter your tracking number" in text_of(own_way.see("tracking"))
    assert "It is on the receipt" in text_of(own_way.see("parcel"))

    answer = own_way.send("parcel", {"number": "1z 999 aa1 01 2345 6784"})

    assert answer["Location"] == own_way.step("tracking")
    page = text_of(own_way.see("tracking"))
    assert f"{NUMBER} · UPS The carrier has told us nothing yet." in page
    assert "You gave us your tracking number." in page
    tell(scan(TrackingStatus.ACCEPTED, 1))
    assert own_way.ret().state == "in_transit"


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("", "Enter the number on your receipt."),
        ("x" * 101, "That is too long for a tracking number."),
        (
            "hello",
            (
                "This is not the tracking number of a carrier we know. "
                "Check it for mistakes; your return works without it, too."
            ),
        ),
    ],
)
def test_a_wrong_number_is_explained_and_nothing_is_kept(
    own_way: Customer, number: str, error: str
) -> None:
    answer = own_way.send("parcel", {"number": number})
    assert (answer.status_code, errors_of(answer)) == (409, [error])
    assert not TrackedParcel.objects.exists()


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (
            "1Z999AA10123456785",
            (
                "This looks like a number of UPS, but the last digit does not fit the "
                "others: one of them is probably mistyped."
            ),
        ),
        (
            "RB 4731 2482 DE",
            (
                "This looks like a number of Deutsche Post, but it has too few or too "
                "many characters."
            ),
        ),
        (
            "QX4711000123",
            (
                "We know no carrier with numbers like this. "
                "Compare it with your receipt."
            ),
        ),
    ],
)
def test_a_doubtful_number_is_kept_when_the_customer_says_it_is_right(
    own_way: Customer, number: str, error: str
) -> None:
    answer = own_way.send("parcel", {"number": number})
    assert (answer.status_code, errors_of(answer)) == (409, [error])
    assert f'name="sure" value="{number}"' in answer.content.decode()
    assert not TrackedParcel.objects.exists()

    another = own_way.send("parcel", {"number": "QX0815", "sure": number})
    assert another.status_code == 409

    kept = own_way.send("parcel", {"number": number, "sure": number})
    assert kept["Location"] == own_way.step("tracking")
    assert TrackedParcel.objects.get().number == number.replace(" ", "")


def test_a_return_with_a_label_takes_no_number(
    customer: Customer, labelled: Return
) -> None:
    for answer in (customer.see("parcel"), customer.send("parcel", {"number": NUMBER})):
        assert answer["Location"] == customer.step("tracking")
    assert TrackedParcel.objects.get().source == "own"


def test_another_brands_portal_knows_nothing_of_the_parcel(own_way: Customer) -> None:
    stranger = Customer(make_brand("lune"))
    stranger.key = own_way.key
    answers = [stranger.see("parcel"), stranger.send("parcel", {"number": NUMBER})]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not TrackedParcel.objects.exists()
