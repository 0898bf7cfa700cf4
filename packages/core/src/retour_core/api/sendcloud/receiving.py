"""Their parcels and orders into ours; a parcel known already stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.accounts.models import ApiToken
from retour_core.api.sendcloud.parcel_in import ParcelIn, ParcelUpdate
from retour_core.api.sendcloud.parcel_mapping import (
    changed_order,
    key_of,
    new_order,
    their_problem,
)
from retour_core.api.sendcloud.refusals import Problem, Refusal
from retour_core.domain.wire import OrderResult
from retour_core.orders.locks import lock_shop
from retour_core.orders.models import Order, OrderRevision, OrderSource, Shop
from retour_core.orders.operations import receive_orders
from retour_core.orders.parcels import REGISTERED

Verdict = str | list[Problem]


def receive_parcels(
    token: ApiToken, parcels: Sequence[ParcelIn], *, now: datetime
) -> list[Verdict]:
    """The key of each parcel's order, or why it is refused.

    A parcel whose ``external_reference`` is known changes nothing. One that is known
    by its order's id or number only brings that order up to date.
    """
    shop = token.shop
    keys = [key_of(parcel) for parcel in parcels]
    verdicts: dict[int, Verdict] = {}
    orders: dict[int, dict[str, Any]] = {}
    with transaction.atomic():
        lock_shop(shop.pk)
        known = snapshots(shop, keys)
        made: set[str] = set()
        for index, (key, parcel) in enumerate(zip(keys, parcels, strict=True)):
            if parcel.external_reference and (key in known or key in made):
                verdicts[index] = key
            elif key in made:
                verdicts[index] = [_twice()]
            else:
                orders[index] = _wire(shop, key, parcel, known, now)
                made.add(key)
        results = receive(token, list(orders.values()), now)
    for index, result in zip(orders, results, strict=True):
        verdicts[index] = _verdict(keys[index], result)
    return [_unless_refused(verdicts, keys, i) for i in range(len(parcels))]


def change_parcel(
    token: ApiToken,
    order_id: int,
    change: ParcelUpdate | None,
    *,
    now: datetime,
    status: str | None = None,
) -> Order:
    """Change what was sent of a parcel; refuses 404 and, by field, 400."""
    with transaction.atomic():
        shop = lock_shop(token.shop_id)
        stored = Order.objects.for_shop(shop).filter(pk=order_id).first()
        base = snapshots(shop, [stored.external_id]) if stored else {}
        if stored is None or not base:
            raise Refusal(404, "No Parcel of this shop has this id.")
        order = {**base[stored.external_id]}
        order["changed_at"] = max(now, stored.changed_at)
        if change is not None:
            contents = contents_title(token.shop)
            order = changed_order(
                order, change, now=order["changed_at"], contents=contents
            )
        if status is not None:
            order["status"] = status
        [result] = receive(token, [order], now)
    if result.errors:
        raise Refusal.of_fields([their_problem(problem) for problem in result.errors])
    return stored


def snapshots(shop: Shop, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What was last sent of the known ones among these orders, in the wire's shape.

    ``changed_at`` is the stored one; shipments registered by themselves are left
    out, for a push may not name them.
    """
    newest = (
        OrderRevision.objects.filter(
            order__shop=shop, order__external_id__in=list(keys)
        )
        .values("order")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    found = OrderRevision.objects.filter(pk__in=newest).select_related("order")
    return {
        revision.order.external_id: {
            **revision.snapshot,
            "changed_at": revision.order.changed_at,
            "shipments": [
                shipment
                for shipment in revision.snapshot.get("shipments", [])
                if not shipment["id"].startswith(REGISTERED)
            ],
        }
        for revision in found
    }


def contents_title(shop: Shop) -> str:
    """What a parcel without items holds, in the language of the shop's brand."""
    with translation.override(shop.brand.default_locale):
        return _("Parcel contents")


def _wire(
    shop: Shop,
    key: str,
    parcel: ParcelIn,
    known: Mapping[str, dict[str, Any]],
    now: datetime,
) -> dict[str, Any]:
    contents = contents_title(shop)
    base = known.get(key)
    if base is None:
        return new_order(parcel, key=key, now=now, contents=contents)
    latest = max(now, base["changed_at"])
    return changed_order(base, parcel, now=latest, contents=contents)


def receive(
    token: ApiToken, orders: list[dict[str, Any]], now: datetime
) -> list[OrderResult]:
    return receive_orders(
        token.shop,
        orders,
        now=now,
        source=OrderSource.SENDCLOUD,
        actor=str(token),
    )


def _verdict(key: str, result: OrderResult) -> Verdict:
    return [their_problem(problem) for problem in result.errors] or key


def _unless_refused(
    verdicts: Mapping[int, Verdict], keys: Sequence[str], index: int
) -> Verdict:
    """What follows a refused parcel under its reference shares the refusal."""
    first = next(i for i in sorted(verdicts) if keys[i] == keys[index])
    own = verdicts[index]
    return verdicts[first] if isinstance(own, str) else own


def _twice() -> Problem:
    return Problem(
        ("external_reference",),
        "Another parcel of this request has the same order number; give each an"
        " “external_reference” of its own.",
    )
