"""“Getting started” at the top of the dashboard, until all of it is done."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.admin.ui.components import Component

from retour_portal.backoffice.first_run.steps import FirstRun


class GettingStartedPanel(Component):
    name = "retour_first_run"
    template_name = "retour_backoffice/panels/first_run.html"
    order = 10

    class Media:
        css: ClassVar[dict[str, list[str]]] = {
            "all": ["retour_backoffice/first_run.css"]
        }

    def __init__(self, first_run: FirstRun) -> None:
        self.first_run = first_run

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        return {"first_run": self.first_run}
