from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, prefetch_related_objects

from retour_core.labels.box_models import BoxBatch, BoxLabel
from retour_core.labels.models import Label, LabelState
from retour_core.labels.requesting import WITH_LINES


@dataclass(frozen=True)
class BoxProgress:
    total: int
    ready: int
    failed: int

    @property
    def is_complete(self) -> bool:
        return self.ready + self.failed >= self.total

    @property
    def percent(self) -> int:
        return 100 * (self.ready + self.failed) // max(self.total, 1)


def box_progress(batch: BoxBatch) -> BoxProgress:
    """Three counts. A second parcel's label does not lie in the box."""
    items = batch.items.all()
    is_ready = Q(parent__labels__state=LabelState.READY, parent__labels__parcel=1)
    is_failed = Q(parent__labels__state=LabelState.FAILED, parent__labels__parcel=1)
    ready = items.filter(is_ready).distinct().count()
    failed = items.filter(~Q(failure="") | is_failed)
    return BoxProgress(items.count(), ready, failed.distinct().count())


def box_failures(batch: BoxBatch) -> list[tuple[str, str]]:
    """The number of each order without a label, and why."""
    found = []
    items = batch.items.select_related("order").prefetch_related("parent__labels")
    for item in items.order_by("pk"):
        reason = item.failure or _failure(item)
        if reason:
            found.append((item.order.number, reason))
    return found


def _failure(item: BoxLabel) -> str:
    if item.parent is None:
        return ""
    rows = sorted(item.parent.labels.all(), key=lambda label: label.pk)
    labels = [label for label in rows if label.parcel == 1]
    is_failed = labels and labels[-1].state == LabelState.FAILED
    return labels[-1].failure or "?" if is_failed else ""


def printable_labels(batch: BoxBatch) -> list[Label]:
    """In the order in which the orders were given, with what is printed on them."""
    labels = (
        Label.objects.filter(parent__box_labels__batch=batch, state=LabelState.READY)
        .filter(parcel=1)
        .exclude(document="")
        .select_related(
            *("account", "parent__brand", "parent__order", "parent__return_address"),
        )
        .order_by("parent__box_labels__pk")
    )
    found = list(labels)
    prefetch_related_objects([label.parent for label in found], WITH_LINES)
    return found
