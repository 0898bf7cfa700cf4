from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.backoffice.themes.deciding import DecideOnLook
from retour_portal.backoffice.themes.editor import EditLook, PreviewLook
from retour_portal.backoffice.themes.embedding import EmbeddingPage
from retour_portal.backoffice.themes.pages import ThemesPage, UsePreset, UseVersion
from retour_portal.backoffice.themes.sharing import LookLinks, RevokeLookLink
from retour_portal.backoffice.themes.showing import ShowLook
from retour_portal.backoffice.themes.transfer import ExportTheme, ImportTheme
from retour_portal.theming.models import ThemeVersion


class ThemeViewSet(BrandScopedViewSet):
    """Drafts, looks to start from, versions to go back to, files to carry a look."""

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
            # Their forms are Wagtail's own, which keep to the brand by themselves.
            path("<int:brand>/edit/", EditLook.as_view(), name="edit_look"),
            path("<int:brand>/preview/", PreviewLook.as_view(), name="preview_look"),
            *(
                path(f"<int:brand>/{tail}", self.construct_view(view), name=name)
                for tail, view, name in (
                    ("preset/<slug:key>/", UsePreset, "use_preset"),
                    ("version/<int:number>/", UseVersion, "use_version"),
                    ("shown/<int:number>/", ShowLook, "show_look"),
                    ("draft/<int:number>/", DecideOnLook, "decide_look"),
                    ("links/", LookLinks, "look_links"),
                    ("links/<int:link>/", RevokeLookLink, "revoke_look_link"),
                    ("embedding/", EmbeddingPage, "embedding"),
                    ("import/", ImportTheme, "import_look"),
                    ("theme.json", ExportTheme, "export_look"),
                )
            ),
        ]
