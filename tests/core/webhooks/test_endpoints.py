from __future__ import annotations

import pytest

from retour_core.webhooks.addresses import (
    WebhookAddressInvalid,
    WebhookAddressUnsafe,
    checked_address,
)
from retour_core.webhooks.events import EVENT_TYPES, event_types
from retour_core.webhooks.models import WebhookEndpoint
from retour_core.webhooks.operations import (
    EndpointExists,
    TooManyEndpoints,
    UnknownEvent,
    add_endpoint,
    change_endpoint,
)
from tests.factories import make_brand

URL = "https://shop.example/hooks"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (URL, URL),
        (f" {URL}?a=1#part ", f"{URL}?a=1"),
        ("https://shop.example:8443/", "https://shop.example:8443/"),
    ],
)
def test_an_address_is_kept_as_given_but_its_fragment(given: str, kept: str) -> None:
    assert checked_address(given, plain_loopback=False) == kept


@pytest.mark.parametrize(
    "text",
    ["", "shop.example", "ftp://shop.example", "https://", "https://a b.example",
     "https://shop.example:99999/", "https://shop.example/" + "x" * 500],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(WebhookAddressInvalid):
        checked_address(text, plain_loopback=True)


@pytest.mark.parametrize(
    "text",
    ["http://shop.example/", "https://me:pw@shop.example/", "http://127.0.0.2/"],
)
def test_plain_http_and_passwords_are_refused(text: str) -> None:
    with pytest.raises(WebhookAddressUnsafe):
        checked_address(text, plain_loopback=True)


def test_plain_http_to_this_machine_is_for_development_only() -> None:
    here = "http://localhost:9000/hooks"
    assert checked_address(here, plain_loopback=True) == here
    with pytest.raises(WebhookAddressUnsafe):
        checked_address(here, plain_loopback=False)


@pytest.mark.django_db
def test_an_address_is_told_once_a_brand() -> None:
    brand = make_brand()
    endpoint, _secret = add_endpoint(brand, URL)
    with pytest.raises(EndpointExists):
        add_endpoint(brand, URL)
    add_endpoint(make_brand("other"), URL)
    other, _secret = add_endpoint(brand, f"{URL}/2")
    with pytest.raises(EndpointExists):
        change_endpoint(other, URL, events=[], description="")
    change_endpoint(endpoint, URL, events=["refund.paid"], description="ERP")
    endpoint.refresh_from_db()
    assert (endpoint.events, str(endpoint)) == (["refund.paid"], "ERP")


@pytest.mark.django_db
def test_a_brand_has_ten_at_most() -> None:
    brand = make_brand()
    for number in range(10):
        add_endpoint(brand, f"{URL}/{number}")
    with pytest.raises(TooManyEndpoints):
        add_endpoint(brand, URL)


@pytest.mark.django_db
def test_an_unknown_event_is_refused_and_nothing_written() -> None:
    with pytest.raises(UnknownEvent) as refused:
        add_endpoint(make_brand(), URL, events=["return.lost"])
    assert refused.value.context == {"event": "return.lost"}
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize(
    ("kind", "source", "types"),
    [
        ("return.ready", "label_pending", ["label.ready"]),
        ("return.ready", "label_failed", ["label.ready"]),
        ("return.ready", "approved", ["return.ready"]),
        ("return.label_failed", "label_pending", ["label.failed"]),
        ("return.sending_proved", "", ["return.sent"]),
        ("refund.decided", "", ["refund.due"]),
        ("replacement.sent", "", ["exchange.sent"]),
        ("return.parcel_problem", "", ["return.parcel_problem"]),
        ("return.parcel_lost", "", ["return.parcel_lost"]),
        ("label.expired", "", ["label.expired"]),
        ("label.replaced", "", ["label.cancelled"]),
        ("label.unneeded", "", ["label.cancelled"]),
        ("label.came_back", "", ["label.cancelled"]),
        ("return.expired", "ready", ["return.expired"]),
        ("return.expired", "draft", []),
        ("return.label_pending", "approved", []),
        ("return.photo_removed", "", []),
    ],
)
def test_an_entry_of_the_timeline_announces(
    kind: str, source: str, types: list[str]
) -> None:
    assert event_types(kind, source, {}) == types


def test_money_alone_is_paid_when_the_return_is_settled() -> None:
    paid = {"amount_minor": 1990, "reference": "R-1"}
    types = event_types("return.settled", "inspected", paid)
    assert types == ["refund.paid", "return.settled"]
    for told in (paid | {"credit_minor": 5}, paid | {"replaced": 1}, {}):
        assert event_types("return.settled", "inspected", told) == ["return.settled"]


def test_the_first_scan_says_that_it_was_sent() -> None:
    scanned = event_types(
        "return.in_transit", "ready", {"sent_at": "2026-11-27T12:00Z"}
    )
    assert scanned == ["return.sent", "return.in_transit"]
    assert event_types("return.in_transit", "ready", {}) == ["return.in_transit"]


def test_the_whole_life_is_told() -> None:
    assert set(EVENT_TYPES) >= {
        "return.requested", "return.approved", "return.rejected", "label.ready",
        "label.failed", "return.sent", "return.in_transit", "return.arrived",
        "return.inspected",
        "refund.due", "refund.paid", "exchange.sent", "return.cancelled",
        "return.expired", "withdrawal.received",
    }  # fmt: skip
