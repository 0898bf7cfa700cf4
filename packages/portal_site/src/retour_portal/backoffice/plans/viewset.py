from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from retour_core.billing.models import Plan
from retour_portal.backoffice.plans.pages import PlanPage, PlansPage
from retour_portal.backoffice.scoping import BrandScopedViewSet


class PlanViewSet(BrandScopedViewSet):
    """What brands are charged for labels; for superusers, never for those charged."""

    model = Plan
    name = "plans"
    icon = "list-ul"
    menu_label = _("Plans and prices")
    inspect_view_class = PlanPage

    @property
    def index_view(self) -> Any:
        return self.construct_view(PlansPage)

    def get_urlpatterns(self) -> list[Any]:
        return [p for p in super().get_urlpatterns() if p.name != "index_results"]
