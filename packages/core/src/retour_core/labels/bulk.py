"""Many labels as one document, for whoever prints a pile of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pikepdf
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.accounts.queries import account_zone
from retour_core.carriers.own.adapter import OwnLabel
from retour_core.labels.documents import (
    LabelPaper,
    render_label_sheets,
    render_labels,
)
from retour_core.labels.downloads import SUFFIX, Download, DownloadPaper, download_label
from retour_core.labels.models import Label, LabelState
from retour_core.labels.paper import label_data, sheet_of
from retour_core.labels.placing import CannotPlace, opened_pdf, saved
from retour_core.labels.placing.claims import tell
from retour_core.labels.requesting import WITH_LINES
from retour_core.returns.models import Return

# A pile of carriers' labels takes a quarter of a second each.
MOST_LABELS = 100
BULK_PAPERS = (DownloadPaper.A6, DownloadPaper.INCHES_4X6, DownloadPaper.A4)


@dataclass(frozen=True)
class Pile:
    """``content`` is a PDF of the labels in their order; None if none was printed.

    ``left_out`` are labels that do not go on this paper, with the reason.
    """

    content: bytes | None
    printed: int
    left_out: tuple[tuple[Label, CannotPlace], ...]


def labels_to_print(returns: QuerySet[Return]) -> list[Label]:
    """The ready labels of these returns that have a document, the oldest first, at most
    ``MOST_LABELS``."""
    labels = (
        Label.objects.filter(parent__in=returns.values("pk"), state=LabelState.READY)
        .exclude(document="")
        .select_related(
            *("account", "parent__brand", "parent__order", "parent__return_address"),
        )
        .order_by("ready_at", "pk")
    )
    found = list(labels[:MOST_LABELS])
    prefetch_related_objects([label.parent for label in found], WITH_LINES)
    return found


def pile_of(labels: Sequence[Label], paper: DownloadPaper) -> Pile:
    """One PDF on a paper of ``BULK_PAPERS``; our own labels are printed in one go."""
    own = [label for label in labels if label.carrier == OwnLabel.kind]
    if own and len(own) == len(labels):
        return Pile(_printed(own, paper), len(own), ())
    if len(labels) == 1:
        return _single(labels[0], paper)
    is_a_page_each = paper is not DownloadPaper.A4  # a long slip goes on overleaf
    return _piled(labels, paper, own if is_a_page_each else [])


def download_all(ret: Return, paper: DownloadPaper) -> Download:
    """The labels of all its parcels, by their numbers, on a paper of ``BULK_PAPERS``.

    Raises ``Label.DoesNotExist`` where there is none to print, and CannotPlace for a
    carrier's label that does not go on this paper: nobody overlooks a missing one.
    """
    ready = ret.labels.filter(state=LabelState.READY).exclude(document="")
    pile = pile_of(list(ready.order_by("parcel")), paper)
    for _label, refusal in pile.left_out:
        raise refusal
    if pile.content is None:
        raise Label.DoesNotExist
    return Download(pile.content, "application/pdf", SUFFIX[paper])


def _single(label: Label, paper: DownloadPaper) -> Pile:
    """As it is made, with its tags."""
    try:
        made = download_label(label.parent, label, paper)
    except CannotPlace as refusal:
        return Pile(None, 0, ((label, refusal),))
    return Pile(made.content, 1, ())


def _piled(labels: Sequence[Label], paper: DownloadPaper, own: list[Label]) -> Pile:
    left_out: list[tuple[Label, CannotPlace]] = []
    with ExitStack() as stack:
        whole = stack.enter_context(pikepdf.new())
        pages = {}
        if own:
            printed = stack.enter_context(opened_pdf(_printed(own, paper)))
            pages = {
                label.pk: page for label, page in zip(own, printed.pages, strict=True)
            }
        for label in labels:
            if label.pk in pages:
                whole.pages.append(pages[label.pk])
                continue
            try:
                made = download_label(label.parent, label, paper).content
            except CannotPlace as refusal:
                left_out.append((label, refusal))
                continue
            whole.pages.extend(stack.enter_context(opened_pdf(made)).pages)
        if whole.pages:
            tell(whole, title=_title(labels[0]), language=labels[0].parent.locale)
        content = saved(whole) if whole.pages else None
    return Pile(content, len(labels) - len(left_out), tuple(left_out))


def _printed(own: Sequence[Label], paper: DownloadPaper) -> bytes:
    zone = ZoneInfo(account_zone())
    data = [label_data(label.parent, label, zone) for label in own]
    if paper is not DownloadPaper.A4:
        return render_labels(data, LabelPaper(paper.value))
    return render_label_sheets(
        [sheet_of(label.parent, one) for one, label in zip(data, own, strict=True)]
    )


def _title(label: Label) -> str:
    with translation.override(label.parent.locale):
        return _("Return label")
