"""What was pushed, kept as it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from retour_core.domain.wire import OrderIn
from retour_core.orders.bulk import write_rows
from retour_core.orders.models import Order, OrderRevision, OrderSource

MAX_ACTOR = 150


@dataclass(frozen=True)
class Sender:
    """By which way in an order came, and who sent it, for people to read."""

    source: OrderSource
    actor: str = ""


def record_revisions(
    rows: Sequence[Order], orders: Sequence[OrderIn], *, sender: Sender, now: datetime
) -> None:
    """Keep the snapshots of saved orders; fields at their default are left out."""
    write_rows(
        [
            OrderRevision(
                order=row,
                source=sender.source,
                actor=sender.actor[:MAX_ACTOR],
                snapshot=order.model_dump(mode="json", exclude_defaults=True),
                changed_at=order.changed_at,
                received_at=now,
            )
            for row, order in zip(rows, orders, strict=True)
        ]
    )
