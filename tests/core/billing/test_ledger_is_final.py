"""What the databases themselves refuse, whoever asks them."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from retour_core.billing.models import LedgerEntry
from retour_core.billing.operations import charge_label
from tests.core.billing.test_ledger import make_label

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE retour_billing_ledgerentry SET amount_minor = 0",
        "UPDATE retour_billing_ledgerentry SET note = 'x' WHERE id > 0",
        "DELETE FROM retour_billing_ledgerentry",
        "DELETE FROM retour_billing_ledgerentry WHERE id > 0",
    ],
)
def test_no_row_is_changed_or_deleted_by_sql(statement: str) -> None:
    entry = charge_label(make_label())
    refused = pytest.raises(IntegrityError, match="The ledger is final")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(LedgerEntry.objects.values()) == [
        {field.attname: getattr(entry, field.attname) for field in entry._meta.fields}
    ]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="no other has REPLACE")
def test_no_row_is_replaced_by_sql() -> None:
    charge_label(make_label())
    refused = pytest.raises(IntegrityError, match="The ledger is final")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "REPLACE INTO retour_billing_ledgerentry"
            " SELECT * FROM retour_billing_ledgerentry"
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="no other empties so")
def test_the_ledger_is_not_emptied_by_sql() -> None:
    entry = charge_label(make_label())
    connection.check_constraints()  # or what is still to be checked refuses
    refused = pytest.raises(IntegrityError, match="The ledger is final")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE retour_billing_ledgerentry")

    assert list(LedgerEntry.objects.all()) == [entry]


@pytest.mark.django_db(transaction=True)
def test_the_migration_can_be_undone_and_done_again() -> None:
    for target in (["0002"], []):  # and up to the last one there is
        call_command("migrate", "retour_billing", *target, stdout=io.StringIO())
    charge_label(make_label())
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM retour_billing_ledgerentry")
