"""The database itself refuses to change or delete what is in the account of fees.

A later migration that alters its table has to lay SQLite's triggers again, as
``retour_billing.0003`` says of the ledger of labels.
"""

from typing import Any

from django.db import migrations

TABLE = "retour_payments_feeentry"
WHY = "The account of fees is final: put right what is wrong by another entry."
SQLITE = [
    f"""CREATE TRIGGER retour_fees_no_update BEFORE UPDATE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{WHY}'); END""",
    f"""CREATE TRIGGER retour_fees_no_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{WHY}'); END""",
    # REPLACE takes the old row away without asking the trigger above.
    f"""CREATE TRIGGER retour_fees_no_replace BEFORE INSERT ON {TABLE}
    WHEN EXISTS (
        SELECT 1 FROM {TABLE} WHERE id = NEW.id
        OR payment_id = NEW.payment_id AND kind = NEW.kind AND attempt = NEW.attempt
    )
    BEGIN SELECT RAISE(ABORT, '{WHY}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION retour_fees_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{WHY}' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"""CREATE TRIGGER retour_fees_are_final BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION retour_fees_are_final()""",
    # No trigger of a row is asked when a table is emptied.
    f"""CREATE TRIGGER retour_fees_are_never_emptied BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION retour_fees_are_final()""",
]
LAID = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
LIFTED = {
    "sqlite": [
        f"DROP TRIGGER retour_fees_no_{what}" for what in ("update", "delete", "replace")
    ],
    "postgresql": [
        f"DROP TRIGGER retour_fees_are_never_emptied ON {TABLE}",
        f"DROP TRIGGER retour_fees_are_final ON {TABLE}",
        "DROP FUNCTION retour_fees_are_final()",
    ],
}


def lay(_apps: Any, schema_editor: Any) -> None:
    for statement in LAID[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def lift(_apps: Any, schema_editor: Any) -> None:
    for statement in LIFTED[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("retour_payments", "0003_paid_back_otherwise")]
    operations = [migrations.RunPython(lay, lift)]
