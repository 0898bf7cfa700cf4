"""Run inside an installation under test: ``shop`` makes one, ``labels`` lists them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from retour_core.accounts.tokens import issue_token  # noqa: E402
from retour_core.carriers.models import CarrierAccount  # noqa: E402
from retour_core.carriers.operations import save_account  # noqa: E402
from retour_core.domain.states import (  # noqa: E402
    HOLDING_STATES,
    TRANSITIONS,
    ReturnState,
)
from retour_core.labels.doubt_models import CarrierDoubt  # noqa: E402
from retour_core.labels.models import Label  # noqa: E402
from retour_core.orders.models import Order, OrderLine  # noqa: E402
from retour_core.outbox.models import OutboxMessage  # noqa: E402
from retour_core.returns.models import (  # noqa: E402
    Return,
    ReturnEvent,
    ReturnLine,
)
from retour_core.returns.part_models import StoreCredit  # noqa: E402
from retour_core.returns.parts import latest_parts  # noqa: E402
from retour_core.returns.refund_models import Refund  # noqa: E402
from tests.carriers.stubs import STUBS  # noqa: E402
from tests.factories import (  # noqa: E402
    line_data,
    make_brand,
    make_order,
    make_shop,
)
from tests.races.waiting_returns import make_waiting  # noqa: E402


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
        "doubts": CarrierDoubt.objects.filter(kind="purchase").count(),
        "waiting": OutboxMessage.objects.filter(kind="label", done_at=None).count(),
        "errors": list(
            OutboxMessage.objects.filter(kind="label")
            .exclude(last_error="")
            .values_list("last_error", "attempts")
        ),
    }


def ten() -> dict[str, Any]:
    """A shop that executes refunds, and an order of ten units for 99.99."""
    now = datetime.now(UTC)
    made = make_shop(
        make_brand(methods=["own_carrier"], store_credit_bonus="10"),
        executes_refunds=True,
    )
    order = make_order(
        made,
        now=now,
        number="NW-1010",
        placed_at=(now - timedelta(days=3)).isoformat(),
        changed_at=now.isoformat(),
        lines=[line_data(quantity=10, fulfilled_quantity=10, total_incl_tax="99.99")],
        total_incl_tax="99.99",
        shipping_incl_tax="0",
        captured="60.00",
        shipments=[{"id": "s", "delivered_at": (now - timedelta(days=1)).isoformat()}],
    )
    return {"token": issue_token(made, name="race")[1], "order": order.external_id}


def waiting(count: str, kind: str = "") -> int:
    """As many returns, each of which waits for a label: of that carrier's, or of the
    installation's."""
    brand = make_brand()
    if kind:
        account = CarrierAccount(kind=kind, name=kind)
        assert save_account(account, STUBS[kind].settings, [brand]) is None
    return make_waiting(make_shop(brand), int(count))


def sums() -> dict[str, Any]:
    """What does not add up; nothing, it is hoped."""
    order, line = Order.objects.get(), OrderLine.objects.get()
    lines = ReturnLine.objects.filter(
        parent__state__in=[str(s) for s in HOLDING_STATES]
    )
    given = sum(
        row.amount_minor
        for row in (
            *Refund.objects.exclude(state="failure"),
            *StoreCredit.objects.exclude(state="failed"),
        )
    )
    checks = {
        "held": line.net_returned == sum(part.held for part in lines),
        "limit": 0 <= line.net_returned <= line.ordered,
        "good": line.received_good == sum(part.received_good for part in lines),
        "not good": line.received_not_good
        == sum(part.received_not_good for part in lines),
        "captured": given <= order.captured_minor,
        "promised": sum(p.refund_minor for p in lines) <= line.total_incl_minor,
        "table": all(
            ReturnState(event.to_state) in TRANSITIONS[ReturnState(event.from_state)]
            for event in ReturnEvent.objects.exclude(to_state="")
        ),
        "settled": all(
            latest_parts(ret).is_done == (ret.state == "settled")
            for ret in Return.objects.all()
        ),
    }
    return {"wrong": [name for name, is_right in checks.items() if not is_right]}


_CALLS: dict[str, Callable[..., Any]] = {
    "shop": shop,
    "outcome": outcome,
    "ten": ten,
    "sums": sums,
    "waiting": waiting,
}
print(json.dumps(_CALLS[sys.argv[1]](*sys.argv[2:])))
