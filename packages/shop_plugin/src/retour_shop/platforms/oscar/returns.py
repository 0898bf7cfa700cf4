"""Keeps the shop's copy of its returns, to show them on the order."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from oscar.core.loading import get_model

from retour_core.domain.wire_returns import ReturnOut
from retour_shop.client import RetourClient
from retour_shop.platforms.oscar.models import Connection, ReturnMirror
from retour_shop.platforms.oscar.operations import connection_row

# A transaction in Retour may become visible a little after the time it carries.
OVERLAP: Final = timedelta(minutes=2)


def poll_returns(client: RetourClient) -> int:
    """Fetch what changed since the last poll. Returns how many were read.

    The point to begin from moves only after the last page, so a poll that breaks
    off is simply repeated.
    """
    since = connection_row().returns_changed_after
    newest = since
    cursor: str | None = None
    read = 0
    while True:
        page = client.returns(
            changed_after=since - OVERLAP if since else None, cursor=cursor
        )
        for item in page.items:
            _mirror(item)
            newest = max(newest, item.updated_at) if newest else item.updated_at
            read += 1
        cursor = page.next_cursor
        if cursor is None:
            break
    if newest != since:
        Connection.objects.filter(pk=1).update(returns_changed_after=newest)
    return read


def _mirror(item: ReturnOut) -> None:
    orders = get_model("order", "Order")._default_manager  # noqa: SLF001 - Django's API
    if not item.order_id.isdecimal() or not orders.filter(pk=item.order_id).exists():
        return
    values = {
        "rma_number": item.rma_number,
        "order_id": int(item.order_id),
        "kind": item.kind,
        "state": item.state,
        "portal_url": item.portal_url,
        "tracking_number": item.tracking_number,
        "refund_total": item.refund_total,
        "currency": item.currency,
        "lines": [line.model_dump() for line in item.lines],
        "created_at": item.created_at,
        "changed_at": item.updated_at,
    }
    known = ReturnMirror.objects.filter(retour_id=item.id)
    if known.filter(changed_at__gt=item.updated_at).exists():
        return
    ReturnMirror.objects.update_or_create(retour_id=item.id, defaults=values)
