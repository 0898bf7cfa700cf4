"""Writing orders. Plugin, API, import and connectors all come through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from retour_core.domain.errors import DomainError
from retour_core.domain.wire import OrderResult, ResultStatus
from retour_core.orders.bulk import Row, update_rows
from retour_core.orders.intake import Accepted, problems_of, read_order, rejected
from retour_core.orders.locks import Stored, lock_orders_by_external_id, lock_shop
from retour_core.orders.models import Order, OrderSource, Shop, ShopStatus
from retour_core.orders.parcels import parcels_of_orders
from retour_core.orders.revisions import Sender, record_revisions
from retour_core.orders.rows import order_row
from retour_core.orders.rules_apply import Sender as SenderAddress
from retour_core.orders.rules_apply import senders_for
from retour_core.orders.store import save_snapshots

# A push that changes nothing writes nothing, most of the time not even this.
_PUSH_NOTED_EVERY = timedelta(minutes=1)


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

    ``raw_orders`` are ``wire.OrderIn`` or parsed JSON values of its shape. A bad
    order is rejected with its fields and keeps none of the others back. A snapshot
    whose ``changed_at`` is older than the stored one's changes nothing (``stale``).
    Every created or updated order keeps the snapshot as a revision, with ``source``
    and ``actor`` (who sent it, for people). Raises ``ShopPaused`` and
    ``ShopDisconnected``, which the plugin takes for a reason to wait: it keeps what
    it has to send.
    """
    verdicts = [read_order(raw) for raw in raw_orders]
    results: list[OrderResult | None] = [
        verdict if isinstance(verdict, OrderResult) else None for verdict in verdicts
    ]
    pending = {i: v for i, v in enumerate(verdicts) if isinstance(v, Accepted)}
    with transaction.atomic():
        locked = lock_shop(shop.pk, "status", "last_push_at")
        check_open(locked)
        sender = Sender(source, actor)
        for round_ in _rounds(pending):
            found = _receive_round(shop, list(round_.values()), now, sender)
            for index, result in zip(round_, found, strict=True):
                results[index] = result
        if locked.last_push_at is None or locked.last_push_at < now - _PUSH_NOTED_EVERY:
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
) -> list[OrderResult]:
    ids = [accepted.order.id for accepted in batch]
    known = {o.external_id: o for o in lock_orders_by_external_id(shop, ids)}
    results: list[OrderResult] = []
    fresh: list[Accepted] = []
    touched: list[Row] = []
    for accepted in batch:
        order = accepted.order
        stored = known.get(order.id)
        problems = problems_of(accepted, stored.content_hash if stored else "", now)
        if problems:
            results.append(rejected(order.id, problems))
            continue
        status = _judge(stored, accepted)
        # Named, since pydantic makes a deep copy of a default for each order.
        results.append(OrderResult(id=order.id, status=status, errors=[]))
        if status in ("created", "updated"):
            fresh.append(accepted)
        elif stored is not None and order.changed_at > stored.changed_at:
            # Unchanged, but an older revision that arrives late must not win.
            touched.append({"id": stored.pk, "changed_at": order.changed_at})
    _save(shop, fresh, known, now, sender)
    update_rows(Order, touched, ["changed_at"])
    return results


def _save(
    shop: Shop,
    fresh: list[Accepted],
    known: Mapping[str, Stored],
    now: datetime,
    sender: Sender,
) -> None:
    if not fresh:
        return
    orders = [accepted.order for accepted in fresh]
    before = [known.get(order.id) for order in orders]
    replaced = [stored.pk for stored in before if stored is not None]
    kept = parcels_of_orders(replaced) if replaced else {}
    addresses = _keep_brands(senders_for(orders, shop), before)
    rows: list[Row] = []
    for accepted, stored, address in zip(fresh, before, addresses, strict=True):
        parcels = kept.get(stored.pk, ()) if stored else ()
        row = order_row(shop, accepted, address, now=now, kept=parcels)
        if stored is not None:
            row["id"] = stored.pk
        rows.append(row)
    save_snapshots(rows, orders, kept)
    record_revisions([row["id"] for row in rows], fresh, sender=sender, now=now)


def _keep_brands(
    addresses: list[SenderAddress], before: list[Stored | None]
) -> list[SenderAddress]:
    """Only a shipping rule moves a stored order to another brand.

    One with returns stays where its customer began them.
    """
    is_moving = [
        stored is not None
        and stored.brand_id != address.brand_id
        and bool(address.rule_name or stored.shipping_rule_name)
        for address, stored in zip(addresses, before, strict=True)
    ]
    moving = [o.pk for o, moves in zip(before, is_moving, strict=True) if o and moves]
    rooted = set(
        Order.objects.filter(pk__in=moving, returns__isnull=False).values_list(
            "pk", flat=True
        )
        if moving
        else ()
    )
    return [
        address
        if stored is None or (moves and stored.pk not in rooted)
        else replace(address, brand_id=stored.brand_id)
        for address, stored, moves in zip(addresses, before, is_moving, strict=True)
    ]


def _judge(stored: Stored | None, accepted: Accepted) -> ResultStatus:
    if stored is None:
        return "created"
    if accepted.order.changed_at < stored.changed_at:
        return "stale"
    if accepted.content_hash == stored.content_hash:
        return "unchanged"
    return "updated"
