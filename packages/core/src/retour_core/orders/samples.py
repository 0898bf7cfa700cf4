"""Orders to try a portal with; the way they came in says that they are no real ones."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from retour_core.brands.queries import default_return_address
from retour_core.domain.errors import DomainError
from retour_core.domain.links import ReturnLink, sign_return_link
from retour_core.orders.locks import lock_shop
from retour_core.orders.models import (
    Order,
    OrderRevision,
    OrderSource,
    Shop,
    ShopStatus,
)
from retour_core.orders.models.order import OrderQuerySet
from retour_core.orders.operations import receive_orders

PREFIX = "TEST-"
_LINK_SECONDS = 24 * 3600
_PLACED_AT_MOST = timedelta(days=10)  # it is placed four days back


class SampleRefused(DomainError):
    """The test order was refused, which is a fault of Retour; please report it."""

    code = "test_order_refused"


def with_sample_mark(orders: OrderQuerySet) -> OrderQuerySet:
    """The same rows with ``is_sample``: whether Retour itself placed it as a test.

    The number alone would not do: a shop may call its orders ``TEST-…``, and what is
    charged must not hang on a name.
    """
    return orders.annotate(is_sample=Exists(_placed_here()))


def without_samples(orders: OrderQuerySet) -> OrderQuerySet:
    return orders.exclude(Exists(_placed_here()))


def open_sample(shops: list[Shop], *, now: datetime) -> Order | None:
    """The newest test order of these shops that waits for its return; one query.

    It is passed over after six days, before a short return window could close.
    """
    waiting = (
        Order.objects.filter(
            shop__in=shops,
            revisions__source=OrderSource.SAMPLE,
            placed_at__gt=now - _PLACED_AT_MOST,
        )
        .exclude(returns__submitted_at__isnull=False)
        .select_related("brand", "shop")
    )
    return waiting.order_by("-placed_at", "-pk").first()


@transaction.atomic
def place_sample(
    shop: Shop, *, email: str, locale: str, now: datetime, actor: str = ""
) -> Order:
    """An order of two socks and a jumper, delivered yesterday to the brand itself.

    Asked again while that of before waits for its return, it answers with the same.
    It comes in the way every order does, so the shop's rules and its being paused
    hold for it too: raises what ``receive_orders`` raises. ``email`` gets the mails.
    """
    if lock_shop(shop.pk).status == ShopStatus.CONNECTED:
        waiting = open_sample([shop], now=now)
        if waiting is not None:
            return waiting
    number = PREFIX + secrets.token_hex(3).upper()
    data = _snapshot(shop, number, email=email, locale=locale, now=now)
    [result] = receive_orders(
        shop, [data], now=now, source=OrderSource.SAMPLE, actor=actor
    )
    if result.status != "created":
        raise SampleRefused
    return Order.objects.select_related("brand", "shop").get(
        shop=shop, external_id=number
    )


def link_to(order: Order, *, now: datetime) -> str:
    """The token of the link a shop would sign for this order; good for a day."""
    expires_at = int(now.timestamp()) + _LINK_SECONDS
    link = ReturnLink(order.shop.key, order.external_id, expires_at)
    return sign_return_link(order.shop.link_secret, link)


def _snapshot(
    shop: Shop, number: str, *, email: str, locale: str, now: datetime
) -> dict[str, Any]:
    placed = (now - timedelta(days=4)).isoformat()
    shipped = (now - timedelta(days=2)).isoformat()
    delivered = (now - timedelta(days=1)).isoformat()
    return {
        "id": number,
        "number": number,
        "currency": "EUR",
        "placed_at": placed,
        "changed_at": delivered,
        "email": email,
        "locale": locale,
        "tags": ["test"],
        "shipping_address": _address(shop),
        "lines": [
            _line("1", "TEST-SOCKS", "Test socks", quantity=2, total="18.00"),
            _line("2", "TEST-JUMPER", "Test jumper", quantity=1, total="59.00"),
        ],
        "shipments": [{"id": "test", "shipped_at": shipped, "delivered_at": delivered}],
        "total_incl_tax": "77.00",
    }


def _line(
    line_id: str, sku: str, title: str, *, quantity: int, total: str
) -> dict[str, Any]:
    return {
        "id": line_id,
        "sku": sku,
        "title": title,
        "quantity": quantity,
        "fulfilled_quantity": quantity,
        "total_incl_tax": total,
    }


def _address(shop: Shop) -> dict[str, str]:
    own = default_return_address(shop.brand_id)
    if own is None:
        return {
            "name": "Test Customer",
            "street": "Torstraße 1",
            "postal_code": "10119",
            "city": "Berlin",
            "country": "DE",
        }
    return {
        "name": "Test Customer",
        "company": own.company,
        "street": own.street,
        "postal_code": own.postal_code,
        "city": own.city,
        "country": own.country,
    }


def _placed_here() -> QuerySet[OrderRevision]:
    return OrderRevision.objects.filter(order=OuterRef("pk"), source=OrderSource.SAMPLE)
