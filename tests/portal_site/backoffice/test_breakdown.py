"""An agent sees how a refund comes about before deciding it, and afterwards."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.orders.models import Order
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.operations import approve
from retour_core.returns.receiving import receive
from retour_core.returns.refunding import refund
from tests.portal_site.backoffice.conftest import House, SignIn, make_ready


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


def _page(desk: Client, ret: Return) -> tuple[list[list[str]], str]:
    """Caption and amounts of each row, and the total."""
    response = desk.get(reverse("returns:inspect", args=[ret.pk]))
    found = response.context["breakdown"]
    if found is None:
        return [], ""
    rows = [
        [row.caption, row.detail, row.rate, row.excl, row.tax, row.incl]
        for row in (*found.rows, *found.rates)
    ]
    return rows, found.total


def _received(alpenglow: House) -> Return:
    approve(alpenglow.ret, actor=SYSTEM)
    return receive(make_ready(alpenglow.ret), actor=SYSTEM)


def test_before_receipt_there_is_nothing_to_compute(
    desk: Client, alpenglow: House
) -> None:
    assert _page(desk, alpenglow.ret) == ([], "")


def test_what_was_received_is_computed_row_by_row_and_by_rate(
    desk: Client, alpenglow: House
) -> None:
    assert _page(desk, _received(alpenglow)) == (
        [
            ["Item", "1 × Jacket", "19\u00a0%", "€83.19", "€15.81", "€99.00"],
            ["At 19\u00a0%", "", "19\u00a0%", "€83.19", "€15.81", "€99.00"],
        ],
        "€99.00",
    )


def test_a_decided_refund_keeps_its_rows(desk: Client, alpenglow: House) -> None:
    ret = _received(alpenglow)
    before = _page(desk, ret)
    refund(ret, actor=SYSTEM, amount_minor=5000)
    assert _page(desk, ret) == before


def test_the_stranger_sees_no_breakdown(
    charlie: User, sign_in: SignIn, alpenglow: House
) -> None:
    ret = _received(alpenglow)
    response = sign_in(charlie).get(reverse("returns:inspect", args=[ret.pk]))
    assert response.status_code == 404


def _payouts(desk: Client, ret: Return) -> list[tuple[str, str, str]]:
    response = desk.get(reverse("returns:inspect", args=[ret.pk]))
    found: list[tuple[str, str, str]] = response.context["breakdown"].payouts
    return found


def test_where_the_money_goes_is_told_before_and_as_it_was_decided(
    desk: Client, alpenglow: House
) -> None:
    ret = _received(alpenglow)
    assert _payouts(desk, ret) == []
    tenders = [
        {"kind": "card", "id": "ch_1", "minor": 15290},
        {"kind": "gift_card", "id": "GC-1", "minor": 5000},
    ]
    Order.objects.filter(pk=ret.order_id).update(tenders=tenders)
    assert _payouts(desk, ret) == [
        ("Gift card", "GC-1", "€50.00"),
        ("Card", "ch_1", "€49.00"),
    ]
    refund(ret, actor=SYSTEM, amount_minor=6000)
    assert _payouts(desk, ret) == [
        ("Gift card", "GC-1", "€50.00"),
        ("Card", "ch_1", "€10.00"),
    ]
