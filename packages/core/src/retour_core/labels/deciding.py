"""What became of labels a carrier was asked to take back and said it would see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from retour_core.billing.operations import recharge_label
from retour_core.carriers.accounts import adapter_for
from retour_core.carriers.base import (
    REFUSALS,
    CancelOutcome,
    CarrierFault,
    Decides,
)
from retour_core.labels.doubt_models import DoubtKind
from retour_core.labels.doubts import doubt_giving_back
from retour_core.labels.models import LIVE_STATES, Label, LabelState
from retour_core.outbox.operations import put
from retour_core.outbox.registry import TryLater, Undeliverable
from retour_core.returns.actors import SYSTEM
from retour_core.returns.transition import lock_return, note
from retour_core.tracking.polling import take_turn

REQUESTED = CancelOutcome.REQUESTED
PAUSE = timedelta(days=1)
# USPS takes up to four weeks; after that the credit stays, unless a scan comes or
# staff charge it (``labels.doubts``).
TIMES = 30
# A carrier may rest for a day (``outward.retry_after``), and each turn is a try.
_TURN = timedelta(hours=1)


def ask_later(label_id: int, time: int = 1) -> None:
    """In the transaction that saves what the carrier answered until now."""
    put("cancel_news", {"label_id": label_id, "time": time}, after=PAUSE)


def ask_again(payload: dict[str, Any], *, message_id: int) -> Callable[[], None] | None:
    """Deliver one ``cancel_news`` message: ask whether a label was taken back, once a
    day, ``TIMES`` times at most. One that was refused is charged again."""
    del message_id
    label = Label.objects.select_related("account").get(pk=payload["label_id"])
    if label.state != LabelState.CANCELLED:
        return None
    adapter = adapter_for(label.account, label.carrier)
    if not isinstance(adapter, Decides):
        return None
    if not take_turn(label.carrier, label.account_id, now=timezone.now()):
        raise TryLater("The carrier was asked enough for now.", after=_TURN)
    try:
        outcome = adapter.cancellation(label.carrier_id)
    except CarrierFault as fault:
        if fault.kind in REFUSALS:
            raise Undeliverable(str(fault)) from None
        raise TryLater(str(fault), after=fault.retry_after) from None
    if outcome is REQUESTED and payload["time"] < TIMES:
        return partial(ask_later, label.pk, payload["time"] + 1)
    if outcome is CancelOutcome.TOO_LATE:
        return partial(_save_refused, label)
    return partial(_save_undecided, label) if outcome is REQUESTED else None


def _save_undecided(label: Label) -> None:
    """It stays credited, and staff are told: they may ask by hand, and charge it."""
    locked = lock_return(label.parent_id)
    label.refresh_from_db()
    if label.state == LabelState.CANCELLED and label.ready_at is not None:
        doubt_giving_back(locked, label, DoubtKind.UNDECIDED)


def _save_refused(label: Label) -> None:
    """As if it had been refused at once: it is what it was, and charged."""
    locked = lock_return(label.parent_id)
    label.refresh_from_db()
    if label.state != LabelState.CANCELLED or label.ready_at is None:
        return  # one that came to nobody stays cancelled, and was never charged
    others = Label.objects.filter(parent=locked, parcel=label.parcel)
    is_void = label.void_reason or others.filter(state__in=LIVE_STATES).exists()
    label.state = LabelState.VOID if is_void else LabelState.READY
    label.save(update_fields=["state"])
    recharge_label(label)
    note(
        locked,
        "label.not_taken_back",
        actor=SYSTEM,
        parcel=label.parcel,
        tracking_number=label.tracking_number,
    )
