"""What the flow's pages read; each function says how many queries it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.domain.policies import Decision, ItemDecision, RequestKind
from retour_core.orders.mailbox import same_mailbox
from retour_core.orders.models import GiftSlip, Order, OrderLine
from retour_core.returns.asking import ask_all, check_any, check_order
from retour_core.returns.choices import RequestKind as AskedKind
from retour_core.returns.gifts import covered_by
from retour_core.returns.group_models import ReturnGroup
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.pricing import held_minor, prices_of

_LINES = (
    ReturnLine.objects.select_related("order_line")
    .annotate(held_minor=held_minor())
    .order_by("order_line__position", "pk")
)


def return_of_key(brand: Brand, private_key: str) -> Return:
    """The brand's return behind a private link, with its lines; another brand's is a
    404. Two queries."""
    ret = (
        Return.objects.for_brands([brand.pk])
        .select_related(
            *("brand", "order__brand", "order__shop", "return_address"),
            *("group", "policy", "gift_slip"),
        )
        .prefetch_related(Prefetch("lines", _LINES))
        .filter(private_key=private_key)
        .first()
    )
    if ret is None:
        raise Http404
    return ret


def group_of_key(brand: Brand, private_key: str) -> ReturnGroup:
    """The brand's group behind a private link; another brand's is a 404. One query."""
    found = (
        ReturnGroup.objects.filter(brand=brand, private_key=private_key)
        .select_related("brand")
        .first()
    )
    if found is None:
        raise Http404
    return found


def returns_of_group(group: ReturnGroup) -> list[Return]:
    """As ``return_of_key`` loads them, the newest order first. Two queries."""
    return list(
        group.returns.select_related(
            "brand", "order__brand", "order__shop", "return_address"
        )
        .prefetch_related(Prefetch("lines", _LINES))
        .order_by("-order__placed_at", "pk")
    )


def returns_of_mailbox(orders: Sequence[Order]) -> dict[int, list[Return]]:
    """What the same address has sent of each order, by its key. One query.

    A return that somebody else made of it, as of a present, is theirs.
    """
    mine: dict[int, list[Return]] = {}
    address = {order.pk: order.email for order in orders}
    made = Return.objects.submitted().filter(order__in=list(address), is_gift=False)
    for ret in made.order_by("-submitted_at"):
        if same_mailbox(ret.email, address[ret.order_id]):
            mine.setdefault(ret.order_id, []).append(ret)
    return mine


def chosen_lines(ret: Return) -> list[ReturnLine]:
    """The lines of a return that ``return_of_key`` loaded. No query."""
    return list(ret.lines.all())


class NothingLeft(DomainError):
    """All items of this order have been returned or registered for return."""

    code = "nothing_left"


@dataclass(frozen=True)
class Offer:
    """What of an order may come back, item by item; lines without a unit left
    included, those the shop removed not."""

    lines: list[OrderLine]
    decision: Decision

    @property
    def left(self) -> list[OrderLine]:
        return [line for line in self.lines if line.returnable > 0]

    def item(self, line: OrderLine) -> ItemDecision:
        return self.decision.item(line.external_id)

    def check(self) -> None:
        """Raises what ``check_any`` raises where no item can be returned."""
        check_any(self.decision, self.left)


def offer_of(
    order: Order,
    *,
    now: datetime,
    kind: AskedKind = AskedKind.RETURN,
    brand: Brand | None = None,
    slip: GiftSlip | None = None,
    sent_from: str = "",
) -> Offer:
    """``sent_from`` as in ``decide_for``. Seven queries, and one where ``slip`` covers
    a part of the order only. Raises the
    ``DomainError`` that keeps the order as a whole from being returned, ``NothingLeft``
    and ``GiftSlipGone`` among them."""
    check_order(order)
    prefetch_related_objects([order], "lines")
    covered = covered_by(slip)
    lines = sorted(
        (
            line
            for line in order.lines.all()
            if not line.is_removed and (covered is None or line.pk in covered)
        ),
        key=lambda line: (line.position, line.pk),
    )
    if all(line.returnable < 1 for line in lines):
        raise NothingLeft
    asked = ask_all(
        order, RequestKind(kind), lines, now=now, brand=brand, sent_from=sent_from
    )
    return Offer(lines, asked.decision)


def refund_estimates(lines: Sequence[ReturnLine]) -> dict[int, int]:
    """What submitting would price each line at, by its primary key; for lines that
    ``return_of_key`` or ``returns_of_group`` loaded. No query."""
    priced = zip(lines, prices_of(lines), strict=True)
    return {line.pk: price.minor for line, price in priced}
