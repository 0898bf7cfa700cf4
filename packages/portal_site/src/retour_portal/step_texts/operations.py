from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from retour_core.brands.models import Brand
from retour_portal.step_texts.checking import checked_texts
from retour_portal.step_texts.models import StepText, StepTextVersion
from retour_portal.step_texts.queries import Place, newest_version


@transaction.atomic
def save_texts(
    place: Place, texts: Mapping[str, str], *, actor: str, now: datetime, publish: bool
) -> StepTextVersion:
    """The next version, by the names of the slots; customers read it if ``publish``,
    else it is a draft. Raises ``StepTextRefused``."""
    kept = checked_texts(place.step, texts, place.language)
    # Two who save at once get two versions.
    Brand.objects.select_for_update(no_key=True).get(pk=place.brand.pk)
    saved = {
        "texts": kept,
        "updated_by": actor,
        "updated_at": now,
        "version": newest_version(place) + 1,
    }
    if publish:
        StepText.objects.update_or_create(**place.where, defaults=saved)
    return StepTextVersion.objects.create(**place.where, **saved)
