"""Labels that were given back and charged after all."""

from importlib import import_module
from typing import Any

from django.db import migrations, models

_TRIGGERS = import_module("retour_core.billing.migrations.0003_ledger_is_final")


def lift(apps: Any, schema_editor: Any) -> None:
    # Altering the table makes it anew there, which its triggers would refuse.
    if schema_editor.connection.vendor == "sqlite":
        _TRIGGERS.lift(apps, schema_editor)


def lay(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        _TRIGGERS.lay(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("retour_billing", "0003_ledger_is_final")]

    operations = [
        migrations.RunPython(lift, lay),
        migrations.RemoveConstraint("ledgerentry", "retour_ledger_signs"),
        migrations.AlterField(
            "ledgerentry",
            "kind",
            models.CharField(
                choices=[
                    ("label", "label"),
                    ("credit", "cancelled unused"),
                    ("recharge", "charged after all"),
                    ("surcharge", "carrier's surcharge"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "ledgerentry",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(kind__in=("label", "recharge"), amount_minor__gte=0),
                    models.Q(kind="surcharge", amount_minor__gt=0),
                    models.Q(kind="credit", amount_minor__lte=0),
                    _connector="OR",
                ),
                name="retour_ledger_signs",
            ),
        ),
        migrations.RunPython(lay, lift),
    ]
