"""Taking a file of drop-off points in place of what was known before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from retour_core.dropoffs.areas import draw_areas
from retour_core.dropoffs.checking import point_of
from retour_core.dropoffs.errors import PointsRefused, Problem
from retour_core.dropoffs.models import DropOffPoint
from retour_core.dropoffs.reading import Row, read_rows
from retour_core.imports.errors import FileRefused

MOST_PROBLEMS = 200
_BATCH = 1000
_KEPT = frozenset({"id", "carrier", "provider_id"})
_WRITTEN = [
    field.name
    for field in DropOffPoint._meta.fields  # noqa: SLF001 - public by its documentation
    if field.name not in _KEPT
]


@dataclass(frozen=True)
class Outcome:
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


def import_points(
    source: BinaryIO,
    *,
    name: str,
    now: datetime,
    on_row: Callable[[int], None] | None = None,
) -> Outcome:
    """Take the file as all the points of each carrier and country it names.

    Points it does not name are removed; other carriers and countries stay as they are.
    Whoever looks for a point meanwhile sees the old ones or the new ones, never none.
    The same file again changes nothing but when its points were seen. ``on_row`` is
    told how many rows were read. Raises ``FileRefused``, and ``PointsRefused`` if any
    row is wrong: nothing is written then.
    """
    points = check_points(read_rows(source), on_row=on_row)
    for point in points:
        point.source, point.last_seen = name[-120:], now
    return replace_points(points, now)


def check_points(
    rows: Iterable[Row], *, on_row: Callable[[int], None] | None = None
) -> list[DropOffPoint]:
    """Unsaved points; raises ``PointsRefused`` with the first problems."""
    points: list[DropOffPoint] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for count, row in enumerate(rows, start=1):
        found = point_of(row)
        if isinstance(found, list):
            problems += found
        else:
            first = seen.setdefault((found.carrier, found.provider_id), row.number)
            if first != row.number:
                problems.append(_repeated(row, first))
            points.append(found)
        if on_row is not None:
            on_row(count)
        if len(problems) >= MOST_PROBLEMS:
            break
    if problems:
        raise PointsRefused(problems)
    if not points:
        raise FileRefused(_("The file has no drop-off point in it."))
    return points


def _repeated(row: Row, first: int) -> Problem:
    text = _("Row %(row)d has this id already: leave one of them out.")
    return Problem(row.number, "id", text % {"row": first})


@transaction.atomic
def replace_points(points: Sequence[DropOffPoint], now: datetime) -> Outcome:
    """These are all the points of each carrier and country among them."""
    parts: dict[tuple[str, str], list[DropOffPoint]] = {}
    for point in points:
        parts.setdefault((point.carrier, point.country), []).append(point)
    outcomes = [_replace_part(*key, parts[key], now) for key in sorted(parts)]
    draw_areas({country for _carrier, country in parts})
    return Outcome(
        created=sum(outcome.created for outcome in outcomes),
        changed=sum(outcome.changed for outcome in outcomes),
        unchanged=sum(outcome.unchanged for outcome in outcomes),
        removed=sum(outcome.removed for outcome in outcomes),
    )


def _replace_part(
    carrier: str, country: str, points: Sequence[DropOffPoint], now: datetime
) -> Outcome:
    of_carrier = DropOffPoint.objects.filter(carrier=carrier)
    part = of_carrier.filter(country=country)
    known = dict(part.values_list("provider_id", "content_hash"))
    new = [p for p in points if known.get(p.provider_id) != p.content_hash]
    gone = set(known) - {point.provider_id for point in points}
    # In one order, so that two imports at once wait for each other.
    new.sort(key=lambda point: point.provider_id)
    DropOffPoint.objects.bulk_create(
        new,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["carrier", "provider_id"],
        update_fields=_WRITTEN,
    )
    for batch in _batches(sorted(gone)):
        part.filter(provider_id__in=batch).delete()
    part.update(last_seen=now, source=points[0].source)
    created = sum(point.provider_id not in known for point in new)
    return Outcome(
        created=created,
        changed=len(new) - created,
        unchanged=len(points) - len(new),
        removed=len(gone),
    )


def _batches(names: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(names), _BATCH):
        yield names[start : start + _BATCH]
