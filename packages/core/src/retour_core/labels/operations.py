"""Getting exactly one label, whatever breaks on the way (DESIGN §10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from retour_core.domain.states import ReturnState
from retour_core.labels.carriers.base import (
    BoughtLabel,
    CarrierFault,
    FaultKind,
    LabelRequest,
)
from retour_core.labels.carriers.registry import carrier
from retour_core.labels.documents import InvalidLabelData, render_label
from retour_core.labels.models import Label, LabelState
from retour_core.labels.paper import label_data
from retour_core.outbox.registry import TryLater, Undeliverable
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return, move
from retour_core.tracking.operations import track

_HOPELESS = {FaultKind.INPUT, FaultKind.AUTH, FaultKind.PERMANENT}


def make_label(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``label`` message: buy, print, and hand back how to save it."""
    del message_id  # the label row's own reference is the key outside
    label = _intent(payload["return_id"])
    if label is None:
        return None
    try:
        bought = _buy_once(label)
    except CarrierFault as fault:
        if fault.kind in _HOPELESS:
            raise Undeliverable(str(fault)) from fault
        raise TryLater(str(fault), after=fault.retry_after) from fault
    label.tracking_number = bought.tracking_number
    try:
        document = bought.document or render_label(label_data(label.parent, label))
    except InvalidLabelData as error:
        raise Undeliverable(error.message) from error
    return lambda: _save(label, bought, document)


def label_given_up(payload: dict[str, Any], reason: str) -> None:
    """Called when a ``label`` message died: show it, and let an agent try again."""
    locked = lock_return(payload["return_id"])
    Label.objects.filter(parent=locked, state=LabelState.PENDING).update(
        state=LabelState.FAILED, failure=reason[:255]
    )
    if locked.current_state is ReturnState.LABEL_PENDING:
        move(locked, ReturnState.LABEL_FAILED, actor=SYSTEM, reason=reason)


@transaction.atomic
def _intent(return_id: int) -> Label | None:
    """The row that says a label is being bought, committed before it is."""
    locked = lock_return(return_id)
    if locked.current_state is not ReturnState.LABEL_PENDING:
        return None
    label = _unfinished(locked) or Label(parent=locked)
    if label.asked_at is None:
        label.carrier = settings.RETOUR_CARRIER
    label.state, label.failure = LabelState.PENDING, ""
    label.save()
    label.parent = Return.objects.select_related(
        "brand", "order", "return_address"
    ).get(pk=locked.pk)
    return label


def _unfinished(ret: Return) -> Label | None:
    """A failed label is taken up again: its reference may have bought one after all."""
    return (
        ret.labels.filter(state__in=[LabelState.PENDING, LabelState.FAILED])
        .order_by("pk")
        .last()
    )


def _buy_once(label: Label) -> BoughtLabel:
    """Ask before buying if we may have bought already; then buy."""
    adapter = carrier(label.carrier)
    if label.asked_at is not None:
        found = adapter.find(str(label.reference))
        if found is not None:
            return found
    first = label.asked_at is None
    Label.objects.filter(pk=label.pk).update(asked_at=timezone.now())
    try:
        return adapter.buy(_request(label))
    except CarrierFault as fault:
        if first and fault.kind is not FaultKind.UNCLEAR:
            # A clear refusal of the only request: nothing was bought.
            Label.objects.filter(pk=label.pk).update(asked_at=None)
        raise


def _request(label: Label) -> LabelRequest:
    ret = label.parent
    address = ret.return_address
    recipient = {
        name: getattr(address, name)
        for name in ("company", "street", "street2", "postal_code", "city", "country")
    }
    return LabelRequest(
        reference=str(label.reference),
        serial=label.pk,
        order_number=ret.order.number,
        rma_number=ret.rma_number,
        sender=ret.sender,
        recipient=recipient,
        weight_grams=None,
    )


def _save(label: Label, bought: BoughtLabel, document: bytes) -> None:
    locked = lock_return(label.parent_id)
    current = Label.objects.get(pk=label.pk)
    if current.state != LabelState.PENDING:
        return
    current.carrier_id = bought.carrier_id
    current.tracking_number = bought.tracking_number
    current.ready_at = timezone.now()
    current.state = LabelState.READY
    # The name is the label's own, so a repeated save overwrites, never piles up.
    current.document.save(f"{label.reference}.pdf", ContentFile(document), save=False)
    current.save()
    if locked.current_state is ReturnState.LABEL_PENDING:
        move(
            locked,
            ReturnState.READY,
            actor=SYSTEM,
            tracking_number=bought.tracking_number,
        )
    track(
        locked,
        bought.tracking_number,
        since=current.created_at,
        source=current.carrier,
        label=current,
    )
