from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.backoffice.step_texts.editor import EditStep
from retour_portal.backoffice.step_texts.history import StepHistory, UseStepVersion
from retour_portal.backoffice.step_texts.pages import StepTextsPage
from retour_portal.backoffice.step_texts.preview import PreviewStep
from retour_portal.step_texts.models import StepText


class StepTextViewSet(BrandScopedViewSet):
    """By brand, step and language, as most have no row: the standard texts count."""

    model = StepText
    name = "texts"
    icon = "edit"
    menu_label = _("Texts")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(StepTextsPage)

    def get_urlpatterns(self) -> list[Any]:
        standard = [p for p in super().get_urlpatterns() if p.name == "index"]
        step = "<int:brand>/<slug:step>/<slug:language>/"
        return [
            *standard,
            *(
                path(f"{step}{tail}", self.construct_view(view), name=name)
                for tail, view, name in (
                    ("", EditStep, "edit_step"),
                    ("preview/", PreviewStep, "step_preview"),
                    ("history/", StepHistory, "step_history"),
                    ("<int:version>/use/", UseStepVersion, "use_step"),
                )
            ),
        ]
