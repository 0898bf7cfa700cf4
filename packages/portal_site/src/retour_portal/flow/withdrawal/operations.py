from __future__ import annotations

from datetime import datetime

from django.db import transaction

from retour_core.brands.models import Brand
from retour_core.domain.withdrawal import Statement
from retour_core.orders.models import Order
from retour_core.withdrawals import operations
from retour_core.withdrawals.drafts import start_draft, state
from retour_core.withdrawals.models import Withdrawal, WithdrawalDraft


@transaction.atomic
def begin(
    brand: Brand, statement: Statement, *, order: Order | None, locale: str
) -> WithdrawalDraft:
    """A draft that holds a statement already; raises ``StatementInvalid``."""
    return state(start_draft(brand, locale=locale, order=order), statement)


def confirm(draft: WithdrawalDraft, *, locale: str, now: datetime) -> Withdrawal:
    """Submit the statement. ``locale`` is the language of the page the button was on:
    its words are recorded as shown, whichever language the draft began in."""
    draft.locale = locale
    return operations.confirm(draft, now=now)
