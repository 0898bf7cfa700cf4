"""All versions of a step's texts, drafts among them, and publishing one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.returns.actors import Actor
from retour_portal.backoffice.access import PUBLISHES_CONTENT
from retour_portal.backoffice.own_texts.history import TextHistory
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.step_texts.about import AboutOneStep
from retour_portal.backoffice.step_texts.words import slot_label
from retour_portal.step_texts.checking import StepTextRefused
from retour_portal.step_texts.models import StepTextVersion
from retour_portal.step_texts.operations import save_texts
from retour_portal.step_texts.queries import versions_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class StepHistory(TextHistory, AboutOneStep):
    template_name = "retour_backoffice/step_texts/history.html"

    def get_page_title(self) -> str:
        return _("History: {step}").format(step=super().get_page_title())

    @property
    def counting(self) -> int:
        return self.published.version if self.published else 0

    def versions(self) -> list[StepTextVersion]:
        return versions_of(self.place)

    def said(self, row: StepTextVersion) -> dict[str, Any]:
        return {
            "texts": self._shown(row),
            "is_draft": row.version > self.counting,
            "use_url": self.url("use_step", row.version),
        }

    def _shown(self, row: StepTextVersion) -> list[tuple[str, str]]:
        """In the order of the page; what is no slot any more is not shown."""
        return [
            (slot_label(slot.name), row.texts[slot.name])
            for slot in self.step.slots
            if slot.name in row.texts
        ]


class UseStepVersion(AboutOneStep):
    """Publishes what a version says, as a new one."""

    permission_required = "publish"
    roles = PUBLISHES_CONTENT
    http_method_names = ["post", "options"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        row = StepTextVersion.objects.filter(
            **self.place.where, version=self.kwargs["version"]
        ).first()
        if row is None:
            raise Http404
        actor = Actor.staff(cast("User", request.user)).name
        try:
            save_texts(
                self.place, row.texts, actor=actor, now=timezone.now(), publish=True
            )
        except StepTextRefused as refusal:
            messages.error(request, refusal_words(refusal))
            return redirect(self.url("step_history"))
        messages.success(
            request,
            _("What version {number} says is published.").format(number=row.version),
        )
        return redirect(self.url("edit_step"))
