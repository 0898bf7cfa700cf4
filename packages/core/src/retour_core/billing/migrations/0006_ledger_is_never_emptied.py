"""PostgreSQL asks no trigger of a row when it empties a table."""

from typing import Any

from django.db import migrations

LAID = """CREATE TRIGGER retour_ledger_is_never_emptied
    BEFORE TRUNCATE ON retour_billing_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION retour_ledger_is_final()"""
LIFTED = "DROP TRIGGER retour_ledger_is_never_emptied ON retour_billing_ledgerentry"


def lay(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(LAID)


def lift(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(LIFTED)


class Migration(migrations.Migration):
    dependencies = [("retour_billing", "0005_next_plans")]
    operations = [migrations.RunPython(lay, lift)]
