"""Giving a label back to its carrier when its return is off, or it is void."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from retour_core.billing.operations import credit_label
from retour_core.carriers.accounts import adapter_for
from retour_core.carriers.base import REFUSALS, CancelOutcome, CarrierFault
from retour_core.domain.states import ReturnState
from retour_core.labels.buying import find_bought
from retour_core.labels.deciding import ask_later
from retour_core.labels.doubt_models import DoubtKind
from retour_core.labels.doubts import doubt_giving_back, doubt_purchase_of
from retour_core.labels.models import Label, LabelState
from retour_core.outbox.operations import put
from retour_core.outbox.registry import TryLater, Undeliverable
from retour_core.returns.transition import lock_return
from retour_core.tracking.queries import handed_in

_MADE = (LabelState.READY, LabelState.VOID)
_UNDER_WAY = (ReturnState.IN_TRANSIT, ReturnState.ARRIVED, ReturnState.INSPECTED)


def cancel_label(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``cancel_label`` message: each label of the return that is off, or
    the void one of ``label_id``.

    One that may have been bought is looked up first. What the carrier will not take
    back stays as it is and charged, for the customer holds it; one that never came to
    anybody is cancelled whatever the carrier says. One whose carrier tells no id to
    ask it by is noted, for staff to take back by hand. One it is still to decide on is
    cancelled and credited at once, and asked about later (``labels.deciding``). What
    was handed in stays charged, and where it is one label only its carrier is not asked
    for it. What one carrier took back is kept, whatever another one objects to.
    """
    del message_id  # carriers cancel by their own id, and twice is as good as once
    labels = _labels(payload)
    if any(_is_being_bought(label) for label in labels):
        raise TryLater("The label is being bought at this moment.", after=_lease())
    outcomes, faults = _ask_all(labels)
    save = partial(_save_cancelled, payload["return_id"], outcomes)
    if not faults:
        return save
    with transaction.atomic():
        save()
    raise _what_next(faults)


def _labels(payload: dict[str, Any]) -> list[Label]:
    rows = Label.objects.filter(parent=payload["return_id"]).select_related(
        "parent__brand", "parent__order", "account"
    )
    if "label_id" not in payload:
        live = rows.exclude(state=LabelState.CANCELLED)
        # An expired return whose parcel was scanned meanwhile is under way again.
        return list(live.exclude(parent__state__in=_UNDER_WAY))
    used = handed_in([payload["label_id"]])
    void = rows.filter(pk=payload["label_id"], state=LabelState.VOID)
    return list(void.exclude(pk__in=used))


def _is_being_bought(label: Label) -> bool:
    """Another worker may be at it until its message's lease ends."""
    tried = label.state == LabelState.PENDING and (label.tried_at or label.asked_at)
    return bool(tried and tried > timezone.now() - _lease())


def _lease() -> timedelta:
    return timedelta(seconds=settings.RETOUR_OUTBOX_LEASE_SECONDS)


def _ask_all(
    labels: Sequence[Label],
) -> tuple[dict[Label, CancelOutcome], list[CarrierFault]]:
    outcomes, faults = {}, []
    for label in labels:
        try:
            outcomes[label] = _cancel(label)
        except CarrierFault as fault:
            faults.append(fault)
    return outcomes, faults


def _what_next(faults: Sequence[CarrierFault]) -> TryLater | Undeliverable:
    """Given up once nobody is left whom asking again can help."""
    for fault in faults:
        if fault.kind not in REFUSALS:
            return TryLater(str(fault), after=fault.retry_after)
    return Undeliverable(str(faults[0]))


def _is_off(label: Label, outcome: CancelOutcome) -> bool:
    taken = outcome in (CancelOutcome.CANCELLED, CancelOutcome.REQUESTED)
    return taken or label.state not in _MADE


def _cancel(label: Label) -> CancelOutcome:
    if not label.carrier_id:
        found = find_bought(label)
        if found is None:
            return CancelOutcome.CANCELLED  # nothing was bought
        label.carrier_id = found.carrier_id
        label.tracking_number = label.tracking_number or found.tracking_number
    if not label.carrier_id:
        return CancelOutcome.UNSUPPORTED  # the carrier tells no id to ask it by
    return adapter_for(label.account, label.carrier).cancel(label.carrier_id)


def _save_cancelled(return_id: int, outcomes: dict[Label, CancelOutcome]) -> None:
    locked = lock_return(return_id)
    late = _bought_meanwhile(outcomes)
    if late:
        put("cancel_label", {"return_id": return_id})
    for label, outcome in outcomes.items():
        if label.pk in late:
            continue
        if outcome is CancelOutcome.UNSUPPORTED and not label.carrier_id:
            doubt_giving_back(locked, label, DoubtKind.KEPT)
        elif label.state != LabelState.READY and not label.carrier_id:
            doubt_purchase_of(locked, label)
        if not _is_off(label, outcome):
            continue
        # A scan that came meanwhile has made a void one good again.
        rows = Label.objects.filter(pk=label.pk, state=label.state)
        if rows.update(state=LabelState.CANCELLED, carrier_id=label.carrier_id):
            credit_label(label)
            if outcome is CancelOutcome.REQUESTED:
                ask_later(label.pk)


def _bought_meanwhile(seen: Iterable[Label]) -> set[int]:
    """Labels that a worker took up after they were looked at: what was found out about
    them is worth nothing any more."""
    unmade = [label for label in seen if label.state not in _MADE]
    rows = Label.objects.filter(pk__in=[label.pk for label in unmade])
    now = {pk: tried for pk, *tried in rows.values_list("pk", "state", "tried_at")}
    return {
        label.pk for label in unmade if now[label.pk] != [label.state, label.tried_at]
    }
