"""Run inside an installation under test: ``parcels`` makes some, ``hook`` is a process
that takes in messages, ``outcome`` says what became of them."""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from retour_core.outbox.models import OutboxMessage  # noqa: E402
from retour_core.outbox.operations import deliver  # noqa: E402
from retour_core.returns.models import Return, ReturnEvent  # noqa: E402
from retour_core.tracking.addresses import open_hook  # noqa: E402
from retour_core.tracking.messages import take_in  # noqa: E402
from retour_core.tracking.models import (  # noqa: E402
    TrackedParcel,
    TrackingEvent,
    TrackingHook,
    TrackingMessage,
)
from retour_core.tracking.operations import track  # noqa: E402
from tests.factories import make_brand, make_order, make_return, make_shop  # noqa: E402

PARCELS = 6
COURSE = ("announced", "accepted", "in_transit", "out_for_delivery", "delivered")


def parcels() -> dict[str, Any]:
    now = datetime.now(UTC)
    shop = make_shop(make_brand(methods=["own_carrier"]))
    for number in range(PARCELS):
        order = make_order(
            shop,
            now=now,
            placed_at=(now - timedelta(days=3)).isoformat(),
            changed_at=now.isoformat(),
            shipments=[
                {"id": "s", "delivered_at": (now - timedelta(days=1)).isoformat()}
            ],
        )
        track(make_return(order, now=now), f"PARCEL{number}", since=now)
    open_hook("generic", "Main", "the-secret-key", brands=None)
    return {"parcels": PARCELS}


def hook(seed: int) -> dict[str, Any]:
    """Every scan of every parcel as a message of its own, in an order of its own; each
    is taken in and read at once, as the web and the workers do."""
    jobs = [(number, step) for number in range(PARCELS) for step in range(len(COURSE))]
    random.Random(seed).shuffle(jobs)
    # The same times in every process: since the parcels were known, and not to come.
    first = TrackedParcel.objects.earliest("pk").created_at - timedelta(minutes=9)
    account, taken = TrackingHook.objects.get().account, 0
    for number, step in jobs:
        body = json.dumps(
            {
                "tracking_number": f"parcel-{number}",
                "events": [
                    {
                        "status": COURSE[step],
                        "at": (first + timedelta(minutes=step)).isoformat(),
                    }
                ],
            }
        ).encode()
        taken += take_in("generic", account, body, received_at=datetime.now(UTC))
        waiting = OutboxMessage.objects.filter(kind="tracking", done_at=None)
        for message_id in list(waiting.values_list("pk", flat=True)):
            deliver(message_id)
    connection.close()
    return {"taken": taken}


def outcome() -> dict[str, Any]:
    mails = OutboxMessage.objects.filter(kind="mail").exclude(payload__template="ready")
    moves = ReturnEvent.objects.filter(to_state__in=["in_transit", "arrived"])
    kinds = moves.values("parent", "to_state").distinct()
    return {
        "states": sorted(Return.objects.values_list("state", flat=True)),
        "statuses": sorted(TrackedParcel.objects.values_list("status", flat=True)),
        "sent": TrackedParcel.objects.filter(sent_at=None).count(),
        "events": TrackingEvent.objects.count(),
        "messages": TrackingMessage.objects.count(),
        "arrivals": moves.filter(to_state="arrived").count(),
        "doubled": moves.count() - kinds.count(),
        "mails": mails.count() - mails.values("payload").distinct().count(),
        "dead": OutboxMessage.objects.exclude(dead_at=None).count(),
    }


if __name__ == "__main__":
    arguments = [int(word) for word in sys.argv[2:]]
    print(json.dumps(globals()[sys.argv[1]](*arguments)))
