"""Returns that wait for their labels, of orders delivered yesterday; imported once
Django is set up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from retour_core.orders.models import Shop
from retour_core.returns.models import Return
from tests.factories import make_order, make_return


def make_waiting(shop: Shop, count: int) -> int:
    """How many wait then."""
    now = datetime.now(UTC)
    for number in range(count):
        order = make_order(
            shop,
            now=now,
            number=f"NW-{number:04}",
            placed_at=(now - timedelta(days=3)).isoformat(),
            changed_at=now.isoformat(),
            shipments=[
                {"id": "s", "delivered_at": (now - timedelta(days=1)).isoformat()}
            ],
        )
        make_return(order, now=now)
    return Return.objects.filter(state="label_pending").count()
