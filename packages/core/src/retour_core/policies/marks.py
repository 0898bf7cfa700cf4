"""What the merchant says of a reason, as far as decisions need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retour_core.brands.models import Brand
from retour_core.policies.models import Reason


@dataclass(frozen=True)
class Mark:
    our_fault: bool = False
    photo_required: bool = False


NO_MARK = Mark()


def reason_marks(brand: Brand) -> Mapping[str, Mark]:
    """By the reason's key; one that is in no list has no mark. One query."""
    rows = Reason.objects.filter(brand=brand).values_list(
        "key", "our_fault", "photo_required"
    )
    return {key: Mark(our_fault, photo) for key, our_fault, photo in rows}
