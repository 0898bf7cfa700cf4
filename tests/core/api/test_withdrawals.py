from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retour_core.domain.withdrawal import Statement, StatementLine
from retour_core.orders.models import Order
from retour_core.withdrawals.drafts import start_draft, state
from retour_core.withdrawals.models import Withdrawal
from retour_core.withdrawals.operations import confirm
from retour_core.withdrawals.returning import start_return
from tests.core.api.conftest import Caller
from tests.factories import NOW, make_order


def _withdraw(order: Order, *, minutes: int = 0, partial: bool = False) -> Withdrawal:
    lines = (StatementLine("Jacket", 1, "1"),) if partial else ()
    statement = Statement(
        name="Anna Berg",
        contract=order.number,
        email=order.email,
        is_partial=partial,
        lines=lines,
    )
    draft = start_draft(order.brand, locale="en", order=order)
    return confirm(state(draft, statement), now=NOW + timedelta(minutes=minutes))


def test_a_shop_learns_what_to_stop_and_what_comes_back(call: Caller) -> None:
    unshipped = make_order(
        call.shop,
        number="NW-1",
        shipments=[],
        lines=[
            {
                "id": "1",
                "title": "Jacket",
                "quantity": 1,
                "fulfilled_quantity": 0,
                "total_incl_tax": "99.00",
            }
        ],
    )
    shipped = make_order(call.shop, number="NW-2")
    first = _withdraw(unshipped)
    second = _withdraw(shipped, minutes=1, partial=True)
    ret = start_return(second)
    assert ret is not None
    assert call.get("/withdrawals").json() == {
        "items": [
            {
                "reference": first.reference,
                "order_id": "NW-1",
                "order_number": "NW-1",
                "submitted_at": "2026-11-20T12:00:00Z",
                "scope": "whole",
                "lines": [],
                "was_shipped": False,
                "flags": ["unshipped"],
                "decision": "",
                "rma_number": None,
            },
            {
                "reference": second.reference,
                "order_id": "NW-2",
                "order_number": "NW-2",
                "submitted_at": "2026-11-20T12:01:00Z",
                "scope": "partial",
                "lines": [{"line_id": "1", "description": "Jacket", "quantity": 1}],
                "was_shipped": True,
                "flags": [],
                "decision": "",
                "rma_number": ret.rma_number,
            },
        ],
        "next_cursor": None,
    }


def test_the_list_goes_on_where_it_left_off(call: Caller) -> None:
    order = make_order(call.shop)
    made = [_withdraw(order, minutes=minutes) for minutes in range(3)]
    first = call.get("/withdrawals?limit=2").json()
    rest = call.get(f"/withdrawals?limit=2&cursor={first['next_cursor']}").json()
    told = [item["reference"] for item in first["items"] + rest["items"]]
    assert (told, rest["next_cursor"]) == ([row.reference for row in made], None)
    after = call.get("/withdrawals?submitted_after=2026-11-20T12:00:30Z").json()
    assert [item["reference"] for item in after["items"]] == told[1:]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_the_database_the_same_for_one_and_three(
    call: Caller, count: int, django_assert_num_queries: Any
) -> None:
    order = make_order(call.shop)
    for minutes in range(count):
        _withdraw(order, minutes=minutes)
    call.get("/withdrawals")  # notes when the token was last used
    # The token with its shop, and the withdrawals.
    with django_assert_num_queries(2):
        call.get("/withdrawals")


def test_another_shops_withdrawals_are_not_listed(
    call: Caller, charlie: Caller
) -> None:
    _withdraw(make_order(call.shop))
    assert charlie.get("/withdrawals").json()["items"] == []
