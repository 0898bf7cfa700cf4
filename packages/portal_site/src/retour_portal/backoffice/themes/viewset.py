from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.backoffice.themes.pages import (
    ExportTheme,
    ImportTheme,
    ThemesPage,
    UsePreset,
    UseVersion,
)
from retour_portal.theming.models import ThemeVersion


class ThemeViewSet(BrandScopedViewSet):
    """Looks to start from, versions to go back to, files to carry a look elsewhere."""

    model = ThemeVersion
    name = "looks"
    icon = "retour-look"
    menu_label = _("Look")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(ThemesPage)

    def get_urlpatterns(self) -> list[Any]:
        standard = [p for p in super().get_urlpatterns() if p.name == "index"]
        return [
            *standard,
            *(
                path(f"<int:brand>/{tail}", self.construct_view(view), name=name)
                for tail, view, name in (
                    ("preset/<slug:key>/", UsePreset, "use_preset"),
                    ("version/<int:number>/", UseVersion, "use_version"),
                    ("import/", ImportTheme, "import_look"),
                    ("theme.json", ExportTheme, "export_look"),
                )
            ),
        ]
