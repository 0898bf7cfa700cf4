"""How a refund was computed is kept with it, and adds up."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.domain.refunds import RefundBreakdown, load_breakdown
from retour_core.orders.models import Order
from retour_core.returns.actors import SYSTEM
from retour_core.returns.choices import RequestKind
from retour_core.returns.drafts import Selection
from retour_core.returns.models import Return
from retour_core.returns.operations import approve, cancel, create_return
from retour_core.returns.receiving import Received, receive
from retour_core.returns.refund_models import Refund
from retour_core.returns.refunding import refund, refundable
from tests.factories import NOW, line_data, make_brand, make_order, make_shop

pytestmark = pytest.mark.django_db


def make_two_lines(**values: Any) -> Order:
    """Two jackets for 198.00 at 19 %, one book for 10.00 at 7 %, shipping 4.90."""
    return make_order(
        make_shop(make_brand(methods=["own_carrier"])),
        lines=[
            line_data("1"),
            line_data(
                "2",
                title="Book",
                quantity=1,
                fulfilled_quantity=1,
                unit_list_price="12.00",
                total_incl_tax="10.00",
                tax_rate="7",
            ),
        ],
        total_incl_tax="212.90",
        shipping_incl_tax="4.90",
        **values,
    )


def send_back(
    order: Order, units: dict[str, int], kind: RequestKind = RequestKind.RETURN
) -> Return:
    """Requested and received in order."""
    from retour_core.domain.reasons import ReturnReason

    selections = [
        Selection(line, quantity, ReturnReason.OTHER)
        for line, quantity in units.items()
    ]
    made = create_return(
        order, selections, now=NOW, actor=SYSTEM, locale="en", kind=kind
    )
    if made.state == "requested":
        approve(made, actor=SYSTEM)
    return receive(made, actor=SYSTEM)


def rows_of(refunded: Refund) -> list[tuple[str, int, Any]]:
    """Kind, minor units incl. tax and rate of every row; the sums are checked."""
    breakdown: RefundBreakdown = load_breakdown(refunded.breakdown or {})
    return [
        (str(row.kind), row.incl_minor, row.rate and f"{float(row.rate):g}")
        for row in breakdown.rows
    ]


def test_a_voluntary_return_gives_back_the_items_by_tax_rate() -> None:
    decided = refund(send_back(make_two_lines(), {"1": 1, "2": 1}), actor=SYSTEM)
    assert decided.amount_minor == 10900
    assert rows_of(decided) == [
        ("item", 9900, "19"),
        ("item", 1200, "7"),
        ("item_discount", -200, "7"),
    ]


@pytest.mark.parametrize("kind", [RequestKind.WITHDRAWAL, RequestKind.CLAIM])
def test_who_undoes_the_whole_sale_gets_the_delivery_back(kind: RequestKind) -> None:
    decided = refund(send_back(make_two_lines(), {"1": 2, "2": 1}, kind), actor=SYSTEM)
    assert decided.amount_minor == 21290
    assert rows_of(decided)[-1] == ("outbound_shipping", 490, None)


def test_a_withdrawal_from_a_part_leaves_the_delivery_paid() -> None:
    ret = send_back(make_two_lines(), {"1": 2}, RequestKind.WITHDRAWAL)
    assert refund(ret, actor=SYSTEM).amount_minor == 19800


def test_the_delivery_is_given_back_once_with_the_last_part() -> None:
    order = make_two_lines()
    first = refund(send_back(order, {"1": 2}, RequestKind.WITHDRAWAL), actor=SYSTEM)
    last = refund(send_back(order, {"2": 1}, RequestKind.WITHDRAWAL), actor=SYSTEM)
    assert (first.amount_minor, last.amount_minor) == (19800, 1000 + 490)


def test_goods_that_did_not_come_are_not_paid_and_keep_the_delivery() -> None:
    order = make_two_lines()
    made = create_return(
        order,
        [Selection("1", 2), Selection("2", 1)],
        now=NOW,
        actor=SYSTEM,
        locale="en",
        kind=RequestKind.WITHDRAWAL,
    )
    line = made.lines.get(order_line__external_id="1")
    receive(made, actor=SYSTEM, counted={line.pk: Received(good=1)})
    assert refundable(made) == 9900


def test_what_was_refunded_before_is_a_row_that_takes_away() -> None:
    order = make_two_lines(captured="150.00")
    refund(send_back(order, {"1": 1}), actor=SYSTEM)
    decided = refund(send_back(order, {"1": 1}), actor=SYSTEM)
    assert decided.amount_minor == 5100
    assert rows_of(decided) == [("item", 9900, "19"), ("capped", -4800, "19")]


def test_each_return_keeps_the_cents_of_its_units_when_another_is_cancelled() -> None:
    order = make_order(
        make_shop(make_brand(methods=["own_carrier"])),
        lines=[line_data(quantity=3, fulfilled_quantity=3, total_incl_tax="10.00")],
        total_incl_tax="10.00",
        shipping_incl_tax="0",
    )
    first = create_return(
        order,
        [Selection("1", 1)],
        now=NOW,
        actor=SYSTEM,
        locale="en",
        kind=RequestKind.WITHDRAWAL,
    )
    second = send_back(order, {"1": 2})
    cancel(first, actor=SYSTEM)
    promised = sum(line.refund_minor for line in second.lines.all())
    assert (promised, refund(second, actor=SYSTEM).amount_minor) == (667, 667)


def test_an_amount_staff_chose_keeps_the_computed_breakdown() -> None:
    ret = send_back(make_two_lines(), {"1": 1})
    decided = refund(ret, actor=SYSTEM, amount_minor=5000)
    assert decided.amount_minor == 5000
    assert load_breakdown(decided.breakdown or {}).total_minor == 9900
