"""Returns whose fee is not paid: reminded of it, and ended when the time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, IntegerField, OuterRef, Subquery

from retour_core.domain.states import ReturnState
from retour_core.outbox.operations import put
from retour_core.payments.models import PaymentState
from retour_core.payments.queries import PAY_WITHIN, pay_by
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.transition import lock_return, move

# Who is still at the service is left in peace; later a second and last time.
REMIND_AFTER = (timedelta(hours=1), PAY_WITHIN - timedelta(days=3))
_AT_ONCE = 200
# Money on its way is waited for, but not for ever.
_UNDER_WAY = timedelta(days=10)


def chase(*, now: datetime) -> None:
    """Remind of what is due and end what was never paid; harmless to repeat."""
    began = ReturnEvent.objects.filter(
        parent=OuterRef("pk"), to_state=ReturnState.AWAITING_PAYMENT
    ).order_by("-at", "-pk")
    rows = (
        Return.objects.filter(state=ReturnState.AWAITING_PAYMENT)
        .annotate(
            began_at=Subquery(began.values("at")[:1], output_field=DateTimeField()),
            began_by=Subquery(began.values("pk")[:1], output_field=IntegerField()),
        )
        .order_by("pk")
        .values_list("pk", "email", "began_at", "began_by")
    )
    for pk, email, began_at, began_by in rows.iterator(chunk_size=_AT_ONCE):
        if now >= began_at + PAY_WITHIN:
            _end(pk, now)
        elif email:
            _remind(pk, began_by, now - began_at)


def _remind(return_id: int, event_id: int, waited: timedelta) -> None:
    due = sum(waited >= after for after in REMIND_AFTER)
    if due:
        payload = {"return_id": return_id, "template": "fee_due"}
        with transaction.atomic():
            put("mail", payload, dedupe_key=f"mail-fee-due-{event_id}-{due}")


@transaction.atomic
def _end(return_id: int, now: datetime) -> None:
    locked = lock_return(return_id)
    last = pay_by(locked)
    if last is None or now < last:
        return  # paid or cancelled meanwhile
    under_way = locked.payments.filter(
        state__in=[PaymentState.PENDING, PaymentState.AUTHORIZED]
    )
    if now < last + _UNDER_WAY and under_way.exists():
        return
    move(locked, ReturnState.EXPIRED, actor=SYSTEM)
