"""Getting exactly one label, whatever breaks on the way (DESIGN §10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from retour_core.billing.operations import charge_label
from retour_core.carriers.base import REFUSALS, BoughtLabel, CarrierFault
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import ReturnState
from retour_core.labels.boxes import box_label_settled
from retour_core.labels.buying import buy_label, choose_carrier
from retour_core.labels.documents import InvalidLabelData, render_label
from retour_core.labels.models import Label, LabelState
from retour_core.labels.paper import label_data
from retour_core.outbox.operations import put
from retour_core.outbox.registry import TryLater, Undeliverable
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return, move
from retour_core.tracking.operations import track


def make_label(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``label`` message: buy, print, and hand back how to save it."""
    del message_id  # the label row's own reference is the key outside
    label = _intent(payload["return_id"])
    if label is None:
        return None
    try:
        bought = buy_label(label)
    except CarrierFault as fault:
        if fault.kind in REFUSALS:
            raise Undeliverable(str(fault)) from None
        raise TryLater(str(fault), after=fault.retry_after) from None
    label.tracking_number = bought.tracking_number
    document = bought.document or _printed(label, bought)
    return lambda: _save(label, bought, document)


def _printed(label: Label, bought: BoughtLabel) -> bytes | None:
    """Our own document; none where a picture or a code takes the label's place."""
    if bought.qr_code or bought.drop_code:
        return None
    try:
        return render_label(label_data(label.parent, label))
    except InvalidLabelData as error:
        raise Undeliverable(error.message) from error


def label_given_up(payload: dict[str, Any], reason: str) -> None:
    """Called when a ``label`` message died: show it, and let an agent try again."""
    locked = lock_return(payload["return_id"])
    Label.objects.filter(parent=locked, state=LabelState.PENDING).update(
        state=LabelState.FAILED, failure=reason[:255]
    )
    box_label_settled(locked)
    if locked.current_state is ReturnState.LABEL_PENDING:
        move(locked, ReturnState.LABEL_FAILED, actor=SYSTEM, reason=reason)


@transaction.atomic
def _intent(return_id: int) -> Label | None:
    """The row that says a label is being bought, committed before it is."""
    locked = lock_return(return_id)
    if not _awaits_label(locked) or _has_the_one_in_the_box(locked):
        return None
    ret = Return.objects.select_related("brand", "order", "return_address").get(
        pk=locked.pk
    )
    label = _unfinished(locked) or Label(parent=locked)
    label.parent = ret
    if label.asked_at is None:
        if label.state == LabelState.FAILED:
            # Somebody may have mended what was refused: begin with the first again.
            label.refusals = []
        choose_carrier(label)
    label.state, label.failure = LabelState.PENDING, ""
    label.save()
    return label


def _awaits_label(locked: Return) -> bool:
    """A return that was approved, or one whose label is to lie in the parcel."""
    state = locked.current_state
    is_boxed = state is ReturnState.DRAFT and locked.reserved_until is not None
    return is_boxed or state is ReturnState.LABEL_PENDING


def _has_the_one_in_the_box(locked: Return) -> bool:
    """Whether a label is there already; its return is ready with it.

    Who chose a way that it is not good for has to wait until it was given back.
    """
    label = locked.labels.filter(state=LabelState.READY).first()
    if label is None or locked.reserved_until is None:
        return False
    if locked.current_state is ReturnState.DRAFT:
        return True
    if locked.method != ReturnMethod.DROP_OFF_POINT:
        key = f"box-other-way-{label.pk}"
        put("cancel_label", {"return_id": locked.pk}, dedupe_key=key)
        return False
    number = label.tracking_number
    move(locked, ReturnState.READY, actor=SYSTEM, tracking_number=number)
    return True


def _unfinished(ret: Return) -> Label | None:
    """A failed label is taken up again: its reference may have bought one after all."""
    return (
        ret.labels.filter(state__in=[LabelState.PENDING, LabelState.FAILED])
        .order_by("pk")
        .last()
    )


def _save(label: Label, bought: BoughtLabel, document: bytes | None) -> None:
    locked = lock_return(label.parent_id)
    current = Label.objects.get(pk=label.pk)
    if current.state != LabelState.PENDING:
        return
    _take_in(current, bought)
    current.ready_at = timezone.now()
    current.state = LabelState.READY
    # The names are the label's own, so a repeated save overwrites, never piles up.
    if document is not None:
        name = f"{label.reference}.pdf"
        current.document.save(name, ContentFile(document), save=False)
    if bought.qr_code is not None:
        picture = ContentFile(bought.qr_code)
        current.qr_code.save(_picture_name(label, bought), picture, save=False)
    current.save()
    charge_label(current)
    box_label_settled(locked)
    if locked.current_state is ReturnState.LABEL_PENDING:
        move(
            locked,
            ReturnState.READY,
            actor=SYSTEM,
            tracking_number=bought.tracking_number,
        )
    if bought.tracking_number:
        track(
            locked,
            bought.tracking_number,
            since=current.created_at,
            source=current.carrier,
            label=current,
        )


def _take_in(label: Label, bought: BoughtLabel) -> None:
    label.carrier_id = bought.carrier_id
    label.tracking_number = bought.tracking_number
    label.drop_code = bought.drop_code
    label.expires_at = bought.expires_at
    label.tracking_url = bought.tracking_url[:500]
    label.service = bought.service[:120]
    if bought.cost is not None:
        label.cost_minor = bought.cost.minor
        label.cost_currency = bought.cost.currency


def _picture_name(label: Label, bought: BoughtLabel) -> str:
    is_png = (bought.qr_code or b"").startswith(b"\x89PNG")
    return f"{label.reference}-qr.{'png' if is_png else 'svg'}"
