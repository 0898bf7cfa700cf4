"""Doubts about labels: written down when they arise, seen to by staff."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from retour_core.billing.operations import recharge_label
from retour_core.carriers.base import readable_reference
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import carrier_class
from retour_core.labels.doubt_models import CarrierDoubt, DoubtKind
from retour_core.labels.models import Label
from retour_core.returns.actors import SYSTEM, Actor
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return, note

# What the label's own parcel answers as soon as somebody scans it.
_TOLD_BY_SCANS = (DoubtKind.UNDECIDED, DoubtKind.KEPT)


def may_leave_another(label: Label) -> bool:
    """Whether what was asked for ``label`` may have made one that nothing can find."""
    able = carrier_class(label.carrier).capabilities
    return label.asked_at is not None and not able.lookup and not able.repeatable


def doubt_purchase(label: Label) -> None:
    """Write down that nobody knows what became of the attempt of ``label.asked_at``;
    once, however often it is called. Before the carrier is asked again."""
    with transaction.atomic():
        doubt_purchase_of(lock_return(label.parent_id), label)


def doubt_purchase_of(locked: Return, label: Label) -> None:
    """The same, of a return that is locked already."""
    if label.asked_at is not None and may_leave_another(label):
        _doubt(locked, label, DoubtKind.PURCHASE, label.asked_at)


def doubt_giving_back(locked: Return, label: Label, kind: DoubtKind) -> None:
    """What became of a label that was to be given back; once a label."""
    _doubt(locked, label, kind, label.asked_at or label.created_at)


def _doubt(locked: Return, label: Label, kind: DoubtKind, asked_at: datetime) -> None:
    facts = {
        "reference": readable_reference(locked.rma_number, label.pk),
        "account": label.account,
    }
    if kind != DoubtKind.PURCHASE and label.tracking_number:
        facts["reference"] = label.tracking_number
    _made, is_new = CarrierDoubt.objects.get_or_create(
        label=label, kind=kind, asked_at=asked_at, defaults=facts
    )
    if is_new:
        note(
            locked,
            f"label.{kind}_doubtful",
            actor=SYSTEM,
            parcel=label.parcel,
            reference=facts["reference"],
        )


def open_doubts(account: CarrierAccount) -> QuerySet[CarrierDoubt]:
    """Oldest first, without those that a scan of the label's parcel has answered."""
    rows = CarrierDoubt.objects.filter(account=account, settled_at=None)
    answered = {
        "kind__in": _TOLD_BY_SCANS,
        "label__tracked_parcels__sent_at__isnull": False,
    }
    return (
        rows.exclude(pk__in=rows.filter(**answered).values("pk"))
        .select_related("label__parent")
        .order_by("asked_at", "pk")
    )


def settled_doubts(account: CarrierAccount) -> QuerySet[CarrierDoubt]:
    """Newest first."""
    rows = CarrierDoubt.objects.filter(account=account, settled_at__isnull=False)
    return rows.select_related("label__parent").order_by("-settled_at", "-pk")


@transaction.atomic
def settle_doubt(
    doubt: CarrierDoubt, *, actor: Actor, what: str = "", charge: bool = False
) -> bool:
    """Note who saw to it; ``False`` if somebody has already.

    ``charge`` takes back the credit of a label whose cancellation was never decided;
    it changes nothing where nothing was credited.
    """
    locked = lock_return(doubt.label.parent_id)
    current = CarrierDoubt.objects.select_related("label__parent").get(pk=doubt.pk)
    if current.settled_at is not None:
        return False
    entry = recharge_label(current.label) if charge else None
    current.settled_at, current.settled_by = timezone.now(), actor.name
    current.what, current.charged = what[:200], entry is not None
    current.save(update_fields=["settled_at", "settled_by", "what", "charged"])
    kind = "label.charged_after_all" if entry else "label.doubt_settled"
    facts = {"reference": current.reference, "what": current.what}
    note(locked, kind, actor=actor, **facts)
    return True
