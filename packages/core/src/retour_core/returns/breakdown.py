"""What a received return gives back, row by row, from what was paid (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet, Sum

from retour_core.domain.policies.kinds import RequestKind
from retour_core.domain.refunds import (
    OutboundShipping,
    PaidLine,
    PaidOrder,
    PaidShipping,
    Payout,
    RefundBreakdown,
    RowKind,
    Share,
    ShareTo,
    refund,
    shares_of_amount,
)
from retour_core.domain.refunds.shares import share_of
from retour_core.domain.states import HOLDING_STATES
from retour_core.orders.models import Order, OrderLine
from retour_core.returns.agreed import agreed_terms, gift_cards_of
from retour_core.returns.choices import RefundState, StoreCreditState
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.part_models import StoreCredit
from retour_core.returns.payouts import tenders_left
from retour_core.returns.refund_models import Refund

# The consumer gets the standard delivery back (CRD art. 13), a claim undoes the sale.
_SHIPPING_BACK = frozenset({RequestKind.WITHDRAWAL, RequestKind.CLAIM})


def settlement(ret: Return) -> RefundBreakdown:
    """The refund of the units that came or need not come; without any, nothing is due.

    Fees, restocking, bonus and gift cards are those of the decision and the policy
    version kept with the return. Lock the order first where the answer is to hold.
    Five queries, six with a policy version.
    """
    lines = list(ret.lines.select_related("order_line").order_by("pk"))
    due = [line for line in lines if line.units_due]
    bought = list(ret.order.lines.order_by("position", "pk"))
    paid = _paid_order(ret, bought, due, _given_back(ret))
    kind = RequestKind(ret.kind)
    whole = bool(due) and kind in _SHIPPING_BACK and _is_all_back(ret, bought)
    shipping = OutboundShipping.REFUNDED if whole else OutboundShipping.KEPT
    agreed = agreed_terms(ret, paid, due)
    return refund(paid, agreed.items, replace(agreed.terms, shipping=shipping))


def shares_for(ret: Return, money_minor: int) -> Sequence[Share]:
    """Where money goes that staff chose instead of the computed one. Lock the order
    first."""
    left = tenders_left(ret.order, _given_back(ret))
    return shares_of_amount(money_minor, 0, left, gift_cards_of(ret))


def money_shares(computed: RefundBreakdown) -> Sequence[Share]:
    """Where the computed money goes, without the new store credit."""
    return [share for share in computed.shares if share.to is not ShareTo.NEW_CREDIT]


def left_to_refund(ret: Return) -> int:
    """Captured − given back of the order, as money or as store credit without its
    bonus, what is pending included; minor units. Nothing where the shop told of less
    money since."""
    given = _minor_of(_given_back(ret), _credited(ret))
    return max(ret.order.captured_minor - given, 0)


def _paid_order(
    ret: Return,
    bought: Sequence[OrderLine],
    due: Sequence[ReturnLine],
    given: Sequence[Refund],
) -> PaidOrder:
    order: Order = ret.order
    own: dict[int, list[ReturnLine]] = {}
    for line in due:
        own.setdefault(line.order_line_id, []).append(line)
    credited = _credited(ret)
    taken = _worth_of_others(ret)
    return PaidOrder(
        currency=order.currency,
        lines=tuple(
            _paid_line(line, own.get(line.pk, []), taken.get(line.pk, 0))
            for line in bought
            if line.ordered
        ),
        captured_minor=order.captured_minor,
        refunded_minor=_minor_of(given, credited),
        shipping=PaidShipping(
            incl_minor=order.shipping_incl_minor,
            tax_rate=order.shipping_tax_rate,
            standard_minor=order.standard_shipping_minor,
            refunded_minor=sum(
                [_shipping_in(row.breakdown, Payout.MONEY) for row in given]
                + [
                    _shipping_in(row.parent.settlement, Payout.CREDIT)
                    for row in credited
                ]
            ),
        ),
        tenders=tenders_left(order, given),
    )


def _paid_line(
    line: OrderLine, own: Sequence[ReturnLine], taken_minor: int
) -> PaidLine:
    """Of the line, only the units of this return are left to be given back: each
    return line keeps the units it was priced for."""
    units = set(range(line.ordered)).difference(
        *(_units_of(line, part) for part in own)
    )
    elsewhere = range(min(line.refunded_elsewhere, line.ordered))
    return PaidLine(
        id=line.external_id,
        quantity=line.ordered,
        paid_incl_minor=line.total_incl_minor,
        paid_excl_minor=line.total_excl_minor,
        tax_rate=line.tax_rate,
        unit_list_minor=line.unit_list_minor,
        order_discount_minor=line.order_discount_minor,
        taken_units=len(units),
        taken_minor=taken_minor,
        taken_indexes=frozenset(units),
        elsewhere_minor=share_of(line.total_incl_minor, line.ordered, elsewhere),
    )


def _units_of(line: OrderLine, own: ReturnLine) -> range:
    # The shop may have made the line shorter since.
    first = max(min(own.first_unit, line.ordered - own.units_due), 0)
    return range(first, min(first + own.units_due, line.ordered))


def _worth_of_others(ret: Return) -> dict[int, int]:
    """What units held by the order's other returns are worth, by order line."""
    held = _held(ret).exclude(parent=ret)
    sums = held.values_list("order_line_id").annotate(total=Sum("refund_minor"))
    return dict(sums)


def _given_back(ret: Return) -> list[Refund]:
    return list(
        Refund.objects.filter(order_id=ret.order_id).exclude(state=RefundState.FAILURE)
    )


def _credited(ret: Return) -> list[StoreCredit]:
    return list(
        StoreCredit.objects.filter(order_id=ret.order_id)
        .exclude(state=StoreCreditState.FAILED)
        .select_related("parent")
    )


def _minor_of(given: Iterable[Refund], credited: Iterable[StoreCredit]) -> int:
    return sum(row.amount_minor for row in given) + sum(
        row.amount_minor for row in credited
    )


def _is_all_back(ret: Return, bought: Sequence[OrderLine]) -> bool:
    kept = dict(
        _held(ret)
        .filter(is_kept=True)
        .values_list("order_line_id")
        .annotate(total=Sum("quantity"))
    )
    return all(
        line.received_good
        + line.received_not_good
        - line.sent_back
        + kept.get(line.pk, 0)
        >= line.returnable_limit
        for line in bought
        if not line.is_removed
    )


def _held(ret: Return) -> QuerySet[ReturnLine]:
    """Lines of all the order's returns that hold their units."""
    return ReturnLine.objects.filter(
        order_line__order_id=ret.order_id,
        parent__state__in=[str(state) for state in HOLDING_STATES],
    )


def _shipping_in(breakdown: dict[str, Any] | None, payout: Payout) -> int:
    rows: Iterator[dict[str, Any]] = iter((breakdown or {}).get("rows", []))
    return sum(
        row["incl_minor"]
        for row in rows
        if row["kind"] == RowKind.OUTBOUND_SHIPPING and row["payout"] == payout
    )
