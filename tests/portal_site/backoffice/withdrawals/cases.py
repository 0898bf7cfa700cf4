"""Withdrawals of a house's customers, stated and confirmed as on its portal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from retour_core.domain.withdrawal import Statement
from retour_core.withdrawals.drafts import start_draft, state
from retour_core.withdrawals.models import Withdrawal
from retour_core.withdrawals.operations import confirm
from tests.factories import NOW
from tests.portal_site.backoffice.conftest import House


def withdraw(
    house: House, *, contract: str = "", at: datetime = NOW, **values: Any
) -> Withdrawal:
    """From the house's order, by its customer, unless said otherwise."""
    statement = Statement(
        name=values.pop("name", house.order.customer_name),
        contract=contract or house.order.number,
        email=values.pop("email", house.order.email),
        **values,
    )
    draft = start_draft(house.brand, locale="en")
    return confirm(state(draft, statement), now=at)
