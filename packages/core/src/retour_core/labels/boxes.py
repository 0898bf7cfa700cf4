"""Labels in the box: asked for together, made one by one, printed as one document.

Some orders an outbox message, each label one of its own: one that fails holds nobody
back, and a killed worker costs nothing. The last label made or given up asks for the
print.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from retour_core.brands.models import Brand
from retour_core.carriers.own.adapter import OwnLabel
from retour_core.domain.errors import DomainError
from retour_core.labels.box_models import BoxBatch, BoxLabel
from retour_core.labels.box_queries import box_progress, printable_labels
from retour_core.labels.bulk import pile_of
from retour_core.labels.downloads import DownloadPaper, stored_document
from retour_core.labels.models import Label, LabelState
from retour_core.labels.placing.merging import merged
from retour_core.orders.models import Order
from retour_core.orders.slips import SLIP_LIFETIME
from retour_core.outbox.operations import put
from retour_core.returns.models import Return
from retour_core.returns.reserved import end_reservation, reserve

MOST_IN_A_BATCH = 500
# As long as the code on the label opens the order (``orders.slips``).
BOX_LABEL_LIFETIME = SLIP_LIFETIME
# A short transaction each: SQLite lets nobody else write meanwhile.
_AT_ONCE = 20


class BatchInvalid(DomainError):
    """Choose 1 to 500 orders of one brand, and a last day that is to come."""

    code = "box_batch_invalid"


@transaction.atomic
def make_box_labels(
    brand: Brand, orders: Sequence[Order], *, until: datetime, actor: str = ""
) -> BoxBatch:
    """Ask for a label for each order; an order that has one unused gets that again.

    Raises ``BatchInvalid``.
    """
    is_one_brand = all(order.brand_id == brand.pk for order in orders)
    if not 1 <= len(orders) <= MOST_IN_A_BATCH or not is_one_brand:
        raise BatchInvalid
    if until <= timezone.now():
        raise BatchInvalid
    batch = BoxBatch.objects.create(brand=brand, valid_until=until, actor=actor[:150])
    for order in orders:
        BoxLabel.objects.create(batch=batch, order=order)
    put("box_labels", {"batch_id": batch.pk})
    return batch


def reserve_box_labels(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``box_labels`` message: returns for the next orders of a batch."""
    del message_id  # an order has one reserved return, whoever asks
    return partial(_reserve_some, payload["batch_id"])


def print_box_labels(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``box_print`` message: all labels of the batch as one PDF."""
    del message_id  # printed again it is the same
    batch = BoxBatch.objects.get(pk=payload["batch_id"])
    labels = printable_labels(batch)
    content = _document(labels, batch.brand.default_locale) if labels else b""
    return partial(_finish, batch.pk, content)


def box_label_settled(ret: Return) -> None:
    """Call it in the transaction that makes or gives up a label: the last one of a
    batch asks for its print."""
    keys = BoxLabel.objects.filter(parent=ret, batch__finished_at=None)
    for batch_id in keys.values_list("batch_id", flat=True):
        _print_if_complete(batch_id)


def end_box_labels(batch: BoxBatch) -> int:
    """Give back the labels of the batch that nobody has used; how many there were."""
    keys = batch.items.filter(parent__isnull=False).values_list("parent_id", flat=True)
    return sum(end_reservation(key) for key in keys)


def _reserve_some(batch_id: int) -> None:
    left = BoxLabel.objects.filter(batch=batch_id, parent=None, failure="")
    # By the orders' keys, the order in which everybody locks them.
    items = left.select_related("batch", "order").order_by("order_id")
    for item in items[:_AT_ONCE]:
        _reserve(item)
    if left.exists():
        put("box_labels", {"batch_id": batch_id})
    else:
        _print_if_complete(batch_id)


def _reserve(item: BoxLabel) -> None:
    try:
        ret, _is_new = reserve(item.order, until=item.batch.valid_until)
    except DomainError as refusal:
        item.failure = refusal.message[:255]
    else:
        item.parent = ret
        if not ret.labels.filter(state=LabelState.READY).exists():
            put("label", {"return_id": ret.pk}, dedupe_key=f"box-label-{item.pk}")
    item.save(update_fields=["parent", "failure"])


def _print_if_complete(batch_id: int) -> None:
    # Locked first: of two last labels, the second sees the first.
    batch = BoxBatch.objects.select_for_update(no_key=True).get(pk=batch_id)
    if not batch.is_finished and box_progress(batch).is_complete:
        put("box_print", {"batch_id": batch.pk}, dedupe_key=f"box-print-{batch.pk}")


def _document(labels: Sequence[Label], language: str) -> bytes:
    """Our own as one document with its tags; carriers' pages as they are."""
    if all(label.carrier == OwnLabel.kind for label in labels):
        return pile_of(labels, DownloadPaper.A6).content or b""
    with translation.override(language):
        title = _("Return label")
    return merged(map(stored_document, labels), title=title, language=language)


def _finish(batch_id: int, content: bytes) -> None:
    batch = BoxBatch.objects.select_for_update(no_key=True).get(pk=batch_id)
    if batch.is_finished:
        return
    if content:
        name = f"{batch.public_id}.pdf"
        batch.document.save(name, ContentFile(content), save=False)
    batch.finished_at = timezone.now()
    batch.save(update_fields=["document", "finished_at"])
