"""Run inside an installation under test: ``shop`` makes one, ``labels`` lists them."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from retour_core.accounts.tokens import issue_token  # noqa: E402
from retour_core.labels.models import Label  # noqa: E402
from retour_core.orders.models import OrderLine  # noqa: E402
from retour_core.outbox.models import OutboxMessage  # noqa: E402
from retour_core.returns.models import Return  # noqa: E402
from tests.factories import line_data, make_brand, make_order, make_shop  # noqa: E402


def shop() -> dict[str, Any]:
    """A shop with its token and an order of which one unit is left."""
    now = datetime.now(UTC)
    made = make_shop(make_brand())
    order = make_order(
        made,
        now=now,
        number="NW-1001",
        placed_at=(now - timedelta(days=3)).isoformat(),
        changed_at=now.isoformat(),
        lines=[line_data(quantity=1, fulfilled_quantity=1, total_incl_tax="99.00")],
        shipments=[{"id": "s", "delivered_at": (now - timedelta(days=1)).isoformat()}],
    )
    return {"token": issue_token(made, name="race")[1], "order": order.external_id}


def outcome() -> dict[str, Any]:
    return {
        "labels": list(Label.objects.values_list("state", "tracking_number")),
        "returns": list(Return.objects.values_list("state", flat=True)),
        "requested": list(OrderLine.objects.values_list("requested", flat=True)),
        "waiting": OutboxMessage.objects.filter(kind="label", done_at=None).count(),
    }


print(json.dumps({"shop": shop, "outcome": outcome}[sys.argv[1]]()))
