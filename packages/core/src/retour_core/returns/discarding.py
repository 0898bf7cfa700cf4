from __future__ import annotations

from datetime import datetime

from retour_core.domain.states import ReturnState
from retour_core.returns.drafts import DRAFT_LIFETIME
from retour_core.returns.group_models import ReturnGroup
from retour_core.returns.models import Return


def discard_old_drafts(*, now: datetime) -> int:
    """Delete drafts nobody can open any more and say how many there were."""
    old = Return.objects.filter(
        state=ReturnState.DRAFT,
        reserved_until=None,
        created_at__lt=now - DRAFT_LIFETIME,
    )
    ids = list(old.values_list("pk", flat=True))
    Return.objects.filter(pk__in=ids, state=ReturnState.DRAFT).delete()
    ReturnGroup.objects.filter(
        created_at__lt=now - DRAFT_LIFETIME, returns=None
    ).delete()
    return len(ids)
