from __future__ import annotations

from typing import Any

from django.db import migrations, models

from retour_core.domain.tracking_numbers import normalise_tracking_number

_AT_ONCE = 1000


def fill(apps: Any, schema_editor: Any) -> None:
    shipments = apps.get_model("retour_orders", "OutboundShipment").objects.using(
        schema_editor.connection.alias
    )
    some = []
    for row in shipments.exclude(tracking_number="").iterator(chunk_size=_AT_ONCE):
        row.tracking_key = normalise_tracking_number(row.tracking_number)
        some.append(row)
        if len(some) == _AT_ONCE:
            shipments.bulk_update(some, ["tracking_key"])
            some = []
    shipments.bulk_update(some, ["tracking_key"])


class Migration(migrations.Migration):
    dependencies = [("retour_orders", "0002_what_was_paid")]

    operations = [
        migrations.AddField(
            model_name="outboundshipment",
            name="tracking_key",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=100
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="outboundshipment",
            index=models.Index(
                fields=["tracking_key"], name="retour_shipment_tracked"
            ),
        ),
    ]
