"""Between the form and the confirmation: what was typed, for a day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from retour_core.domain.withdrawal import Statement, StatementLine, valid_statement
from retour_core.withdrawals.models import WithdrawalDraft

if TYPE_CHECKING:
    from retour_core.brands.models import Brand
    from retour_core.orders.models import Order

DRAFT_LIFETIME = timedelta(hours=24)


def start_draft(
    brand: Brand, *, locale: str, order: Order | None = None
) -> WithdrawalDraft:
    """A draft with its own private link, nothing typed yet.

    Give ``order`` for somebody who has proved to know it: what is on record is then
    filled in and need not be typed again (Directive (EU) 2023/2673, recital 37).
    """
    typed = Statement(
        name=order.customer_name if order else "",
        contract=order.number if order else "",
        email=order.email if order else "",
    )
    return WithdrawalDraft.objects.create(
        brand=brand, order=order, locale=locale, statement=asdict(typed)
    )


def state(draft: WithdrawalDraft, statement: Statement) -> WithdrawalDraft:
    """Keep a statement that could be submitted. Raises ``StatementInvalid``."""
    draft.statement = asdict(valid_statement(statement))
    draft.save(update_fields=["statement"])
    return draft


def statement_of(draft: WithdrawalDraft) -> Statement:
    data: dict[str, Any] = draft.statement
    lines = tuple(StatementLine(**line) for line in data["lines"])
    return Statement(**{**data, "lines": lines})


def is_stale(draft: WithdrawalDraft, *, now: datetime) -> bool:
    return now >= draft.created_at + DRAFT_LIFETIME


def discard_old_drafts(*, now: datetime) -> int:
    """Delete drafts nobody can open any more and say how many there were."""
    old = WithdrawalDraft.objects.filter(created_at__lt=now - DRAFT_LIFETIME)
    return old.delete()[0]
