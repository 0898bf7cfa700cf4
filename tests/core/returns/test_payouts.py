"""A refund goes back to what the order was paid with, and no further."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from retour_core.domain.refunds import load_breakdown
from retour_core.orders.models import Order
from retour_core.orders.operations import receive_orders
from retour_core.returns.actors import SYSTEM
from retour_core.returns.breakdown import left_to_refund
from retour_core.returns.choices import RequestKind
from retour_core.returns.refund_models import Refund
from retour_core.returns.refunding import finish_refund, refund
from tests.core.returns.test_breakdown import rows_of, send_back
from tests.factories import (
    NOW,
    make_brand,
    make_order,
    make_shop,
    order_data,
)

GIFT = {"kind": "gift_card", "id": "GC-1", "amount": "50.00"}
CARD = {"kind": "card", "id": "ch_1", "amount": "152.90"}
Paid = list[tuple[str, str, int]]


def make_paid(**values: Any) -> Order:
    """Two jackets for 198.00 and shipping for 4.90, 50.00 of it with a gift card."""
    shop = make_shop(make_brand(methods=["own_carrier"]), executes_refunds=True)
    return make_order(shop, **{"tenders": [CARD, GIFT], **values})


def paid_to(decided: Refund) -> Paid:
    return [(s["to"], s["reference"], s["minor"]) for s in decided.payouts]


@pytest.mark.django_db
def test_a_gift_card_is_filled_first_and_the_card_gets_the_rest() -> None:
    order = make_paid()
    first = refund(send_back(order, {"1": 1}), actor=SYSTEM)
    second = refund(send_back(order, {"1": 1}), actor=SYSTEM)
    assert paid_to(first) == [("tender", "GC-1", 5000), ("tender", "ch_1", 4900)]
    assert paid_to(second) == [("tender", "ch_1", 9900)]


@pytest.mark.django_db
def test_a_refund_that_failed_took_nothing() -> None:
    order = make_paid()
    first = refund(send_back(order, {"1": 1}), actor=SYSTEM)
    finish_refund(first, succeeded=False, actor=SYSTEM, reference="")
    again = refund(first.parent, actor=SYSTEM)
    assert again.pk != first.pk
    assert paid_to(again) == paid_to(first)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (0, []),
        (3000, [("tender", "GC-1", 3000)]),
        (12000, [("tender", "GC-1", 5000), ("tender", "ch_1", 7000)]),
    ],
)
def test_an_amount_staff_chose_is_spread_anew(chosen: int, found: Paid) -> None:
    order = make_paid()
    ret = send_back(order, {"1": 1})
    decided = refund(ret, actor=SYSTEM, amount_minor=chosen)
    assert paid_to(decided) == found
    rest = refund(send_back(order, {"1": 1}), actor=SYSTEM)
    both = [*paid_to(decided), *paid_to(rest)]
    together = chosen + rest.amount_minor
    assert sum(minor for _, name, minor in both if name == "ch_1") == together - 5000


@pytest.mark.django_db
def test_where_no_tender_was_told_the_shop_chooses() -> None:
    order = make_paid(tenders=[])
    decided = refund(send_back(order, {"1": 1}), actor=SYSTEM)
    assert paid_to(decided) == [("unassigned", "", 9900)]


@pytest.mark.django_db
def test_a_refund_from_before_tenders_were_told_counts_against_them() -> None:
    order = make_paid(number="NW-1", tenders=[])
    refund(send_back(order, {"1": 1}), actor=SYSTEM)
    # As rows were before they had payouts.
    Refund.objects.update(payouts=[])
    pushed = order_data(number="NW-1", changed_at="2026-11-11T10:00:00Z")
    receive_orders(order.shop, [{**pushed, "tenders": [CARD, GIFT]}], now=NOW)
    order.refresh_from_db()
    decided = refund(send_back(order, {"1": 1}), actor=SYSTEM)
    assert paid_to(decided) == [("tender", "ch_1", 9900)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (RequestKind.WITHDRAWAL, ("outbound_shipping", 490, "19")),
        (RequestKind.RETURN, ("item", 19800, "19")),
    ],
)
def test_a_full_withdrawal_gives_back_the_standard_delivery_alone(
    kind: RequestKind, last: tuple[str, int, str]
) -> None:
    order = make_paid(
        shipping_incl_tax="12.90",
        standard_shipping_incl_tax="4.90",
        shipping_tax_rate="19",
        total_incl_tax="210.90",
        tenders=[],
    )
    decided = refund(send_back(order, {"1": 2}, kind), actor=SYSTEM)
    given = [row for row in rows_of(decided) if row[1]]
    assert given[-1] == last
    noted = {
        str(row.kind): row.noted_minor
        for row in load_breakdown(decided.breakdown or {}).rows
        if row.noted_minor
    }
    express = {"shipping_kept": 800} if kind is RequestKind.WITHDRAWAL else {}
    assert noted == express


@pytest.mark.django_db
def test_what_an_order_discount_took_off_is_not_refunded() -> None:
    order = make_paid(order_discount="20.00", total_incl_tax="182.90", tenders=[])
    decided = refund(send_back(order, {"1": 1}), actor=SYSTEM)
    assert decided.amount_minor == 8900
    assert rows_of(decided) == [("item", 9900, "19"), ("order_discount", -1000, "19")]


@pytest.mark.django_db
@settings(max_examples=20, deadline=None)
@given(
    split=st.lists(st.integers(0, 20290), max_size=3),
    kinds=st.lists(
        st.sampled_from(["card", "gift_card", "store_credit", "other"]),
        min_size=4,
        max_size=4,
    ),
    chosen=st.tuples(*[st.none() | st.integers(0, 25000)] * 2),
    fails=st.tuples(st.booleans(), st.booleans()),
)
def test_no_tender_gives_back_more_than_it_paid(
    split: list[int],
    kinds: list[str],
    chosen: tuple[int | None, ...],
    fails: tuple[bool, ...],
) -> None:
    parts = [after - before for before, after in pairwise([0, *sorted(split), 20290])]
    tenders = [
        {"kind": kind, "id": f"t{n}", "amount": f"{part / 100:.2f}"}
        for n, (kind, part) in enumerate(zip(kinds, parts, strict=False))
    ]
    with transaction.atomic():
        order = make_paid(number="NW-1", tenders=tenders)
        for amount, has_failed in zip(chosen, fails, strict=True):
            decide(order, amount, succeeds=not has_failed)
        live = Refund.objects.exclude(state="failure")
        assert sum(row.amount_minor for row in live) <= order.captured_minor
        shares = [share for row in live for share in row.payouts]
        for tender, paid in zip(tenders, parts, strict=True):
            own = [s["minor"] for s in shares if s["reference"] == tender["id"]]
            assert sum(own) <= paid
        transaction.set_rollback(True)


def decide(order: Order, amount: int | None, *, succeeds: bool) -> None:
    """Refund one more jacket; ``amount`` is what staff chose, if that is left."""
    ret = send_back(order, {"1": 1}, RequestKind.WITHDRAWAL)
    if amount is not None:
        amount = min(amount, left_to_refund(ret))
    decided = refund(ret, actor=SYSTEM, amount_minor=amount)
    assert sum(share["minor"] for share in decided.payouts) == decided.amount_minor
    finish_refund(decided, succeeded=succeeds, actor=SYSTEM, reference="")
