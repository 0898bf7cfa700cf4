from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from retour_core.brands.models import Brand
from retour_portal.step_texts.models import StepText, StepTextVersion

if TYPE_CHECKING:
    from retour_portal.flow.slots.kinds import FlowStep


@dataclass(frozen=True)
class Place:
    """Which texts: of a brand's step, in one language."""

    brand: Brand
    step: FlowStep
    language: str

    @property
    def where(self) -> dict[str, Any]:
        return {
            "brand": self.brand,
            "step": self.step.key,
            "language": self.language,
        }


def published_texts(brand_id: int, language: str) -> dict[str, str]:
    """All own texts in this very language, by what templates call them. One query."""
    rows = StepText.objects.filter(brand_id=brand_id, language=language)
    return {
        f"{row.step}.{name}": text for row in rows for name, text in row.texts.items()
    }


def published(place: Place) -> StepText | None:
    return StepText.objects.filter(**place.where).first()


def newest(place: Place) -> StepTextVersion | None:
    """What was saved last, published or not."""
    rows = StepTextVersion.objects.filter(**place.where)
    return rows.order_by("-version").first()


def newest_version(place: Place) -> int:
    """0 where nobody has saved anything."""
    rows = StepTextVersion.objects.filter(**place.where)
    return rows.aggregate(newest=Max("version"))["newest"] or 0


def newest_versions(brand: Brand, language: str) -> dict[str, int]:
    """By the key of the step; only of those somebody has saved."""
    rows = StepTextVersion.objects.filter(brand=brand, language=language).order_by()
    return dict(rows.values_list("step").annotate(newest=Max("version")))


def versions_of(place: Place) -> list[StepTextVersion]:
    """The newest 50, newest first."""
    rows = StepTextVersion.objects.filter(**place.where)
    return list(rows.order_by("-version")[:50])
