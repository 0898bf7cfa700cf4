"""What is charged while the month ends belongs to one month with all it has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from retour_core.accounts.models import Account
from retour_core.billing.operations import charge_label, choose_plan
from tests.core.billing.test_ledger import make_label, make_plan
from tests.factories import make_brand, make_order, make_shop

pytestmark = pytest.mark.django_db
BERLIN = datetime(2026, 11, 30, 23, tzinfo=UTC)  # there December begins


@pytest.mark.parametrize("queries_before", range(16))
def test_a_label_is_numbered_in_the_month_it_is_written_in(queries_before: int) -> None:
    Account.objects.create(name="Nordwand", timezone="Europe/Berlin")
    plan = make_plan((1, 30), (2, 20))
    shop = make_shop(make_brand())
    choose_plan(shop.brand_id, plan)
    first, second = (make_label(make_order(shop, number=f"N-{n}")) for n in (1, 2))
    with time_machine.travel(BERLIN - timedelta(days=2), tick=False):
        charge_label(first)
    begun = BERLIN - timedelta(seconds=queries_before)

    with time_machine.travel(begun, tick=False) as clock:

        def slow(execute: Callable[..., Any], *args: Any) -> Any:
            clock.shift(1)
            return execute(*args)

        with connection.execute_wrapper(slow):
            entry = charge_label(second)

    told = (entry.month, entry.nth, entry.amount_minor, entry.at >= BERLIN)
    assert told in [("2026-11", 2, 20, False), ("2026-12", 1, 30, True)]
