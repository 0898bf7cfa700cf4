"""Returns that are not there yet: what they would be, and what they would cost."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from retour_core.domain import policies
from retour_core.domain.errors import DomainError
from retour_core.domain.policies import PriceSource, Resolution
from retour_core.domain.rma import new_rma_number
from retour_core.orders.models import Order, OrderLine
from retour_core.policies.versions import policy_of
from retour_core.returns.asking import ask
from retour_core.returns.choices import RequestKind
from retour_core.returns.drafts import Selection, lines_of
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.price_asking import told_price
from retour_core.returns.terms import way_back


def foreseen(
    order: Order, selections: Sequence[Selection], *, method: str, kind: RequestKind
) -> tuple[Return, list[ReturnLine]]:
    """A draft of ``selections`` with its lines, none of them saved.

    Raises ``LineUnknown``, ``LineTwice`` or ``QuantityInvalid``.
    """
    found = lines_of(order, selections)
    draft = Return(
        order=order,
        brand=order.brand,
        kind=kind,
        method=method,
        rma_number=new_rma_number(secrets.randbits),
        email=order.email,
        sender=dict(order.shipping_address),
    )
    both = zip(selections, found, strict=True)
    return draft, [_line(draft, selection, line) for selection, line in both]


def price_ahead(
    order: Order,
    selections: Sequence[Selection],
    *,
    now: datetime,
    method: str = "",
    kind: RequestKind = RequestKind.RETURN,
) -> dict[str, Any] | None:
    """What the carrier asks for the return that ``create_return`` is about to make,
    to be given to it; ``None`` where the policy wants no carrier's price.

    May ask the carrier, for two seconds at most: never to be called inside a
    transaction. What is wrong with the selections is not said here. One query where
    the policy wants no carrier's price.
    """
    wanted = policies.RequestKind(kind)
    version = policy_of(order.brand, wanted, placed_at=order.placed_at)
    if version.policy.price_source is not PriceSource.CARRIER or not selections:
        return None
    try:
        draft, lines = foreseen(order, selections, method=method, kind=kind)
        asked = ask(draft, lines, now=now)
        draft.method = way_back(draft, asked.decision)
    except DomainError:
        return None
    return told_price(draft, lines, asked, now=now)


def _line(draft: Return, selection: Selection, line: OrderLine) -> ReturnLine:
    return ReturnLine(
        parent=draft,
        order_line=line,
        quantity=selection.quantity,
        reason=selection.reason or "",
        answers=dict(selection.answers),
        resolution=selection.resolution or Resolution.REFUND,
    )
