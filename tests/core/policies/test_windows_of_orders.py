"""Windows of real orders, to the second, on the consumer's calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from retour_core.domain.policies import RequestKind
from retour_core.domain.windows import AnchorKind
from retour_core.orders.models import Order
from tests.core.policies.asking import (
    RETURN,
    decided,
    order_to,
    parcel,
    rule,
)
from tests.factories import grant, line_data

pytestmark = pytest.mark.django_db

WITHDRAWAL, CLAIM = RequestKind.WITHDRAWAL, RequestKind.CLAIM
DELIVERED = [parcel(delivered="2026-11-10")]

# What it says, the order, the policy, and the first instant that is late.
WINDOWS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    (
        "the day of delivery is not counted",
        {"shipments": DELIVERED},
        {"window_days": 14},
        "2026-11-25T00:00:00+01:00",
    ),
    (
        "a parcel delivered late in the evening counts for the consumer's next day",
        {"shipments": [parcel(delivered="2026-11-10T23:30:00+00:00")]},
        {"window_days": 14},
        "2026-11-26T00:00:00+01:00",
    ),
    (
        "the clocks going back make the last day an hour longer, not the count",
        {"shipments": [parcel(delivered="2026-10-20")]},
        {"window_days": 14},
        "2026-11-04T00:00:00+01:00",
    ),
    (
        "a window that closes before the clocks go back closes in summer time",
        {"shipments": [parcel(delivered="2026-10-10")]},
        {"window_days": 14},
        "2026-10-25T00:00:00+02:00",
    ),
    (
        "the clocks going forward change nothing about the days",
        {"shipments": [parcel(delivered="2026-03-20")]},
        {"window_days": 14},
        "2026-04-04T00:00:00+02:00",
    ),
    (
        "a consumer in Portugal has an hour more than one in Germany",
        {"country": "PT", "postal_code": "1000-001", "shipments": DELIVERED},
        {"window_days": 14},
        "2026-11-25T00:00:00+00:00",
    ),
    (
        "the Canaries keep their own clocks",
        {"country": "ES", "postal_code": "35001", "shipments": DELIVERED},
        {"window_days": 14},
        "2026-11-25T00:00:00+00:00",
    ),
    (
        "Madrid keeps the mainland's",
        {"country": "ES", "postal_code": "28001", "shipments": DELIVERED},
        {"window_days": 14},
        "2026-11-25T00:00:00+01:00",
    ),
    (
        "an American somewhere on the mainland has until the west coast's midnight",
        {"country": "US", "postal_code": "10001", "shipments": DELIVERED},
        {"window_days": 14},
        "2026-11-25T00:00:00-08:00",
    ),
    (
        "a country's own window replaces the policy's",
        {"country": "AT", "postal_code": "1010", "shipments": DELIVERED},
        {"window_days": 14, "country_windows": {"AT": 60}},
        "2027-01-10T00:00:00+01:00",
    ),
    (
        "other countries keep the policy's window",
        {"shipments": DELIVERED},
        {"window_days": 14, "country_windows": {"AT": 60}},
        "2026-11-25T00:00:00+01:00",
    ),
    (
        "a last day on a Saturday moves to Monday where that is granted",
        {"shipments": [parcel(delivered="2026-11-07")]},
        {"window_days": 14, "rolls_over": True},
        "2026-11-24T00:00:00+01:00",
    ),
    (
        "a last day on a Saturday stays where it is not",
        {"shipments": [parcel(delivered="2026-11-07")]},
        {"window_days": 14},
        "2026-11-22T00:00:00+01:00",
    ),
    (
        "Christmas and the weekend after it move a last day to Monday",
        {
            "shipments": [parcel(delivered="2025-12-11")],
            "placed_at": "2025-12-08T10:00:00+00:00",
        },
        {"window_days": 14, "rolls_over": True},
        "2025-12-30T00:00:00+01:00",
    ),
    (
        "a holiday of another country moves nothing",
        {"shipments": [parcel(delivered="2026-06-30")]},
        {"window_days": 14, "rolls_over": True},
        "2026-07-15T00:00:00+02:00",
    ),
    (
        "the French national day moves a French last day",
        {
            "country": "FR",
            "postal_code": "75001",
            "shipments": [parcel(delivered="2026-06-30")],
        },
        {"window_days": 14, "rolls_over": True},
        "2026-07-16T00:00:00+02:00",
    ),
    (
        "orders of a season stay open until its date",
        {"shipments": DELIVERED},
        {
            "window_days": 14,
            "seasons": [
                {
                    "ordered_from": "2026-11-01",
                    "ordered_to": "2026-12-24",
                    "until": "2027-01-31",
                }
            ],
        },
        "2027-02-01T00:00:00+01:00",
    ),
    (
        "an order from before the season keeps its days",
        {"shipments": DELIVERED, "placed_at": "2026-10-31T10:00:00+00:00"},
        {
            "window_days": 14,
            "seasons": [
                {
                    "ordered_from": "2026-11-01",
                    "ordered_to": "2026-12-24",
                    "until": "2027-01-31",
                }
            ],
        },
        "2026-11-25T00:00:00+01:00",
    ),
    (
        "an order in the night before the season is of the season where it is day",
        {"shipments": DELIVERED, "placed_at": "2026-10-31T23:30:00+00:00"},
        {
            "window_days": 14,
            "seasons": [
                {
                    "ordered_from": "2026-11-01",
                    "ordered_to": "2026-12-24",
                    "until": "2027-01-31",
                }
            ],
        },
        "2027-02-01T00:00:00+01:00",
    ),
    (
        "grace days are accepted after the day that is told",
        {"shipments": DELIVERED},
        {"window_days": 14, "grace_days": 3},
        "2026-11-28T00:00:00+01:00",
    ),
    (
        "where only the dispatch is known, days of transit are added",
        {"shipments": [parcel(shipped="2026-11-08")]},
        {"window_days": 14, "transit_days": 5},
        "2026-11-28T00:00:00+01:00",
    ),
    (
        "of several parcels the last arrival counts",
        {
            "shipments": [
                parcel("a", delivered="2026-11-10"),
                parcel("b", delivered="2026-11-16"),
            ]
        },
        {"window_days": 14},
        "2026-12-01T00:00:00+01:00",
    ),
    (
        "a shipment without any date leaves the others to count",
        {"shipments": [parcel("a", delivered="2026-11-10"), parcel("b")]},
        {"window_days": 14},
        "2026-11-25T00:00:00+01:00",
    ),
    (
        "an order nobody told the delivery of counts from the order",
        {"shipments": [parcel("a")]},
        {"window_days": 14},
        "2026-11-21T00:00:00+01:00",
    ),
    (
        "a policy may count from the order whatever was delivered",
        {"shipments": DELIVERED},
        {"window_days": 14, "anchors": ["ordered"]},
        "2026-11-21T00:00:00+01:00",
    ),
]


@pytest.mark.parametrize(
    ("order", "policy", "ends_at"),
    [case[1:] for case in WINDOWS],
    ids=[case[0] for case in WINDOWS],
)
def test_a_window_closes_to_the_second(
    order: dict[str, Any], policy: dict[str, Any], ends_at: str
) -> None:
    bought = order_to(**order)
    grant(bought.brand, **policy)
    end = datetime.fromisoformat(ends_at)

    before = decided(bought, now=end - timedelta(seconds=1)).item("1")
    after = decided(bought, now=end).item("1")

    assert (before.returnable, after.returnable) == (True, False)
    assert after.window.ends_at == end
    assert after.window.ends_at.isoformat() == ends_at


def two_parcels(**values: Any) -> Order:
    """Jackets delivered on 10 November, a hat on the 16th, each named."""
    return order_to(
        lines=[
            line_data("1"),
            line_data("2", title="Hat", quantity=1, fulfilled_quantity=1),
        ],
        shipments=[
            parcel(
                "a",
                delivered="2026-11-10",
                lines=[{"line_id": "1", "quantity": 2}],
            ),
            parcel(
                "b",
                delivered="2026-11-16",
                lines=[{"line_id": "2", "quantity": 1}],
            ),
        ],
        **values,
    )


def test_what_a_shipment_names_counts_from_that_shipment() -> None:
    found = decided(two_parcels())
    assert [item.window.anchor_day for item in found.items] == [
        date(2026, 11, 10),
        date(2026, 11, 16),
    ]


def test_a_withdrawal_counts_from_the_last_good_of_the_order() -> None:
    found = decided(two_parcels(), WITHDRAWAL)
    assert {item.window.anchor_day for item in found.items} == {date(2026, 11, 16)}


def test_days_have_not_begun_while_units_are_still_to_be_sent() -> None:
    bought = order_to(lines=[line_data(quantity=2, fulfilled_quantity=1)])
    window = decided(bought).item("1").window
    assert (window.anchor_kind, window.last_day, window.is_late) == (None, None, False)


def test_units_the_shop_refunded_itself_are_not_waited_for() -> None:
    line = line_data(quantity=2, fulfilled_quantity=1, refunded_quantity=1)
    window = decided(order_to(lines=[line])).item("1").window
    assert window.anchor_kind is AnchorKind.DELIVERED


def test_a_shop_that_never_tells_what_it_sent_keeps_no_window_from_beginning() -> None:
    bought = order_to(lines=[line_data(fulfilled_quantity=0)])
    assert decided(bought).item("1").window.anchor_kind is AnchorKind.DELIVERED


@pytest.mark.parametrize(
    ("kind", "returnable", "approval"),
    [
        (RETURN, False, "automatic"),
        (WITHDRAWAL, True, "automatic"),
        (CLAIM, True, "agent"),
    ],
)
def test_lateness_means_something_else_for_each_kind(
    kind: RequestKind, returnable: bool, approval: str
) -> None:
    late = datetime.fromisoformat("2031-01-01T00:00:00+00:00")
    item = decided(order_to(), kind, now=late).item("1")
    assert (item.window.is_late, item.returnable) == (True, returnable)
    assert item.approval.value == approval


RULED: list[tuple[str, list[tuple[Any, ...]], dict[str, Any], str | None]] = [
    (
        "days a rule adds come on top of the policy's",
        [("category", "is", "Shoes")],
        {"extend_window_days": 30},
        "2027-01-09",
    ),
    (
        "a date a rule sets counts if it is later",
        [("item_tag", "is", "gift")],
        {"extend_window_until": "2027-01-15"},
        "2027-01-15",
    ),
    (
        "a date before the policy's last day shortens nothing",
        [("item_tag", "is", "gift")],
        {"extend_window_until": "2026-11-12"},
        "2026-12-10",
    ),
    (
        "a rule's own days replace the policy's",
        [("sku", "starts_with", "SKU")],
        {"window_days": 7},
        "2026-11-17",
    ),
    (
        "a rule may lift the limit",
        [("list_price", "at_least", "99.00")],
        {"window_days": "unlimited"},
        None,
    ),
]


@pytest.mark.parametrize(
    ("conditions", "outcomes", "last_day"),
    [case[1:] for case in RULED],
    ids=[case[0] for case in RULED],
)
def test_rules_change_the_window_of_a_product(
    conditions: list[tuple[Any, ...]], outcomes: dict[str, Any], last_day: str | None
) -> None:
    bought = order_to(
        lines=[line_data("1", category="Shoes", tags=["gift"])], shipments=DELIVERED
    )
    rule(bought.brand, *conditions, **outcomes)
    found = decided(bought).item("1").window.last_day
    assert (found and found.isoformat()) == last_day


def test_an_address_without_a_known_country_counts_on_the_merchants_clocks() -> None:
    from retour_core.accounts.models import Account

    Account.objects.create(name="Nordwand", timezone="Asia/Tokyo")
    bought = order_to()
    Order.objects.filter(pk=bought.pk).update(country="")
    ends_at = decided(bought).item("1").window.ends_at
    assert ends_at is not None
    assert ends_at.isoformat() == "2026-12-11T00:00:00+09:00"
