"""Labels in the box on the paper that is in the printer."""

from __future__ import annotations

from retour_core.carriers.own.adapter import OwnLabel
from retour_core.labels.box_models import BoxBatch
from retour_core.labels.box_queries import printable_labels
from retour_core.labels.bulk import BULK_PAPERS, MOST_LABELS, pile_of
from retour_core.labels.downloads import Download, DownloadPaper, download_label
from retour_core.labels.models import Label
from retour_core.labels.placing.errors import CannotPlace

BOX_PAPERS = (*BULK_PAPERS, DownloadPaper.ZPL, DownloadPaper.ZPL_300)


class TooManyAtOnce(CannotPlace):
    """More than 100 labels cannot be put on another paper or into ZPL at once: print
    them as they were made, or make fewer together."""

    code = "labels_too_many_at_once"


def box_labels_on(batch: BoxBatch, paper: DownloadPaper) -> Download:
    """All labels of a finished batch on a paper of ``BOX_PAPERS``, carriers' cut out of
    their pages.

    Raises ``Label.DoesNotExist`` where there is none, and CannotPlace for a carrier's
    that does not go on this paper: nobody overlooks a missing one.
    """
    labels = printable_labels(batch) if batch.document else []
    if not labels:
        raise Label.DoesNotExist
    is_ours = all(label.carrier == OwnLabel.kind for label in labels)
    is_at_once = is_ours and paper in BULK_PAPERS
    if len(labels) > MOST_LABELS and not is_at_once:
        raise TooManyAtOnce
    if paper not in BULK_PAPERS:
        made = [download_label(label.parent, label, paper) for label in labels]
        content = b"".join(one.content for one in made)
        return Download(content, made[0].media_type, made[0].suffix)
    pile = pile_of(labels, paper)
    for _label, refusal in pile.left_out:
        raise refusal
    return Download(pile.content or b"", "application/pdf", f"-{paper.value}.pdf")
