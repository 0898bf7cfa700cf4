from __future__ import annotations

from django.http import Http404

from retour_core.brands.models import Brand
from retour_core.domain.withdrawal import submission_key
from retour_core.orders.models import Order, OrderLine
from retour_core.withdrawals.drafts import statement_of
from retour_core.withdrawals.models import Withdrawal, WithdrawalDraft
from retour_core.withdrawals.queries import with_course
from retour_core.withdrawals.records import chain_of


def draft_of_key(brand: Brand, private_key: str) -> WithdrawalDraft:
    """The brand's draft behind a private link; another brand's is a 404. One query."""
    draft = (
        WithdrawalDraft.objects.filter(brand=brand, private_key=private_key)
        .select_related("brand", "order__brand", "order__shop")
        .first()
    )
    if draft is None:
        raise Http404
    return draft


def withdrawal_of_draft(draft: WithdrawalDraft) -> Withdrawal | None:
    """What confirming the draft has made, if it was confirmed. One query."""
    key = submission_key(
        statement_of(draft), brand=chain_of(draft.brand), token=draft.private_key
    )
    return Withdrawal.objects.filter(brand=draft.brand, submission_key=key).first()


def withdrawal_with_course(brand: Brand, private_key: str) -> Withdrawal:
    """The brand's withdrawal behind a private link, ready for ``follow_up``."""
    found = with_course().for_brands([brand.pk]).filter(private_key=private_key).first()
    if found is None:
        raise Http404
    return found


def lines_of(order: Order | None) -> list[OrderLine]:
    """All that was ordered: what is left to return plays no part. One query."""
    if order is None:
        return []
    return list(
        order.lines.filter(is_removed=False, ordered__gt=0).order_by("position", "pk")
    )
