"""Which rows of a draft become what is chosen anew."""

from __future__ import annotations

from collections.abc import Sequence

from retour_core.domain.policies import Resolution
from retour_core.orders.models import OrderLine
from retour_core.returns.choices import ResolutionChoices
from retour_core.returns.models import Return, ReturnLine


def rows_for(
    draft: Return, wanted: Sequence[tuple[OrderLine, Resolution]]
) -> list[ReturnLine]:
    """A row, saved or not, for each line and resolution; all others are deleted.

    Rows stay where they can, since photos hang on them: first those of the same
    resolution, then any of the line. A further one begins with what was said of it.
    """
    kept: dict[int, list[ReturnLine]] = {}
    for row in draft.lines.select_related("order_line").order_by("pk"):
        kept.setdefault(row.order_line_id, []).append(row)
    said = {key: rows[0] for key, rows in kept.items()}
    found = [_same(kept.get(line.pk, []), resolution) for line, resolution in wanted]
    for place, (line, _resolution) in enumerate(wanted):
        rows = kept.get(line.pk, [])
        if found[place] is None and rows:
            found[place] = rows.pop(0)
    left = [row.pk for rows in kept.values() for row in rows]
    draft.lines.filter(pk__in=left).delete()
    return [
        row or _further(draft, line, said.get(line.pk))
        for row, (line, _resolution) in zip(found, wanted, strict=True)
    ]


def _same(rows: list[ReturnLine], resolution: Resolution) -> ReturnLine | None:
    """The row with this resolution, taken out of ``rows``."""
    row = next((row for row in rows if row.resolution == resolution), None)
    if row is not None:
        rows.remove(row)
    return row


def _further(draft: Return, line: OrderLine, before: ReturnLine | None) -> ReturnLine:
    row = ReturnLine(parent=draft, order_line=line)
    if draft.is_gift:
        row.resolution = ResolutionChoices.STORE_CREDIT
    if before is not None:
        row.reason, row.comment = before.reason, before.comment
        row.answers = before.answers
    return row
