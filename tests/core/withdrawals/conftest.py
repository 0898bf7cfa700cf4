from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from retour_core.brands.models import Brand
from retour_core.domain.withdrawal import Statement, StatementLine
from retour_core.orders.models import Order, Shop
from retour_core.withdrawals.drafts import start_draft, state
from retour_core.withdrawals.models import Withdrawal
from retour_core.withdrawals.operations import confirm
from tests.factories import NOW, make_brand, make_shop

Withdraw = Callable[..., Withdrawal]


@pytest.fixture
def brand(db: None) -> Brand:
    return make_brand()


@pytest.fixture
def shop(brand: Brand) -> Shop:
    return make_shop(brand)


@pytest.fixture
def withdraw(brand: Brand) -> Withdraw:
    """State and confirm a withdrawal from everything, as Anna Berg."""

    def made(
        contract: str = "NW-1",
        *,
        at: datetime = NOW,
        order: Order | None = None,
        lines: tuple[StatementLine, ...] = (),
        locale: str = "en",
        **fields: Any,
    ) -> Withdrawal:
        draft = start_draft(brand, locale=locale, order=order)
        statement = Statement(
            name=fields.pop("name", "Anna Berg"),
            contract=contract,
            email=fields.pop("email", "anna@example.org"),
            is_partial=bool(lines),
            lines=lines,
            **fields,
        )
        return confirm(state(draft, statement), now=at)

    return made
