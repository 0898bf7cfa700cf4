"""Each trap of Oscar's signals, with the change made as a shop makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import translation
from oscar.core.loading import get_class, get_model

from retour_shop.platforms.oscar.models import PushState
from tests.shop_plugin import orders

pytestmark = pytest.mark.django_db


def _settle() -> None:
    PushState.objects.update(pushed=F("dirty"))


def test_a_placed_order_is_dirty_and_keeps_its_language() -> None:
    with translation.override("fr"):
        order = orders.place()

    row = orders.state(order)
    assert row.dirty > row.pushed
    assert row.locale == "fr"


def _status(order: Any) -> None:
    order.set_status("Processing")


def _source(order: Any) -> None:
    orders.pay(order)


def _transaction(order: Any) -> None:
    order.sources.get().debit(1)


def _line_status_by_save(order: Any) -> None:
    line = order.lines.first()
    line.status = "Shipped"
    line.save()


def _shipped(order: Any) -> None:
    orders.event(order, "Shipped")


def _refunded(order: Any) -> None:
    orders.refunded(order, order.lines.first(), 1)


def _address(order: Any) -> None:
    order.shipping_address.postcode = "8003"
    order.shipping_address.save()


def _line_removed(order: Any) -> None:
    order.lines.first().delete()


def _event_removed(order: Any) -> None:
    order.shipping_events.get().delete()


CHANGES: tuple[tuple[str, Callable[[Any], None]], ...] = (
    ("status", _status),
    ("source", _source),
    ("transaction", _transaction),
    ("line saved by a status cascade", _line_status_by_save),
    ("shipped", _shipped),
    ("event removed", _event_removed),
    ("refunded", _refunded),
    ("address", _address),
    ("line removed", _line_removed),
)


@pytest.mark.parametrize("change", [c for _, c in CHANGES], ids=[n for n, _ in CHANGES])
def test_every_change_marks_its_order_and_no_other(change: Any) -> None:
    order, other = orders.place(), orders.place()
    if change is _transaction:
        orders.pay(order)
    if change is _event_removed:
        orders.event(order, "Shipped")
    _settle()

    change(order)

    assert (orders.is_dirty(order), orders.is_dirty(other)) == (True, False)


def test_shipped_quantities_mark_the_order_after_the_event_did() -> None:
    order = orders.place()
    _settle()
    before = orders.state(order).dirty

    orders.event(order, "Shipped")

    # The event itself has no quantities yet when it is announced.
    assert orders.state(order).dirty == before + 2


def test_an_event_that_oscar_takes_back_leaves_the_order_dirty() -> None:
    order = orders.place()
    line = order.lines.get()
    _settle()

    with pytest.raises(get_class("order.exceptions", "InvalidShippingEvent")):
        orders.event(order, "Shipped", (line, 99))

    assert order.shipping_events.count() == 0
    assert orders.is_dirty(order)


def test_a_rolled_back_change_leaves_no_mark() -> None:
    order = orders.place()
    _settle()

    with transaction.atomic():
        order.set_status("Processing")
        transaction.set_rollback(True)

    assert not orders.is_dirty(order)


def test_deleting_a_shipped_and_paid_order_leaves_nothing_behind() -> None:
    order = orders.place()
    orders.pay(order)
    orders.event(order, "Shipped")
    orders.refunded(order, order.lines.first(), 1)

    with transaction.atomic():
        order.delete()

    assert PushState.objects.count() == 0


def test_a_change_gives_a_refused_order_a_new_chance() -> None:
    order = orders.place()
    PushState.objects.update(rejected_at=orders.state(order).available_at)

    order.save()

    assert orders.state(order).rejected_at is None


def test_loading_a_fixture_marks_nothing(tmp_path: Any) -> None:
    order = orders.place()
    fixture = tmp_path / "orders.json"
    call_command(
        "dumpdata", "order.order", "order.line", output=str(fixture), verbosity=0
    )
    _settle()

    call_command("loaddata", str(fixture), verbosity=0)

    assert get_model("order", "Order").objects.get().pk == order.pk
    assert not orders.is_dirty(order)
