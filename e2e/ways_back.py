"""Run inside the installation: orders to return in each way, and parcels that move.

Prints "ready", then for each line "RMA-number step" moves that return's parcel so far
along the simulated carrier's way and prints where the return is then.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

ORDERS = ("E2E-CODE", "E2E-STORE", "E2E-PAPER", "E2E-PARCEL")
POSTAL_CODE = "10119"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "retour_portal.settings")
    django.setup()
    _prepare()
    print("ready", flush=True)  # noqa: T201 - whoever started it listens
    for line in sys.stdin:
        rma_number, step = line.split()
        print(_move(rma_number, int(step)), flush=True)  # noqa: T201


def _prepare() -> None:
    from django.utils import timezone

    from retour_core.brands.models import Brand
    from retour_core.carriers.models import CarrierAccount
    from retour_core.domain.policies import RequestKind
    from retour_core.orders.models import Shop
    from retour_core.orders.operations import receive_orders
    from retour_core.policies.versions import save_policy
    from tests.factories import order_data

    brand, now = Brand.objects.get(slug="alpenglow"), timezone.now()
    ways = ("drop_off_point", "labelless_drop_off", "own_carrier", "in_store")
    save_policy(brand, RequestKind.RETURN, {"methods": ways}, actor="", now=now)
    account, _is_new = CarrierAccount.objects.get_or_create(
        kind="sandbox", name="Codes", defaults={"methods": ["labelless_drop_off"]}
    )
    account.brands.add(brand)
    shop = Shop.objects.get(brand=brand)
    ago = {days: (now - timedelta(days=days)).isoformat() for days in (3, 4, 6)}
    shipment = {"id": "s1", "shipped_at": ago[4], "delivered_at": ago[3]}
    shipment |= {"tracking_number": "00340434161094042557", "carrier": "DHL"}
    orders = [
        order_data(
            number=number,
            placed_at=ago[6],
            changed_at=ago[4],
            shipments=[shipment],
        )
        for number in ORDERS
    ]
    receive_orders(shop, orders, now=now)


def _move(rma_number: str, step: int) -> str:
    from django.utils import timezone

    from retour_core.domain.tracking.simulated import scans_until
    from retour_core.returns.models import Return
    from retour_core.tracking.operations import ingest

    ret = Return.objects.get(rma_number=rma_number)
    parcel, now = ret.tracked_parcels.get(), timezone.now()
    scans = scans_until(
        parcel.created_at + timedelta(milliseconds=step),
        number=parcel.number,
        started_at=parcel.created_at,
        pace=timedelta(milliseconds=1),
        origin="Berlin",
        destination="Hamburg",
    )
    ingest("simulated", scans, received_at=now)
    ret.refresh_from_db()
    return ret.state


if __name__ == "__main__":
    main()
