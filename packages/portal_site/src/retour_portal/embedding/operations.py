from __future__ import annotations

from django.db import transaction

from retour_portal.theming.models import Theme


@transaction.atomic
def allow_pages(theme: Theme, origins: str) -> None:
    """Which pages may embed the portal, from now on: checked origins, one a line."""
    kept = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    kept.embed_origins = origins
    kept.save()
