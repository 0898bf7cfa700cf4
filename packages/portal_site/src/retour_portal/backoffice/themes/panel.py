from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from retour_portal.backoffice.access import PUBLISHES_CONTENT, brand_ids_with
from retour_portal.backoffice.chosen.narrowing import narrowed
from retour_portal.backoffice.policies import scoped
from retour_portal.backoffice.themes.about import look_url
from retour_portal.theming.version_models import Stage, ThemeVersion

_MOST_SHOWN = 5


class LooksToReviewPanel(Component):
    """Drafts of looks that wait for who reads this, the oldest first, as Wagtail lists
    pages; append if ``waiting``."""

    name = "retour_looks_to_review"
    template_name = "retour_backoffice/themes/panel.html"
    order = 46

    def __init__(self, request: HttpRequest) -> None:
        self.waiting: list[ThemeVersion] = []
        if brand_ids_with(request.user, PUBLISHES_CONTENT):
            submitted = ThemeVersion.objects.filter(stage=Stage.SUBMITTED)
            own = narrowed(scoped(submitted, request.user, "publish"), request)
            rows = own.select_related("theme__brand", "submitted_by")
            self.waiting = list(rows.order_by("saved_at")[:_MOST_SHOWN])

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        return {
            "waiting": [(row, look_url(row.theme.brand_id)) for row in self.waiting]
        }
