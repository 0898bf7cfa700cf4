"""Every change to an order only marks it dirty, in the shop's own transaction.

What the change was does not matter: the worker reads the whole order afresh. So it
is harmless that Oscar announces events before their quantities exist, placed orders
before their payment, or nothing at all for a cascaded line status.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, models, transaction
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language
from oscar.core.loading import get_class, get_model

from retour_shop.platforms.oscar.operations import mark_dirty, mark_existing_dirty

logger = logging.getLogger(__name__)

OrderIds = Callable[[Any], Iterable[int]]


def _own(instance: Any) -> Iterable[int]:
    return [instance.pk]


def _order(instance: Any) -> Iterable[int]:
    return [instance.order_id]


def _through_event(instance: Any) -> Iterable[int]:
    return [instance.event.order_id]


def _through_source(instance: Any) -> Iterable[int]:
    return [instance.source.order_id]


def _shipped_to(instance: Any) -> Iterable[int]:
    return _orders(shipping_address_id=instance.pk)


def _billed_to(instance: Any) -> Iterable[int]:
    return _orders(billing_address_id=instance.pk)


def _orders(**lookup: Any) -> Iterable[int]:
    orders = get_model("order", "Order")._default_manager  # noqa: SLF001 - Django's API
    return list(orders.filter(**lookup).values_list("pk", flat=True))


WATCHED: tuple[tuple[str, str, OrderIds], ...] = (
    ("order", "Order", _own),
    ("order", "Line", _order),
    ("order", "ShippingAddress", _shipped_to),
    ("order", "BillingAddress", _billed_to),
    ("order", "ShippingEvent", _order),
    ("order", "ShippingEventQuantity", _through_event),
    ("order", "PaymentEvent", _order),
    ("order", "PaymentEventQuantity", _through_event),
    ("payment", "Source", _order),
    ("payment", "Transaction", _through_source),
)


def connect() -> None:
    for app, name, order_ids in WATCHED:
        model = get_model(app, name)
        uid = f"retour_shop_{app}_{name}".lower()
        post_save.connect(
            _saved(order_ids), sender=model, weak=False, dispatch_uid=f"{uid}_saved"
        )
        if name != "Order":
            post_delete.connect(
                _deleted(order_ids),
                sender=model,
                weak=False,
                dispatch_uid=f"{uid}_deleted",
            )
    # The senders are instances, so these are connected without one.
    get_class("order.signals", "order_placed").connect(
        _on_placed, dispatch_uid="retour_shop_order_placed"
    )
    get_class("order.signals", "order_status_changed").connect(
        _on_status_changed, dispatch_uid="retour_shop_order_status_changed"
    )


def _on_placed(order: Any, **kwargs: Any) -> None:
    _mark([order.pk], locale=get_language() or "")


def _on_status_changed(order: Any, **kwargs: Any) -> None:
    _mark([order.pk])


def _saved(order_ids: OrderIds) -> Callable[..., None]:
    def receive(instance: models.Model, *, raw: bool = False, **kwargs: Any) -> None:
        # A fixture's rows come in any order, some before what they point to; the
        # sweep finds them.
        if not raw:
            _mark(order_ids(instance))

    return receive


def _deleted(order_ids: OrderIds) -> Callable[..., None]:
    def receive(instance: models.Model, **kwargs: Any) -> None:
        # When a whole order is deleted its parts announce it too: a new row here
        # would point to an order that is about to be gone.
        _guarded(lambda: mark_existing_dirty(order_ids(instance)))

    return receive


def _mark(order_ids: Iterable[int], *, locale: str = "") -> None:
    _guarded(lambda: mark_dirty(order_ids, locale=locale))


def _guarded(work: Callable[[], None]) -> None:
    """A sale is worth more than our note of it: the sweep finds what is missed."""
    try:
        with transaction.atomic():
            work()
    except DatabaseError:
        logger.exception(
            "Could not note that an order changed; the sweep will find it."
        )
