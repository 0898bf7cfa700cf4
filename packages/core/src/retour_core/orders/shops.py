"""Connecting shops, and what may be done with a connected one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.orders.locks import lock_shop
from retour_core.orders.models import Platform, Shop, ShopStatus
from retour_core.orders.operations import ShopDisconnected
from retour_core.orders.shop_addresses import same_shop_key, tidy_address

# What brings orders beside a platform's plugin.
_LOOSE = (Platform.API, Platform.FILE)


class ShopConnectedAlready(DomainError):
    """This shop is connected already; open it under “Shops” instead.

    ``existing`` is the shop meant. One that was disconnected stands in the way of its
    own brand only, where it is better connected again: its orders stay together.
    """

    code = "shop_connected_already"

    def __init__(self, existing: Shop) -> None:
        self.existing = existing
        super().__init__()


@transaction.atomic
def connect_shop(shop: Shop) -> Shop:
    """Save a new shop, its address tidied.

    Raises ``ShopConnectedAlready`` and ``ShopAddressInvalid``.
    """
    _one_at_a_time()
    shop.url = tidy_address(shop.url)
    _refuse_twins(shop)
    shop.status = ShopStatus.CONNECTED
    shop.save()
    return shop


@transaction.atomic
def change_shop(shop: Shop) -> Shop:
    """Save name, platform, address and who books refunds; brand and key stay.

    Raises ``ShopConnectedAlready`` and ``ShopAddressInvalid``.
    """
    _one_at_a_time()
    shop.url = tidy_address(shop.url)
    if lock_shop(shop.pk).status != ShopStatus.DISCONNECTED:
        _refuse_twins(shop)
    shop.save(update_fields=["name", "platform", "url", "executes_refunds"])
    return shop


@transaction.atomic
def pause_shop(shop: Shop) -> Shop:
    """Take nothing in until resumed; plugins keep what they have to send.

    Pausing a paused shop changes nothing. Raises ``ShopDisconnected``.
    """
    return _move(shop, ShopStatus.PAUSED)


@transaction.atomic
def resume_shop(shop: Shop) -> Shop:
    """Take orders in again. Raises ``ShopDisconnected``."""
    return _move(shop, ShopStatus.CONNECTED)


@transaction.atomic
def disconnect_shop(shop: Shop, *, now: datetime) -> Shop:
    """End the connection: every token is revoked at once, the orders stay.

    Returns go on, and so do links in mails the shop has sent already.
    """
    locked = lock_shop(shop.pk)
    locked.status = ShopStatus.DISCONNECTED
    locked.save(update_fields=["status"])
    locked.tokens.filter(revoked_at=None).update(revoked_at=now)
    return locked


@transaction.atomic
def reconnect_shop(shop: Shop) -> Shop:
    """Connect a disconnected shop again, with the orders it has; it needs a new token.

    Raises ``ShopConnectedAlready`` if its address was connected anew meanwhile.
    """
    _one_at_a_time()
    locked = lock_shop(shop.pk)
    if locked.status != ShopStatus.DISCONNECTED:
        return locked
    _refuse_twins(locked)
    locked.status = ShopStatus.CONNECTED
    locked.save(update_fields=["status"])
    return locked


def shop_like(shop: Shop) -> Shop | None:
    """Another shop that is surely the same one, those connected first; one query.

    Shops are told apart by their address; one without an address by its name among
    its brand's. A platform and own software or files may share either: counter sales,
    say, come by CSV while the plugin pushes the rest.
    """
    others = Shop.objects.exclude(pk=shop.pk).select_related("brand").order_by("pk")
    if shop.url:
        others = others.exclude(url="")
    else:
        others = others.filter(url="", brand_id=shop.brand_id)
    key, is_loose = _identity(shop), shop.platform in _LOOSE
    twins = [
        other
        for other in others
        if (other.platform in _LOOSE) == is_loose and _identity(other) == key
    ]
    twins.sort(key=lambda other: other.status == ShopStatus.DISCONNECTED)
    return twins[0] if twins else None


def _identity(shop: Shop) -> str:
    if shop.url:
        return same_shop_key(shop.url)
    return " ".join(shop.name.split()).casefold()


def _refuse_twins(shop: Shop) -> None:
    twin = shop_like(shop)
    if twin is None:
        return
    is_gone = twin.status == ShopStatus.DISCONNECTED
    is_new = shop.pk is None
    if not is_gone or (is_new and twin.brand_id == shop.brand_id):
        raise ShopConnectedAlready(twin)


def _one_at_a_time() -> None:
    """No two shops are compared with the others at once; the oldest brand's row is
    the queue. The constraint on address and platform cannot see ``www.``."""
    list(Brand.objects.order_by("pk").select_for_update(no_key=True)[:1])


def _move(shop: Shop, status: ShopStatus) -> Shop:
    locked = lock_shop(shop.pk)
    if locked.status == ShopStatus.DISCONNECTED:
        raise ShopDisconnected
    locked.status = status
    locked.save(update_fields=["status"])
    return locked
