"""What brands granted in settings of their own becomes version 1 of their policies."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.utils import timezone

SENDING = {"drop_off_point", "labelless_drop_off", "pick_up", "own_carrier"}


def write_versions(apps: Any, schema_editor: Any) -> None:
    Brand = apps.get_model("retour_brands", "Brand")
    ReturnPolicy = apps.get_model("retour_policies", "ReturnPolicy")
    now = timezone.now()
    with_versions = set(ReturnPolicy.objects.values_list("brand_id", "kind"))
    ReturnPolicy.objects.bulk_create(
        ReturnPolicy(brand=brand, kind=kind, version=1, data=data, created_at=now)
        for brand in Brand.objects.order_by("pk")
        for kind, data in granted_by(brand)
        if (brand.pk, kind) not in with_versions
    )


def granted_by(brand: Any) -> list[tuple[str, dict[str, Any]]]:
    """What is left out is what the kind says, the law's days for withdrawals."""
    granted: dict[str, Any] = {
        "window_days": brand.return_window_days,
        # The journey was not counted so far.
        "transit_days": 0,
        "approval": "automatic" if brand.auto_approve else "agent",
        "resolutions": ["refund"],
    }
    if not brand.methods:
        return [("return", granted)]
    ways = {"methods": list(brand.methods)}
    kinds = [("return", granted | ways), ("claim", ways)]
    # Who withdraws may send the goods back: a store alone would not do.
    if SENDING & set(brand.methods):
        kinds.append(("withdrawal", ways))
    return kinds


class Migration(migrations.Migration):
    dependencies = [
        ("retour_brands", "0001_initial"),
        ("retour_policies", "0001_initial"),
    ]

    operations = [migrations.RunPython(write_versions, migrations.RunPython.noop)]
