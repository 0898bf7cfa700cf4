"""Which points are known, by carrier and country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from retour_core.dropoffs.fetch_models import PointsFetch
from retour_core.dropoffs.models import DropOffPoint


@dataclass(frozen=True)
class KnownPart:
    carrier: str
    country: str
    points: int
    last_seen: datetime
    fetch: PointsFetch | None


def known_parts() -> list[KnownPart]:
    """Two queries; ``fetch`` where the carrier itself is asked."""
    fetches = {(one.carrier, one.country): one for one in PointsFetch.objects.all()}
    parts = (
        DropOffPoint.objects.values("carrier", "country")
        .annotate(points=Count("pk"), seen=Max("last_seen"))
        .order_by("carrier", "country")
    )
    return [
        KnownPart(
            part["carrier"],
            part["country"],
            part["points"],
            part["seen"],
            fetches.get((part["carrier"], part["country"])),
        )
        for part in parts
    ]
