"""Several resolutions in one return, each executed by itself."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.domain.money import Money
from retour_core.domain.policies import Resolution
from retour_core.domain.reasons import ReturnReason
from retour_core.domain.refunds import load_breakdown
from retour_core.domain.states import TransitionRefused
from retour_core.orders.models import Order, OrderLine
from retour_core.returns.actors import CUSTOMER, SYSTEM
from retour_core.returns.closing import (
    NothingMissing,
    SentBackTooMany,
    close_rest,
    send_back,
)
from retour_core.returns.crediting import (
    CodeTaken,
    StoreCreditNotPending,
    finish_credit,
)
from retour_core.returns.deciding import RefundTooHigh
from retour_core.returns.drafts import LineTwice, Selection, choose_lines, start_draft
from retour_core.returns.exchanges import ExchangeInvalid, Wish
from retour_core.returns.models import Return
from retour_core.returns.operations import create_return
from retour_core.returns.parts import Settled, SettlementDecided
from retour_core.returns.receiving import (
    CountedMeanwhile,
    Received,
    ReceivedTooMany,
    receive,
)
from retour_core.returns.refunding import finish_refund
from retour_core.returns.refusals import ResolutionNotOffered
from retour_core.returns.replacing import (
    ReplacementNotPending,
    finish_replacement,
)
from retour_core.returns.settling import settle
from tests.factories import NOW, line_data, make_brand, make_order, make_shop

pytestmark = pytest.mark.django_db
R = Resolution


def make_three(*, executes_refunds: bool = True, **values: Any) -> Order:
    """Three units that cost 10.00 together; 10 % on top for store credit."""
    brand = make_brand(methods=["own_carrier"], store_credit_bonus="10")
    return make_order(
        make_shop(brand, executes_refunds=executes_refunds),
        lines=[
            line_data(
                quantity=3,
                fulfilled_quantity=3,
                unit_list_price=None,
                total_incl_tax="10.00",
            )
        ],
        total_incl_tax="10.00",
        shipping_incl_tax="0",
        **values,
    )


def ask(order: Order, *asked: tuple[Resolution, int] | Selection) -> Return:
    selections = [
        one
        if isinstance(one, Selection)
        else Selection("1", one[1], ReturnReason.OTHER, resolution=one[0])
        for one in asked
    ]
    return create_return(order, selections, now=NOW, actor=CUSTOMER, locale="en")


def send_in(order: Order, *asked: tuple[Resolution, int] | Selection) -> Return:
    return receive(ask(order, *asked), actor=SYSTEM)


def exchange(units: int, **wish: Any) -> Selection:
    return Selection(
        "1",
        units,
        ReturnReason.TOO_SMALL,
        resolution=R.EXCHANGE,
        exchange=Wish(**wish),
    )


def decided(settled: Settled) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if settled.refund:
        found["refund"] = settled.refund.amount_minor
    if settled.credit:
        found["credit"] = (settled.credit.amount_minor, settled.credit.bonus_minor)
    if settled.replacements:
        found["goods"] = [
            (item.quantity, item.difference_minor) for item in settled.replacements
        ]
    return found


def test_one_unit_exchanged_one_credited_and_one_refunded() -> None:
    ret = send_in(
        make_three(), exchange(1, variant="size L"), (R.STORE_CREDIT, 1), (R.REFUND, 1)
    )

    settled = settle(ret, actor=SYSTEM)

    assert decided(settled) == {
        "refund": 334,
        "credit": (333, 33),
        "goods": [(1, 0)],
    }
    [item] = settled.replacements
    assert (item.title, item.variant, item.sku) == ("Jacket", "size L", "")


def test_a_return_is_settled_with_the_last_of_its_parts() -> None:
    ret = send_in(make_three(), (R.EXCHANGE, 1), (R.STORE_CREDIT, 1), (R.REFUND, 1))
    parts = settle(ret, actor=SYSTEM)
    assert parts.refund
    assert parts.credit

    finish_replacement(
        parts.replacements[0], succeeded=True, actor=SYSTEM, reference="NW-2"
    )
    finish_credit(parts.credit, succeeded=True, actor=SYSTEM, code="MINE")
    ret.refresh_from_db()
    assert ret.state == "inspected"
    finish_refund(parts.refund, succeeded=True, actor=SYSTEM, reference="R-1")

    ret.refresh_from_db()
    assert ret.state == "settled"
    assert [event.kind for event in ret.events.order_by("pk")][-7:] == [
        "refund.decided",
        "credit.decided",
        "replacement.decided",
        "replacement.sent",
        "credit.issued",
        "refund.paid",
        "return.settled",
    ]
    assert ret.events.get(kind="return.settled").data == {
        "amount_minor": 334,
        "reference": "R-1",
        "credit_minor": 366,
        "replaced": 1,
    }


def test_a_dearer_exchange_records_the_difference_and_charges_nothing() -> None:
    ret = send_in(make_three(), exchange(2, unit_price=Money(500, "EUR")))

    assert decided(settle(ret, actor=SYSTEM)) == {"goods": [(2, 334)]}


def test_a_cheaper_exchange_gives_the_difference_back() -> None:
    ret = send_in(make_three(), exchange(2, sku="S", unit_price=Money(300, "EUR")))

    assert decided(settle(ret, actor=SYSTEM)) == {"refund": 66, "goods": [(2, 0)]}


def test_only_what_failed_is_decided_anew() -> None:
    ret = send_in(make_three(), (R.STORE_CREDIT, 2), (R.REFUND, 1))
    first = settle(ret, actor=SYSTEM)
    assert first.refund
    assert first.credit
    finish_refund(first.refund, succeeded=True, actor=SYSTEM, reference="R-1")
    finish_credit(first.credit, succeeded=False, actor=SYSTEM, message="no vouchers")

    second = settle(ret, actor=SYSTEM)

    assert second.credit
    assert second.refund == first.refund
    assert second.credit.pk != first.credit.pk
    assert second.credit.code != first.credit.code
    assert decided(second) == decided(first)


def test_when_all_has_failed_everything_is_computed_anew() -> None:
    order = make_three()
    ret = send_in(order, (R.REFUND, 1))
    first = settle(ret, actor=SYSTEM)
    assert first.refund
    finish_refund(first.refund, succeeded=False, actor=SYSTEM, reference="")
    ret.refresh_from_db()
    assert ret.settlement is None

    order.captured_minor = 100
    order.save()

    assert decided(settle(ret, actor=SYSTEM)) == {"refund": 100}


def test_a_repeated_key_answers_what_it_decided_even_after_it_failed() -> None:
    ret = send_in(make_three(), (R.REFUND, 3))
    first = settle(ret, actor=SYSTEM, key="a")
    assert first.refund
    finish_refund(first.refund, succeeded=False, actor=SYSTEM, reference="")

    assert settle(ret, actor=SYSTEM, key="a") == first
    assert settle(ret, actor=SYSTEM, key="b").refund != first.refund


def test_store_credit_reserves_what_was_captured_without_its_bonus() -> None:
    order = make_three()
    one, two = send_in(order, (R.STORE_CREDIT, 2)), send_in(order, (R.REFUND, 1))
    assert decided(settle(one, actor=SYSTEM)) == {"credit": (666, 66)}

    with pytest.raises(RefundTooHigh) as refusal:
        settle(two, actor=SYSTEM, amount_minor=335)

    assert refusal.value.context == {
        "available_minor": 334,
        "asked_minor": 335,
        "currency": "EUR",
    }


def test_credit_by_hand_waits_until_somebody_has_issued_it() -> None:
    ret = send_in(make_three(executes_refunds=False), (R.STORE_CREDIT, 3))
    credit = settle(ret, actor=SYSTEM).credit
    assert credit is not None
    assert (credit.state, credit.executor) == ("pending", "merchant")

    finish_credit(credit, succeeded=True, actor=SYSTEM, reference="V-7")

    ret.refresh_from_db()
    assert ret.state == "settled"


def test_a_code_belongs_to_one_credit() -> None:
    order = make_three()
    one, two = (
        settle(send_in(order, (R.STORE_CREDIT, 1)), actor=SYSTEM).credit
        for _ in range(2)
    )
    assert one
    assert two
    finish_credit(one, succeeded=True, actor=SYSTEM, code="SAME")

    with pytest.raises(CodeTaken):
        finish_credit(two, succeeded=True, actor=SYSTEM, code="SAME")

    two.refresh_from_db()
    assert two.state == "pending"


@pytest.mark.parametrize("succeeded", [True, False])
def test_the_same_answer_about_a_part_changes_nothing_another_is_refused(
    succeeded: bool,
) -> None:
    ret = send_in(make_three(), (R.STORE_CREDIT, 1), (R.EXCHANGE, 1))
    parts = settle(ret, actor=SYSTEM)
    assert parts.credit
    for _ in range(2):
        finish_credit(parts.credit, succeeded=succeeded, actor=SYSTEM)
        finish_replacement(parts.replacements[0], succeeded=succeeded, actor=SYSTEM)
    events = ret.events.count()

    with pytest.raises(StoreCreditNotPending):
        finish_credit(parts.credit, succeeded=not succeeded, actor=SYSTEM)
    with pytest.raises(ReplacementNotPending):
        finish_replacement(parts.replacements[0], succeeded=not succeeded, actor=SYSTEM)

    assert ret.events.count() == events


def test_a_second_box_adds_to_the_first() -> None:
    ret = ask(make_three(), (R.REFUND, 3))
    line = ret.lines.get()
    receive(ret, actor=SYSTEM, counted={line.pk: Received(good=1)}, after=0)
    with pytest.raises(CountedMeanwhile):
        receive(ret, actor=SYSTEM, counted={line.pk: Received(good=1)}, after=0)
    with pytest.raises(ReceivedTooMany):
        receive(ret, actor=SYSTEM, counted={line.pk: Received(good=3)}, after=1)

    receive(ret, actor=SYSTEM, counted={line.pk: Received(not_good=2)}, after=1)

    line.refresh_from_db()
    assert (line.received_good, line.received_not_good) == (1, 2)
    assert decided(settle(ret, actor=SYSTEM)) == {"refund": 1000}


def test_nothing_is_booked_in_or_sent_back_once_the_settlement_is_decided() -> None:
    ret = ask(make_three(), (R.REFUND, 3))
    line = ret.lines.get()
    receive(ret, actor=SYSTEM, counted={line.pk: Received(not_good=1)})
    settle(ret, actor=SYSTEM)

    with pytest.raises(SettlementDecided):
        receive(ret, actor=SYSTEM)
    with pytest.raises(SettlementDecided):
        send_back(ret, {line.pk: 1}, actor=SYSTEM)


def test_what_never_came_can_be_returned_again_once_it_is_closed() -> None:
    order = make_three()
    ret = ask(order, (R.REFUND, 3))
    line = ret.lines.get()
    receive(ret, actor=SYSTEM, counted={line.pk: Received(good=1)})
    assert OrderLine.objects.get().returnable == 0

    close_rest(ret, actor=SYSTEM)

    line.refresh_from_db()
    assert (line.cancelled, line.held, line.refund_minor) == (2, 1, 333)
    assert OrderLine.objects.get().returnable == 2
    assert decided(settle(ret, actor=SYSTEM)) == {"refund": 333}
    rest = send_in(order, (R.REFUND, 2))
    assert decided(settle(rest, actor=SYSTEM)) == {"refund": 667}
    with pytest.raises(NothingMissing):
        close_rest(ret, actor=SYSTEM)


def test_the_rest_may_be_closed_after_settling_but_not_before_receipt() -> None:
    ret = ask(make_three(executes_refunds=False), (R.REFUND, 2))
    with pytest.raises(TransitionRefused):
        close_rest(ret, actor=SYSTEM)
    receive(ret, actor=SYSTEM, counted={ret.lines.get().pk: Received(good=1)})
    settle(ret, actor=SYSTEM)

    close_rest(ret, actor=SYSTEM)

    assert OrderLine.objects.get().returnable == 2


def test_items_sent_back_to_the_customer_are_not_paid_and_may_return() -> None:
    order = make_three()
    ret = ask(order, (R.REFUND, 3))
    line = ret.lines.get()
    receive(ret, actor=SYSTEM, counted={line.pk: Received(good=1, not_good=2)})

    for count in (0, 3, -1):
        with pytest.raises(SentBackTooMany):
            send_back(ret, {line.pk: count}, actor=SYSTEM)
    send_back(ret, {line.pk: 2}, actor=SYSTEM)

    bought = OrderLine.objects.get()
    assert (bought.sent_back, bought.returnable) == (2, 2)
    assert decided(settle(ret, actor=SYSTEM)) == {"refund": 333}
    assert decided(settle(send_in(order, (R.REFUND, 2)), actor=SYSTEM)) == {
        "refund": 667
    }


def test_a_line_is_named_once_for_each_resolution() -> None:
    draft = start_draft(make_three(), locale="en")

    with pytest.raises(LineTwice):
        choose_lines(draft, [Selection("1", 1), Selection("1", 1, resolution=R.REFUND)])


def test_only_what_is_offered_can_be_asked_for() -> None:
    with pytest.raises(ResolutionNotOffered):
        ask(make_three(), (R.REPLACEMENT, 1))


@pytest.mark.parametrize(
    ("resolution", "wish", "field"),
    [
        (R.EXCHANGE, Wish(unit_price=Money(1, "USD")), "unit_price"),
        (R.EXCHANGE, Wish(unit_price=Money(-1, "EUR")), "unit_price"),
        (R.EXCHANGE, Wish(variant="x" * 256), "variant"),
        (R.EXCHANGE, Wish(sku="x" * 101), "sku"),
        (R.REFUND, Wish(variant="size L"), "exchange"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_by_its_field(
    resolution: Resolution, wish: Wish, field: str
) -> None:
    draft = start_draft(make_three(), locale="en")

    with pytest.raises(ExchangeInvalid) as refusal:
        choose_lines(draft, [Selection("1", 1, resolution=resolution, exchange=wish)])

    assert refusal.value.context["field"] == field


# Currency, paid in minor units for three units, price of one new unit: one unit each
# is given back, credited and exchanged.
MONEY = [
    (currency, paid, price)
    for currency, amounts in {
        "JPY": [(1000, 400), (1, 0), (2, 1), (999, 333), (100001, 50000)],
        "KRW": [(30000, 9000), (10, 4), (7, 7)],
        "EUR": [(1000, 400), (1, 1), (5, 0), (9999, 3333), (10000, 12000)],
        "USD": [(2999, 999), (100, 34), (0, 0)],
        "SEK": [(49900, 20000), (3, 1)],
        "KWD": [(10000, 4000), (1, 1), (1001, 250), (99999, 33333), (12345, 4116)],
        "TND": [(7777, 2592), (20, 5), (3001, 1001)],
        "BHD": [(500, 167), (2, 3)],
    }.items()
    for paid, price in amounts
]


@pytest.mark.parametrize("captured", ["all", "half"])
@pytest.mark.parametrize(("currency", "paid", "price"), MONEY)
def test_money_credit_and_goods_add_up_in_every_currency(
    currency: str, paid: int, price: int, captured: str
) -> None:
    total = Money(paid, currency)
    half = paid // 2
    brand = make_brand(methods=["own_carrier"], store_credit_bonus="10")
    order = make_order(
        make_shop(brand, executes_refunds=True),
        currency=currency,
        lines=[
            line_data(
                quantity=3,
                fulfilled_quantity=3,
                unit_list_price=None,
                total_incl_tax=total.to_string(),
            )
        ],
        total_incl_tax=total.to_string(),
        captured=(total if captured == "all" else Money(half, currency)).to_string(),
        shipping_incl_tax="0",
    )
    shares = sorted((paid // 3, (paid + 1) // 3, (paid + 2) // 3))

    settled = settle(
        send_in(
            order,
            (R.REFUND, 1),
            (R.STORE_CREDIT, 1),
            exchange(1, unit_price=Money(price, currency)),
        ),
        actor=SYSTEM,
    )

    money = shares[0] + max(shares[2] - price, 0)
    credit = shares[1]
    limit = paid if captured == "all" else half
    # What was not captured is taken from the credit first.
    credit_left = min(credit, max(limit - money, 0))
    money_left = min(money, limit)
    bonus_of = (2 * (paid * 10) + 100) // 200
    bonuses = sorted(((bonus_of + rest) // 3) for rest in range(3))
    bonus = bonuses[1] * credit_left // credit if credit else 0
    given = decided(settled)
    assert given.get("refund", 0) == money_left
    assert given.get("credit", (0, 0)) == (credit_left, bonus)
    assert given["goods"] == [(1, max(price - shares[2], 0))]
    kept = load_breakdown(Return.objects.get().settlement or {})
    assert kept.total_minor == money_left + credit_left + bonus
    assert sum(rate.incl_minor for rate in kept.rates) == kept.total_minor


def test_where_the_shop_tells_of_less_than_was_given_nothing_is_left_to_give() -> None:
    order = make_three()
    settle(send_in(order, (R.REFUND, 2)), actor=SYSTEM)
    order.captured_minor = 0
    order.save()
    ret = send_in(order, (R.REFUND, 1))

    with pytest.raises(RefundTooHigh) as refused:
        settle(ret, actor=SYSTEM, amount_minor=1)

    assert refused.value.context == {
        "available_minor": 0,
        "asked_minor": 1,
        "currency": "EUR",
    }
    assert decided(settle(ret, actor=SYSTEM)) == {"refund": 0}


@pytest.mark.parametrize("asked", [(R.REFUND,), (R.STORE_CREDIT,)])
def test_another_amount_than_the_one_decided_is_refused(
    asked: tuple[Resolution, ...],
) -> None:
    ret = send_in(make_three(), *((one, 1) for one in asked))
    first = settle(ret, actor=SYSTEM)

    for amount in (None, 0, first.refund.amount_minor if first.refund else None):
        assert decided(settle(ret, actor=SYSTEM, amount_minor=amount)) == decided(first)
    with pytest.raises(SettlementDecided):
        settle(ret, actor=SYSTEM, amount_minor=200)

    assert ret.refunds.count() == len(asked) - (asked == (R.STORE_CREDIT,))
