from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_portal.backoffice.domains import pages
from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.domains.models import PortalDomain


class DomainViewSet(BrandScopedViewSet):
    """One screen a brand, with its domains and a form for one more."""

    model = PortalDomain
    name = "domains"
    icon = "link"
    menu_label = _("Domain")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(pages.DomainsPage)

    def get_urlpatterns(self) -> list[Any]:
        standard = [p for p in super().get_urlpatterns() if p.name == "index"]
        return [
            *standard,
            *(
                path(f"<int:pk>/{name}/", self.construct_view(view), name=name)
                for name, view in (
                    ("check", pages.CheckDomain),
                    ("use", pages.UseDomain),
                    ("remove", pages.RemoveDomain),
                )
            ),
        ]

    def register_admin_url_finder(self) -> None:
        """A domain has no page of its own."""
