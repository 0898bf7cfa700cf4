"""The database itself refuses to change or delete what is in the ledger.

A later migration that alters the ledger's table has to lay SQLite's triggers again:
Django makes the table anew there, and they go with the old one.
"""

from typing import Any

from django.db import migrations

TABLE = "retour_billing_ledgerentry"
WHY = "The ledger is final: put right what is wrong by another entry."
SQLITE = [
    f"""CREATE TRIGGER retour_ledger_no_update BEFORE UPDATE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{WHY}'); END""",
    f"""CREATE TRIGGER retour_ledger_no_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{WHY}'); END""",
    # REPLACE takes the old row away without asking the trigger above.
    f"""CREATE TRIGGER retour_ledger_no_replace BEFORE INSERT ON {TABLE}
    WHEN EXISTS (
        SELECT 1 FROM {TABLE} WHERE id = NEW.id
        OR label_id = NEW.label_id AND kind = NEW.kind AND reference = NEW.reference
        OR NEW.kind = 'label' AND kind = 'label'
            AND brand_id = NEW.brand_id AND month = NEW.month AND nth = NEW.nth
    )
    BEGIN SELECT RAISE(ABORT, '{WHY}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION retour_ledger_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{WHY}' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"""CREATE TRIGGER retour_ledger_is_final BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION retour_ledger_is_final()""",
]
LAID = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
LIFTED = {
    "sqlite": [
        f"DROP TRIGGER retour_ledger_no_{what}" for what in ("update", "delete", "replace")
    ],
    "postgresql": [
        f"DROP TRIGGER retour_ledger_is_final ON {TABLE}",
        "DROP FUNCTION retour_ledger_is_final()",
    ],
}


def lay(_apps: Any, schema_editor: Any) -> None:
    for statement in LAID[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def lift(_apps: Any, schema_editor: Any) -> None:
    for statement in LIFTED[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("retour_billing", "0002_surcharge_invoice")]
    operations = [migrations.RunPython(lay, lift)]
