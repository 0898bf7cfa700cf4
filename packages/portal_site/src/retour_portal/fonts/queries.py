from __future__ import annotations

from collections.abc import Collection

from django.db.models.functions import Length

from retour_portal.fonts.models import WebFontPart


def fetched_bytes(font_ids: Collection[int]) -> int:
    """What a page in the heaviest language fetches of these fonts: Latin, and one other
    script at most. One query, none without fonts."""
    if not font_ids:
        return 0
    sizes: dict[str, int] = {}
    rows = WebFontPart.objects.filter(font__in=font_ids)
    for script, size in rows.values_list("script", Length("data")):
        sizes[script] = sizes.get(script, 0) + size
    latin = sizes.pop("latin", 0)
    return latin + max(sizes.values(), default=0)
