"""The step in a frame beside its editor, as a customer sees it, from what is in the
form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from retour_portal.backoffice.step_texts.about import AboutOneStep
from retour_portal.backoffice.step_texts.fields import posted_texts
from retour_portal.backoffice.step_texts.samples import sample_page
from retour_portal.step_texts.checking import StepTextRefused, checked_texts
from retour_portal.step_texts.queries import published_texts
from retour_portal.step_texts.texts import show_instead
from retour_portal.theming.models import Theme
from retour_portal.theming.preview import dress

# The page is the portal's own, but runs no script and sends no form.
_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'self' data:; "
    "img-src * data:; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewStep(AboutOneStep):
    """GET shows what was saved last, POST what the form holds; ``state`` is one of
    ``samples.states_of``."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._shown(request, self.newest.texts if self.newest else {})

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        texts = posted_texts(self.step, request.POST)
        try:
            texts = checked_texts(self.step, texts, self.language)
        except StepTextRefused as refusal:
            # Shown without what could not be saved.
            fit = {name: t for name, t in texts.items() if name not in refusal.problems}
            texts = checked_texts(self.step, fit, self.language)
        return self._shown(request, texts)

    def _shown(self, request: HttpRequest, texts: Mapping[str, str]) -> HttpResponse:
        theme = Theme.base_queryset().filter(brand=self.brand).first()
        if theme is None:
            return render(request, "retour/pages/no_home_page.html")
        dress(request, theme)
        own = published_texts(self.brand.pk, self.language)
        mine = f"{self.step.key}."
        rest = {key: text for key, text in own.items() if not key.startswith(mine)}
        own = rest | {f"{mine}{name}": text for name, text in texts.items()}
        with translation.override(self.language):
            show_instead(request, self.language, own)
            state = request.POST.get("state") or request.GET.get("state", "")
            response = sample_page(request, self.step.key, state)
        response["Content-Security-Policy"] = _POLICY
        return response
