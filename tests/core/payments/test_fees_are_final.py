"""What the databases themselves refuse of the account of fees, whoever asks them."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from retour_core.payments.models import FeeEntry
from retour_core.payments.paying import start_payment
from retour_core.payments.settling import settle_payment
from tests.payments.charging import awaiting_return
from tests.payments.mollie_stub import MollieStub

pytestmark = pytest.mark.django_db
ONLY = {
    "REPLACE": "sqlite",
    "TRUNCATE": "postgresql",
}


def paid(mollie: MollieStub) -> None:
    payment = start_payment(awaiting_return())
    mollie.becomes("paid")
    settle_payment(payment.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE retour_payments_feeentry SET amount_minor = 1",
        "UPDATE retour_payments_feeentry SET note = 'x' WHERE id > 0",
        "DELETE FROM retour_payments_feeentry",
        "REPLACE INTO retour_payments_feeentry SELECT * FROM retour_payments_feeentry",
        "TRUNCATE retour_payments_feeentry",
    ],
)
def test_no_entry_is_changed_or_taken_away_by_sql(
    mollie: MollieStub, statement: str
) -> None:
    if ONLY.get(statement.partition(" ")[0], connection.vendor) != connection.vendor:
        pytest.skip("another database's words")
    paid(mollie)
    before = list(FeeEntry.objects.values())
    connection.check_constraints()  # or what is still to be checked refuses
    refused = pytest.raises(IntegrityError, match="The account of fees is final")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(FeeEntry.objects.values()) == before
    assert len(before) == 1


@pytest.mark.django_db(transaction=True)
def test_the_migration_can_be_undone_and_done_again(mollie: MollieStub) -> None:
    for target in (["0003"], []):  # and up to the last one there is
        call_command("migrate", "retour_payments", *target, stdout=io.StringIO())
    paid(mollie)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM retour_payments_feeentry")
