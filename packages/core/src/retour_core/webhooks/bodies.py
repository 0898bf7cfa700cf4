"""What a message says: its type, when it happened, and the whole thing as it stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from retour_core.api.present import RETURN_PREFETCH, RETURN_RELATED, return_out
from retour_core.api.withdrawals import withdrawal_out
from retour_core.returns.models import Return
from retour_core.webhooks.models import WebhookDelivery
from retour_core.withdrawals.models import Withdrawal


def body_of(delivery: WebhookDelivery) -> str:
    """JSON of ``type``, ``timestamp`` (UTC) and ``data``.

    ``data`` is what the API answers for the return or withdrawal at the moment of
    writing: a receiver that keeps the newest of several is right, in any order.
    """
    return json.dumps(
        {
            "type": delivery.event_type,
            "timestamp": _utc(delivery.happened_at),
            "data": _data(delivery),
        },
        ensure_ascii=False,
    )


def _data(delivery: WebhookDelivery) -> dict[str, Any]:
    if delivery.ret_id is not None:
        returns = Return.objects.select_related(*RETURN_RELATED)
        ret = returns.prefetch_related(*RETURN_PREFETCH).get(pk=delivery.ret_id)
        return {"return": return_out(ret).model_dump(mode="json")}
    if delivery.withdrawal_id is not None:
        rows = Withdrawal.objects.select_related("record", "order", "ret")
        row = rows.get(pk=delivery.withdrawal_id)
        return {"withdrawal": withdrawal_out(row).model_dump(mode="json")}
    return {"brand": delivery.endpoint.brand.slug}


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
