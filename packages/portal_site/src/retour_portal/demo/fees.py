"""The demo's brand that charges for its labels before they are made, in the sandbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from retour_core.brands.models import Brand
from retour_core.domain.policies import RequestKind, dump_policy
from retour_core.orders.models import Shop
from retour_core.orders.operations import receive_orders
from retour_core.payments.accounts import save_account
from retour_core.payments.models import PaymentAccount
from retour_core.policies.versions import policy_of, save_policy

ORDER_NUMBER, POSTAL_CODE = "KB-3107", "04109"


def seed_fees(brand: Brand) -> None:
    """An order to return for 3.90 euros; running it again changes nothing."""
    if PaymentAccount.objects.filter(brand=brand).exists():
        return
    save_account(PaymentAccount(brand=brand, kind="sandbox", name="Sandbox"), {})
    now = datetime.now(UTC).replace(microsecond=0)
    kept = dump_policy(policy_of(brand, RequestKind.RETURN).policy)
    fee = {"per": "return", "fixed": [{"amount": "3.90", "currency": "EUR"}]}
    charges = {"fee": fee, "fee_payer": "customer", "fee_when": "before_label"}
    save_policy(brand, RequestKind.RETURN, {**kept, **charges}, actor="", now=now)
    shop, _ = Shop.objects.get_or_create(
        key="kiko", defaults={"name": "Kiko & Bär", "platform": "api", "brand": brand}
    )
    [result] = receive_orders(shop, [_order(now)], now=now)
    if result.status == "rejected":
        raise RuntimeError(f"the demo's own order was refused: {result}")


def _order(now: datetime) -> dict[str, Any]:
    def days_ago(days: int) -> str:
        return (now - timedelta(days=days)).isoformat()

    return {
        "id": ORDER_NUMBER,
        "number": ORDER_NUMBER,
        "currency": "EUR",
        "placed_at": days_ago(8),
        "changed_at": days_ago(4),
        "email": "jonas@kunde.example",
        "locale": "de",
        "shipping_address": {
            "name": "Jonas Winter",
            "street": "Gottschedstraße 12",
            "postal_code": POSTAL_CODE,
            "city": "Leipzig",
            "country": "DE",
        },
        "shipments": [
            {
                "id": "lager-12",
                "tracking_number": "00340434161094000013",
                "carrier": "DHL",
                "shipped_at": days_ago(6),
                "delivered_at": days_ago(4),
            }
        ],
        "lines": [
            _line("1", "KIKO-BEAR", "Bär Bruno", "Groß", "34.90"),
            _line("2", "KIKO-BLOCKS", "Bauklötze", "60 Stück", "29.90"),
        ],
        "total_incl_tax": "64.80",
    }


def _line(line_id: str, sku: str, title: str, variant: str, paid: str) -> Any:
    return {
        "id": line_id,
        "sku": sku,
        "title": title,
        "variant": variant,
        "quantity": 1,
        "fulfilled_quantity": 1,
        "total_incl_tax": paid,
        "tax_rate": "19",
    }
