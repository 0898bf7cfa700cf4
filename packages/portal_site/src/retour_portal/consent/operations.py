from __future__ import annotations

from retour_core.brands.models import Brand
from retour_portal.consent.models import Analytics


def set_analytics(brand: Brand, *, script_url: str, endpoints: str) -> None:
    """Without ``script_url`` nobody is asked any more. Raises ``ValidationError``."""
    if not script_url:
        for analytics in Analytics.objects.filter(brand=brand):
            analytics.delete()
        return
    analytics = Analytics(brand=brand, script_url=script_url, endpoints=endpoints)
    analytics.full_clean(validate_unique=False, exclude=["brand"])
    analytics.save()
