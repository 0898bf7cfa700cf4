"""What the demo starts with: three brands, two shops, staff, a shipped order.

``python -m retour_portal.demo.seed --port 8100 --store-url http://…`` prints JSON:
the plugin's three lines and the order to try. Running it again changes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from retour_core.brands.models import Brand
    from retour_core.orders.models import Shop

PASSWORD = "retour-demo"  # noqa: S105 - printed by the demo, which serves loopback only
ORDER_NUMBER, POSTAL_CODE = "ML-2041", "69002"
COUNTER_ORDER = "ML-2057"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--store-url", required=True)
    parser.add_argument("--known", default="{}", help="what an earlier run printed")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "retour_portal.settings")
    django.setup()
    known = json.loads(arguments.known)
    print(json.dumps(seed(arguments.port, arguments.store_url, known)))  # noqa: T201


def seed(port: int, store_url: str, known: dict[str, Any]) -> dict[str, Any]:
    """``known`` holds the token of an earlier run, which cannot be read back."""
    from django.conf import settings

    from retour_core.accounts.models import Account
    from retour_core.brands.models import Brand
    from retour_portal.demo.content import seed_portals
    from retour_portal.demo.fees import seed_fees
    from retour_portal.demo.places import seed_places

    _, is_new = Account.objects.get_or_create(
        singleton=True,
        defaults={"name": "Alpenglow & Lune GmbH", "country": "DE"},
    )
    brands = seed_portals(port)
    if is_new:
        # Off by default; here what was just bought shall be returnable at once.
        Brand.objects.update(allow_unshipped_returns=True)
    outdoor = _shop("alpenglow-store", "Alpenglow store", "oscar", brands["alpenglow"])
    outdoor.url, outdoor.executes_refunds = store_url, True
    outdoor.save(update_fields=["url", "executes_refunds"])
    fashion = _shop("maison-lune", "Maison Lune Paris", "api", brands["maison-lune"])
    _orders(fashion)
    gift_code = _gift_slip(fashion)
    if settings.RETOUR_PAYMENT_SANDBOX:
        seed_fees(brands["kiko"])
    _staff(brands)
    seed_places(settings.RETOUR_CARRIER)
    return {
        "token": known.get("token") or _token(outdoor),
        "link_secret": outdoor.link_secret,
        "order_number": ORDER_NUMBER,
        "postal_code": POSTAL_CODE,
        "gift_code": gift_code,
        "portals": {slug: brand.portal_url for slug, brand in brands.items()},
    }


def _shop(key: str, name: str, platform: str, brand: Brand) -> Shop:
    from retour_core.orders.models import Shop

    shop, _ = Shop.objects.get_or_create(
        key=key, defaults={"name": name, "platform": platform, "brand": brand}
    )
    return shop


def _token(shop: Shop) -> str:
    from retour_core.accounts.tokens import issue_token, revoke_token

    for old in shop.tokens.filter(revoked_at=None):
        revoke_token(old)
    _, secret = issue_token(shop, name="Oscar store")
    return secret


def _staff(brands: dict[str, Brand]) -> None:
    from django.contrib.auth import get_user_model

    from retour_core.accounts.models import Role
    from retour_portal.backoffice.access import grant_staff_role

    users = get_user_model()
    if not users.objects.filter(username="admin").exists():
        users.objects.create_superuser("admin", "admin@retour.example", PASSWORD)
    for slug, name, role in (
        ("alpenglow", "greta", Role.AGENT),
        ("alpenglow", "emil", Role.EDITOR),
        ("alpenglow", "paula", Role.PUBLISHER),
        ("maison-lune", "luc", Role.AGENT),
        ("maison-lune", "mara", Role.ADMIN),
    ):
        user, created = users.objects.get_or_create(
            username=name, defaults={"email": f"{name}@retour.example"}
        )
        if created:
            user.set_password(PASSWORD)
            user.save()
        grant_staff_role(user, brands[slug], role)


def _orders(shop: Shop) -> None:
    from retour_core.orders.operations import receive_orders

    now = datetime.now(UTC).replace(microsecond=0)
    results = receive_orders(shop, [_shipped(now), _over_the_counter(now)], now=now)
    refused = [result for result in results if result.status == "rejected"]
    if refused:
        raise RuntimeError(f"the demo's own orders were refused: {refused}")


def _gift_slip(shop: Shop) -> str:
    """The scarf was a present; its slip's code."""
    from retour_core.orders.gift_slips import give_gift_slip
    from retour_core.orders.models import Order

    order = Order.objects.get(shop=shop, number=ORDER_NUMBER)
    made = give_gift_slip(order, by="demo", now=datetime.now(UTC), line_ids=["2"])
    return made.code


def _shipped(now: datetime) -> dict[str, Any]:
    def days_ago(days: int) -> str:
        return (now - timedelta(days=days)).isoformat()

    return _order(ORDER_NUMBER, days_ago(9), days_ago(5)) | {
        "shipments": [
            {
                "id": "logistics-77",
                "tracking_number": "6A12345678901",
                "carrier": "Colissimo",
                "shipped_at": days_ago(7),
                "delivered_at": days_ago(5),
            }
        ],
        "lines": [
            _line("1", "LUNE-DRESS-38", "Robe Clair de lune", "Taille 38", 1, 18900),
            _line("2", "LUNE-SCARF", "Foulard de soie", "Rose poudré", 2, 15800),
            _line("3", "LUNE-BELT-M", "Ceinture tressée", "Taille M", 1, 6900),
        ],
        "total_incl_tax": "421.90",
        "shipping_incl_tax": "5.90",
    }


def _over_the_counter(now: datetime) -> dict[str, Any]:
    day = (now - timedelta(days=3)).isoformat()
    line = _line("1", "LUNE-BAG", "Sac Demi-lune", "Noir", 1, 24500)
    return _order(COUNTER_ORDER, day, day) | {
        "sales_channel": "boutique",
        "lines": [line | {"fulfilled_quantity": 0}],
        "total_incl_tax": "245.00",
    }


def _order(number: str, placed: str, changed: str) -> dict[str, Any]:
    return {
        "id": number,
        "number": number,
        "currency": "EUR",
        "placed_at": placed,
        "changed_at": changed,
        "email": "camille@client.example",
        "locale": "fr",
        "shipping_address": {
            "name": "Camille Moreau",
            "street": "12 rue de la République",
            "postal_code": POSTAL_CODE,
            "city": "Lyon",
            "country": "FR",
        },
    }


def _line(
    line_id: str, sku: str, title: str, variant: str, quantity: int, cents: int
) -> dict[str, Any]:
    return {
        "id": line_id,
        "sku": sku,
        "title": title,
        "variant": variant,
        "quantity": quantity,
        "fulfilled_quantity": quantity,
        "total_incl_tax": f"{cents // 100}.{cents % 100:02}",
        "tax_rate": "20",
    }


if __name__ == "__main__":
    main()
