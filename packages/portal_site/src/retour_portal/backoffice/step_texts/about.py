from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from retour_portal.backoffice.access import (
    EDITS_CONTENT,
    PUBLISHES_CONTENT,
    brand_ids_with,
)
from retour_portal.backoffice.own_texts.about import AboutOneText
from retour_portal.backoffice.step_texts.words import STEP_WORDS, step_title
from retour_portal.flow.slots.kinds import FlowStep
from retour_portal.flow.slots.registry import STEPS
from retour_portal.step_texts.models import StepText, StepTextVersion
from retour_portal.step_texts.queries import Place, newest, published


class AboutOneStep(AboutOneText):
    """Of a brand whose content its user edits."""

    namespace = "texts"
    named = "step"
    header_icon = "edit"
    roles = EDITS_CONTENT

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["step"] not in STEPS:
            raise Http404
        self.step: FlowStep = STEPS[kwargs["step"]]

    @cached_property
    def place(self) -> Place:
        return Place(self.brand, self.step, self.language)

    @cached_property
    def published(self) -> StepText | None:
        return published(self.place)

    @cached_property
    def newest(self) -> StepTextVersion | None:
        return newest(self.place)

    @property
    def may_publish(self) -> bool:
        return self.brand.pk in brand_ids_with(self.request.user, PUBLISHES_CONTENT)

    @property
    def is_draft(self) -> bool:
        """Whether what was saved last waits to be published."""
        counting = self.published.version if self.published else 0
        return self.newest is not None and self.newest.version > counting

    def get_page_title(self) -> str:
        return step_title(self.step.key)

    def list_label(self) -> str:
        return _("Texts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            step=self.step,
            about=STEP_WORDS[self.step.key][1],
            edit_url=self.url("edit_step"),
            history_url=self.url("step_history"),
            may_publish=self.may_publish,
        )
