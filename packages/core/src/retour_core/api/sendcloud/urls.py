"""Paths of both versions; a trailing slash is left to the client, as theirs does."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, re_path

from retour_core.api.sendcloud import orders, parcels, shop_views
from retour_core.api.sendcloud.endpoint import Handler, endpoint, no_such_path
from retour_core.api.sendcloud.refusals import Dialect, v2_error, v3_error

View = Callable[..., HttpResponse]


def _key(name: str) -> str:
    # Longer numbers are no key of any database.
    return rf"(?P<{name}>[0-9]{{1,18}})"


def _path(dialect: Dialect, route: str, **handlers: Handler) -> URLPattern:
    return re_path(rf"^{route}/?$", endpoint(dialect, **handlers))


_parcel = rf"parcels/{_key('parcel_id')}"
_sender = "user/addresses/sender"

v2_patterns = [
    _path(
        v2_error,
        "parcels",
        GET=parcels.list_parcels,
        POST=parcels.create_parcels,
        PUT=parcels.update_parcel,
    ),
    _path(v2_error, "parcels/statuses", GET=parcels.list_statuses),
    _path(v2_error, _parcel, GET=parcels.get_parcel),
    _path(v2_error, f"{_parcel}/cancel", POST=parcels.cancel_parcel),
    _path(v2_error, f"{_parcel}/return_portal_url", GET=parcels.return_portal_url),
    _path(v2_error, "brands", GET=shop_views.list_brands),
    _path(v2_error, f"brands/{_key('brand_id')}", GET=shop_views.get_brand),
    _path(v2_error, _sender, GET=shop_views.list_sender_addresses),
    _path(
        v2_error,
        f"{_sender}/{_key('address_id')}",
        GET=shop_views.get_sender_address,
    ),
    _path(v2_error, "integrations", GET=shop_views.list_integrations),
    _path(v2_error, f"integrations/{_key('shop_id')}", GET=shop_views.get_integration),
    re_path("", no_such_path(v2_error)),
]
v3_patterns = [
    _path(v3_error, "orders", POST=orders.create_orders),
    re_path("", no_such_path(v3_error)),
]
