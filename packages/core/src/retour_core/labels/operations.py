"""Getting exactly one label, whatever breaks on the way (DESIGN §10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from retour_core.billing.operations import charge_label
from retour_core.carriers.base import REFUSALS, BoughtLabel, CarrierFault
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import ReturnState
from retour_core.labels.boxes import box_label_settled
from retour_core.labels.buying import NotWanted, buy_label, choose_carrier
from retour_core.labels.documents import InvalidLabelData, render_label
from retour_core.labels.doubts import doubt_purchase_of
from retour_core.labels.expiring import valid_until
from retour_core.labels.models import Label, LabelState, VoidReason
from retour_core.labels.paper import label_data
from retour_core.labels.parcels import TAKES_LABELS
from retour_core.labels.voiding import void
from retour_core.outbox.operations import put
from retour_core.outbox.registry import TryLater, Undeliverable
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return, move, note
from retour_core.tracking.operations import track
from retour_core.tracking.queries import came_back

_OPEN = (LabelState.PENDING, LabelState.READY, LabelState.FAILED)


def make_label(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``label`` message: buy, print, and hand back how to save it."""
    del message_id  # the label row's own reference is the key outside
    label = _intent(payload["return_id"], payload.get("parcel", 1))
    if label is None:
        return None
    try:
        bought = buy_label(label)
    except NotWanted:
        return None
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
    locked, parcel = lock_return(payload["return_id"]), payload.get("parcel", 1)
    pending = Label.objects.filter(
        parent=locked, parcel=parcel, state=LabelState.PENDING
    )
    for label in pending.select_related("account"):
        doubt_purchase_of(locked, label)
    failed = pending.update(state=LabelState.FAILED, failure=reason[:255])
    box_label_settled(locked)
    if locked.current_state is ReturnState.LABEL_PENDING:
        move(locked, ReturnState.LABEL_FAILED, actor=SYSTEM, reason=reason)
    elif failed and locked.current_state is not ReturnState.DRAFT:
        facts = {"reason": reason, "parcel": parcel}
        note(locked, "label.failed", actor=SYSTEM, **facts)


@transaction.atomic
def _intent(return_id: int, parcel: int) -> Label | None:
    """The row that says a label is being bought, committed before it is."""
    locked = lock_return(return_id)
    label = _wanted(locked, parcel)
    if label is None:
        return None
    label.parent = Return.objects.select_related(
        "brand", "order", "return_address"
    ).get(pk=locked.pk)
    if label.asked_at is None:
        if label.state == LabelState.FAILED:
            # Somebody may have mended what was refused: begin with the first again.
            label.refusals = []
        choose_carrier(label)
    label.state, label.failure = LabelState.PENDING, ""
    label.save()
    return label


def _wanted(locked: Return, parcel: int) -> Label | None:
    """The parcel's label to be bought, or None where there is one or none is wanted.

    A failed one is taken up again: its reference may have bought a label after all.
    """
    labels = list(locked.labels.filter(parcel=parcel, state__in=_OPEN).order_by("pk"))
    unfinished = [label for label in labels if label.state != LabelState.READY]
    ready = [label for label in labels if label.state == LabelState.READY]
    state = locked.current_state
    if state is ReturnState.DRAFT and locked.reserved_until is not None:
        # It is to lie in the box, whatever its customer chooses later.
        wanted = unfinished[-1] if unfinished else Label(parent=locked)
        return None if ready else wanted
    if state is not ReturnState.LABEL_PENDING:
        # A further label, asked for by its row.
        asked = [label for label in unfinished if label.state == LabelState.PENDING]
        return asked[-1] if asked and state in TAKES_LABELS else None
    if _has_good_one(locked, ready):
        _go_on(locked)
        return None
    if unfinished:
        return unfinished[-1]
    return Label(parent=locked, parcel=parcel, parcels=locked.parcels)


def _has_good_one(locked: Return, ready: Sequence[Label]) -> bool:
    """Whether one of them can be used; the others are void from then on."""
    back = came_back([label.pk for label in ready])
    good = False
    for label in ready:
        if label.pk in back:
            void(locked, label, VoidReason.CAME_BACK, actor=SYSTEM)
        elif _is_for_another_way(locked, label):
            void(locked, label, VoidReason.REPLACED, actor=SYSTEM)
        else:
            good = True
    return good


def _is_for_another_way(locked: Return, label: Label) -> bool:
    """Labels in the box are for drop-off points; whoever opened it may choose else."""
    submitted = locked.submitted_at
    if locked.reserved_until is None or submitted is None:
        return False
    is_from_box = label.created_at <= submitted
    return is_from_box and locked.method != ReturnMethod.DROP_OFF_POINT


def _save(label: Label, bought: BoughtLabel, document: bytes | None) -> None:
    locked = lock_return(label.parent_id)
    current = Label.objects.get(pk=label.pk)
    if current.state != LabelState.PENDING:
        return
    _take_in(current, bought)
    current.ready_at = timezone.now()
    current.expires_at = valid_until(locked, bought.expires_at, now=current.ready_at)
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
        _go_on(locked)
    elif locked.current_state in TAKES_LABELS:
        _tell_of_another(locked, current)
    elif locked.current_state is ReturnState.ARRIVED:
        # Its items were brought to a counter while it was being bought.
        void(locked, current, VoidReason.UNNEEDED, actor=SYSTEM)
    if bought.tracking_number:
        track(
            locked,
            bought.tracking_number,
            since=current.created_at,
            source=current.carrier,
            label=current,
        )


def _go_on(locked: Return) -> None:
    """The return can be sent as soon as each of its parcels has its label."""
    ready = locked.labels.filter(state=LabelState.READY).order_by("parcel")
    labels = {label.parcel: label.tracking_number for label in ready}
    if len(labels) < locked.parcels:
        return
    told = ", ".join(number for number in labels.values() if number)
    move(locked, ReturnState.READY, actor=SYSTEM, tracking_number=told)


def _tell_of_another(locked: Return, label: Label) -> None:
    facts = {"tracking_number": label.tracking_number, "parcel": label.parcel}
    event = note(locked, "label.ready", actor=SYSTEM, **facts)
    if locked.email:
        payload = {"return_id": locked.pk, "template": "ready"}
        put("mail", payload, dedupe_key=f"mail-{event.pk}")


def _take_in(label: Label, bought: BoughtLabel) -> None:
    label.carrier_id = bought.carrier_id
    label.tracking_number = bought.tracking_number
    label.drop_code = bought.drop_code
    label.tracking_url = bought.tracking_url[:500]
    label.service = bought.service[:120]
    if bought.cost is not None:
        label.cost_minor = bought.cost.minor
        label.cost_currency = bought.cost.currency


def _picture_name(label: Label, bought: BoughtLabel) -> str:
    is_png = (bought.qr_code or b"").startswith(b"\x89PNG")
    return f"{label.reference}-qr.{'png' if is_png else 'svg'}"
