"""Writing orders. Plugin, API, import and connectors all come through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from retour_core.domain.errors import DomainError
from retour_core.domain.wire import OrderResult, ResultStatus
from retour_core.orders.intake import Accepted, read_order
from retour_core.orders.locks import lock_orders_by_external_id, lock_shop
from retour_core.orders.models import Order, OrderSource, Shop, ShopStatus
from retour_core.orders.parcels import parcels_of_orders
from retour_core.orders.revisions import Sender, record_revisions
from retour_core.orders.rows import order_row
from retour_core.orders.rules_apply import assign_senders
from retour_core.orders.store import save_snapshots


class ShopPaused(DomainError):
    """This shop is paused; resume it under “Shops” and send the same again."""

    code = "shop_paused"


class ShopDisconnected(DomainError):
    """This shop is disconnected; connect it again under “Shops” to send orders."""

    code = "shop_disconnected"


def receive_orders(
    shop: Shop,
    raw_orders: Sequence[Any],
    *,
    now: datetime,
    source: OrderSource = OrderSource.API,
    actor: str = "",
) -> list[OrderResult]:
    """Store the pushed snapshots; one result each, in the order given.

    ``raw_orders`` are parsed JSON values of the shape of ``wire.OrderIn``. A bad
    order is rejected with its fields and keeps none of the others back. A snapshot
    whose ``changed_at`` is older than the stored one's changes nothing (``stale``).
    Every created or updated order keeps the snapshot as a revision, with ``source``
    and ``actor`` (who sent it, for people). Raises ``ShopPaused`` and
    ``ShopDisconnected``, which the plugin takes for a reason to wait: it keeps what
    it has to send.
    """
    verdicts = [read_order(raw, now=now) for raw in raw_orders]
    results: list[OrderResult | None] = [
        verdict if isinstance(verdict, OrderResult) else None for verdict in verdicts
    ]
    pending = {i: v for i, v in enumerate(verdicts) if isinstance(v, Accepted)}
    with transaction.atomic():
        check_open(lock_shop(shop.pk))
        sender = Sender(source, actor)
        for round_ in _rounds(pending):
            statuses = _receive_round(shop, list(round_.values()), now, sender)
            for index, status in zip(round_, statuses, strict=True):
                order_id = round_[index].order.id
                results[index] = OrderResult(id=order_id, status=status)
        Shop.objects.filter(pk=shop.pk).update(last_push_at=now)
    return [result for result in results if result is not None]


def check_open(shop: Shop) -> None:
    """Raise unless this shop takes anything in; ``shop`` is locked."""
    if shop.status == ShopStatus.PAUSED:
        raise ShopPaused
    if shop.status == ShopStatus.DISCONNECTED:
        raise ShopDisconnected


def _rounds(pending: dict[int, Accepted]) -> list[dict[int, Accepted]]:
    """Split so that no round holds one order twice; repeats keep their sequence."""
    rounds: list[dict[int, Accepted]] = []
    seen: dict[str, int] = {}
    for index, accepted in pending.items():
        turn = seen.get(accepted.order.id, 0)
        seen[accepted.order.id] = turn + 1
        if turn == len(rounds):
            rounds.append({})
        rounds[turn][index] = accepted
    return rounds


def _receive_round(
    shop: Shop, batch: list[Accepted], now: datetime, sender: Sender
) -> list[ResultStatus]:
    ids = [accepted.order.id for accepted in batch]
    known = {o.external_id: o for o in lock_orders_by_external_id(shop, ids)}
    statuses: list[ResultStatus] = []
    fresh: list[Accepted] = []
    touched: list[Order] = []
    for accepted in batch:
        stored = known.get(accepted.order.id)
        status = _judge(stored, accepted)
        statuses.append(status)
        if status in ("created", "updated"):
            fresh.append(accepted)
        elif stored is not None and accepted.order.changed_at > stored.changed_at:
            # Unchanged, but an older revision that arrives late must not win.
            stored.changed_at = accepted.order.changed_at
            touched.append(stored)
    _save(shop, fresh, known, now, sender)
    if touched:
        Order.objects.bulk_update(touched, ["changed_at"], batch_size=200)
    return statuses


def _save(
    shop: Shop,
    fresh: list[Accepted],
    known: Mapping[str, Order],
    now: datetime,
    sender: Sender,
) -> None:
    orders = [accepted.order for accepted in fresh]
    replaced = {o.id: known[o.id].pk for o in orders if o.id in known}
    kept = parcels_of_orders(replaced.values()) if replaced else {}
    rows = [
        order_row(shop, a, now=now, kept=kept.get(replaced.get(a.order.id, 0), ()))
        for a in fresh
    ]
    assign_senders(rows, orders, shop)
    _keep_brands(rows, known)
    save_snapshots(rows, orders, known, kept)
    record_revisions(rows, orders, sender=sender, now=now)


def _keep_brands(rows: list[Order], known: Mapping[str, Order]) -> None:
    """Only a shipping rule moves a stored order to another brand.

    One with returns stays where its customer began them.
    """
    moving: list[tuple[Order, Order]] = []
    for row in rows:
        stored = known.get(row.external_id)
        if stored is None or stored.brand_id == row.brand_id:
            continue
        if row.shipping_rule_name or stored.shipping_rule_name:
            moving.append((row, stored))
        else:
            row.brand_id = stored.brand_id
    if not moving:
        return
    rooted = set(
        Order.objects.filter(
            pk__in=[stored.pk for _, stored in moving], returns__isnull=False
        ).values_list("pk", flat=True)
    )
    for row, stored in moving:
        if stored.pk in rooted:
            row.brand_id = stored.brand_id


def _judge(stored: Order | None, accepted: Accepted) -> ResultStatus:
    if stored is None:
        return "created"
    if accepted.order.changed_at < stored.changed_at:
        return "stale"
    if accepted.content_hash == stored.content_hash:
        return "unchanged"
    return "updated"
