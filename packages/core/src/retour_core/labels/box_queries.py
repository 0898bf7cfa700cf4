from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from retour_core.labels.box_models import BoxBatch, BoxLabel
from retour_core.labels.models import Label, LabelState


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
    """Three counts."""
    items = batch.items.all()
    ready = items.filter(parent__labels__state=LabelState.READY).distinct().count()
    failed = items.filter(~Q(failure="") | Q(parent__labels__state=LabelState.FAILED))
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
    labels = sorted(item.parent.labels.all(), key=lambda label: label.pk)
    is_failed = labels and labels[-1].state == LabelState.FAILED
    return labels[-1].failure or "?" if is_failed else ""


def printable_labels(batch: BoxBatch) -> list[Label]:
    """In the order in which the orders were given."""
    return list(
        Label.objects.filter(parent__box_labels__batch=batch, state=LabelState.READY)
        .exclude(document="")
        .order_by("parent__box_labels__pk")
    )
