"""Writing the texts of a step: a field a slot, a draft or at once to customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.returns.actors import Actor
from retour_portal.backoffice.own_texts.about import languages
from retour_portal.backoffice.step_texts.about import AboutOneStep
from retour_portal.backoffice.step_texts.fields import fields_of, names_of, posted_texts
from retour_portal.backoffice.step_texts.samples import states_of
from retour_portal.step_texts.checking import StepTextRefused, standard_in
from retour_portal.step_texts.operations import save_texts
from retour_portal.step_texts.queries import Place, published

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class EditStep(AboutOneStep):
    """``?like=de`` begins with the standard text wherever the German has an own one."""

    template_name = "retour_backoffice/step_texts/form.html"
    http_method_names = ["get", "post", "head", "options"]

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        texts = dict(self.newest.texts) if self.newest else {}
        for slot in self.step.slots:
            if slot.name in self._other_texts:
                texts.setdefault(slot.name, standard_in(slot, self.language))
        return self._page(texts)

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        texts = posted_texts(self.step, request.POST)
        do = request.POST.get("do", "draft")
        publish = do in ("publish", "standard")
        if publish and not self.may_publish:
            raise PermissionDenied
        if request.POST.get("version", "") != str(self._version):
            meanwhile = _(
                "Somebody saved these texts meanwhile. Look at the history, then save "
                "again if yours shall count."
            )
            return self._page(texts, problems={"version": meanwhile}, status=422)
        try:
            save_texts(
                self.place,
                {} if do == "standard" else texts,
                actor=Actor.staff(cast("User", request.user)).name,
                now=timezone.now(),
                publish=publish,
            )
        except StepTextRefused as refusal:
            return self._page(texts, problems=refusal.problems, status=422)
        messages.success(request, _SAID[do if do in _SAID else "draft"]())
        return redirect(self.url("edit_step"))

    @property
    def _version(self) -> int:
        return self.newest.version if self.newest else 0

    @property
    def _other(self) -> str:
        asked = self.request.GET.get("like", "")
        return asked if asked in languages() and asked != self.language else ""

    @property
    def _other_texts(self) -> Mapping[str, str]:
        if not self._other:
            return {}
        row = published(Place(self.brand, self.step, self._other))
        return row.texts if row else {}

    def _page(
        self,
        texts: Mapping[str, str],
        *,
        problems: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> HttpResponseBase:
        problems = problems or {}
        context = self.get_context_data(
            fields=fields_of(self.place, texts, problems, self._other_texts),
            problems=problems,
            row=self.published,
            draft=self.newest if self.is_draft else None,
            version=self._version,
            other=self._other,
            other_name=languages().get(self._other, ""),
            preview_url=self.url("step_preview"),
            states=[
                (state.key, state.name or _("Show"))
                for state in states_of(self.step.key)
            ],
            names=names_of(self.step, self.brand),
        )
        response: HttpResponseBase = self.render_to_response(context, status=status)
        return response


_SAID = {
    "publish": lambda: _("Published. Customers read it now."),
    "draft": lambda: _("Saved as a draft. Customers read it once it is published."),
    "standard": lambda: _("The standard texts count again."),
}
