"""What was pushed, kept as it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from retour_core.orders.bulk import insert_rows
from retour_core.orders.intake import Accepted
from retour_core.orders.models import OrderRevision, OrderSource

MAX_ACTOR = 150


@dataclass(frozen=True)
class Sender:
    """By which way in an order came, and who sent it, for people to read."""

    source: OrderSource
    actor: str = ""


def record_revisions(
    order_ids: Sequence[int],
    pushed: Sequence[Accepted],
    *,
    sender: Sender,
    now: datetime,
) -> None:
    """Keep what was pushed of saved orders."""
    source, actor = str(sender.source), sender.actor[:MAX_ACTOR]
    insert_rows(
        OrderRevision,
        [
            {
                "order_id": order_id,
                "source": source,
                "actor": actor,
                "snapshot": accepted.snapshot.decode(),
                "changed_at": accepted.order.changed_at,
                "received_at": now,
            }
            for order_id, accepted in zip(order_ids, pushed, strict=True)
        ],
    )
