from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_core.counter.models import HandIn
from retour_portal.backoffice.counter.pages import AcceptView, CounterPage
from retour_portal.backoffice.scoping import BrandScopedViewSet


class CounterViewSet(BrandScopedViewSet):
    """What was handed in is proof and cannot be changed."""

    model = HandIn
    name = "counter"
    icon = "retour-shop"
    menu_label = _("Hand in at the counter")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(CounterPage)

    def get_urlpatterns(self) -> list[Any]:
        standard = [p for p in super().get_urlpatterns() if p.name == "index"]
        return [
            *standard,
            path("accept/", self.construct_view(AcceptView), name="accept"),
        ]
