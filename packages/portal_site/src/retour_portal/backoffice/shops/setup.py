"""What has to be done on the shop's side, with the values to copy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from retour_core.accounts.models import ApiToken
from retour_core.orders.models import Platform, Shop

_OSCAR_APPS = """\
INSTALLED_APPS = [
    "retour_shop.platforms.oscar",
    "retour_shop.platforms.oscar.dashboard",
    # ... and then Oscar's
]"""
_OSCAR_URLS = """\
path("dashboard/retour/", apps.get_app_config("retour_shop_oscar_dashboard").urls),"""
_OSCAR_MENU = """\
from retour_shop.platforms.oscar.navigation import RETURNS_MENU

OSCAR_DASHBOARD_NAVIGATION += [RETURNS_MENU]"""


def setup_of(
    shop: Shop, *, token: ApiToken | None, secret: str, now: datetime
) -> dict[str, Any]:
    """For the template named by ``page``; everything in it is text to copy.

    ``token`` is the newest valid one. Its secret is known only while it is shown; a
    placeholder in words stands for it otherwise.
    """
    url, shown = settings.PUBLIC_URL, secret or _("the token you copied")
    if shop.platform == Platform.OSCAR:
        return {"page": "oscar", "public_url": url, **_oscar(shop, url, shown)}
    if shop.platform == Platform.SENDCLOUD:
        public_key = token.public_key if token else ""
        values = _sendcloud(url, public_key, shown)
        values["keys"] += [(_("Secret key"), secret)] if secret else []
        return {"page": "sendcloud", **values}
    if shop.platform == Platform.FILE:
        return {"page": "file", "test_call": ""}
    values = _api(url, shown, now)
    values["keys"] += [(_("Token"), secret)] if secret else []
    return {"page": "api", "public_url": url, **values}


def _oscar(shop: Shop, url: str, token: str) -> dict[str, Any]:
    lines: Sequence[tuple[str, str]] = [
        ("RETOUR_URL", url),
        ("RETOUR_TOKEN", token),
        ("RETOUR_LINK_SECRET", shop.link_secret),
    ]
    check = "./manage.py retour_check"
    return {
        "lines": "\n".join(f'{name} = "{value}"' for name, value in lines),
        "install": 'pip install "retour-shop[oscar]"',
        "apps": _OSCAR_APPS,
        "urls": _OSCAR_URLS,
        "menu": _OSCAR_MENU,
        "check": f"./manage.py migrate\n{check}",
        "backfill": "./manage.py retour_backfill",
        "worker": "./manage.py retour_worker",
        "test_call": check,
    }


def _sendcloud(url: str, public_key: str, token: str) -> dict[str, Any]:
    return {
        "keys": [
            (_("Address"), url),
            (_("Address of version 2, if it asks for that"), f"{url}/api/v2"),
            (_("Public key"), public_key),
        ],
        "test_call": (
            f"curl -u '{public_key}:{token}' {url}/api/v2/user/addresses/sender"
        ),
    }


def _api(url: str, token: str, now: datetime) -> dict[str, Any]:
    bearer = f"-H 'Authorization: Bearer {token}'"
    push = [
        f"curl -X PUT {url}/api/v1/orders \\",
        f"  {bearer} \\",
        "  -H 'Content-Type: application/json' \\",
        f"  --data '{json.dumps(_sample(now), indent=1)}'",
    ]
    return {
        "keys": [(_("Address"), f"{url}/api/v1")],
        "test_call": f"curl {bearer} {url}/api/v1/shop",
        "push_call": "\n".join(push),
    }


def _sample(now: datetime) -> object:
    """An order the API takes, to try with."""
    moment = now.replace(microsecond=0).isoformat()
    line = {
        "id": "1",
        "sku": "JACKET-M",
        "title": "Jacket",
        "quantity": 1,
        "unit_list_price": "99.00",
        "total_incl_tax": "99.00",
        "tax_rate": "19",
    }
    order = {
        "id": "TRY-1",
        "number": "TRY-1",
        "currency": "EUR",
        "placed_at": moment,
        "changed_at": moment,
        "shipping_address": {"postal_code": "10115", "country": "DE"},
        "lines": [line],
        "total_incl_tax": "99.00",
    }
    return {"orders": [order]}
