"""Returns of several orders, chosen one after another and sent off together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from retour_core.domain.errors import DomainError
from retour_core.domain.states import ReturnState
from retour_core.orders.mailbox import same_mailbox
from retour_core.orders.models import Order
from retour_core.returns.drafts import NothingChosen, start_draft
from retour_core.returns.group_models import ReturnGroup
from retour_core.returns.models import Return
from retour_core.returns.operations import submit


class NotOneMailbox(DomainError):
    """Only orders of one brand and one e-mail address are returned together."""

    code = "not_one_mailbox"


class GroupRefused(DomainError):
    """One of the returns cannot be sent, so none of them was."""

    code = "group_refused"

    def __init__(self, ret: Return, refusal: DomainError) -> None:
        super().__init__(f"{ret.order.number}: {refusal.message}")
        self.ret, self.refusal = ret, refusal


@transaction.atomic
def start_group(orders: Sequence[Order], *, locale: str) -> ReturnGroup:
    """A draft for each of ``orders``; that their e-mail was proven is the caller's to
    know. Raises ``NotOneMailbox`` or, for none, ``NothingChosen``."""
    if not orders:
        raise NothingChosen
    first = orders[0]
    for order in orders:
        if order.brand_id != first.brand_id:
            raise NotOneMailbox
        if not same_mailbox(order.email, first.email):
            raise NotOneMailbox
    group = ReturnGroup.objects.create(brand_id=first.brand_id, email=first.email)
    for order in orders:
        draft = start_draft(order, locale=locale)
        draft.group = group
        draft.save(update_fields=["group"])
    return group


@transaction.atomic
def leave_group(ret: Return) -> None:
    """Take a draft out of its group; one that was sent stays in it. Harmless twice."""
    drafts = Return.objects.filter(pk=ret.pk, state=ReturnState.DRAFT)
    # The draft of a label in the box outlives whoever opened it.
    drafts.filter(reserved_until__isnull=False).update(group=None)
    drafts.filter(reserved_until=None).delete()


@transaction.atomic
def submit_group(group: ReturnGroup, *, now: datetime) -> list[Return]:
    """Submit every draft that has items, or none of them; says all that were sent.

    Orders are locked in the order of their keys, so that two tabs wait for each other.
    Sending again changes nothing. Raises ``NothingChosen`` or ``GroupRefused``, which
    names the draft and why.
    """
    drafts = (
        group.returns.select_related("order")
        .filter(lines__isnull=False)
        .order_by("order_id", "pk")
        .distinct()
    )
    sent = []
    for draft in drafts:
        try:
            sent.append(submit(draft, now=now))
        except DomainError as error:
            raise GroupRefused(draft, error) from error
    if not sent:
        raise NothingChosen
    return sent
