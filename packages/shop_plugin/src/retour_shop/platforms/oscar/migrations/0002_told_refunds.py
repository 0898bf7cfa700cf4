from typing import Any

from django.db import migrations, models
from django.db.models import F


def note_that_they_were_told(apps: Any, _schema_editor: Any) -> None:
    """Those that were booked before: their listeners were told at once."""
    booked = apps.get_model("retour_shop_oscar", "BookedRefund")
    booked.objects.update(told_at=F("booked_at"))


class Migration(migrations.Migration):
    dependencies = [("retour_shop_oscar", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="bookedrefund",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="bookedrefund",
            name="telling_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(note_that_they_were_told, migrations.RunPython.noop),
    ]
