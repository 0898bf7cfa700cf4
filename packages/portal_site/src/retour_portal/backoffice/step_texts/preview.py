from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation

from retour_portal.backoffice.own_texts.preview import PreviewOneText
from retour_portal.backoffice.step_texts.about import AboutOneStep
from retour_portal.backoffice.step_texts.fields import posted_texts
from retour_portal.backoffice.step_texts.samples import sample_page
from retour_portal.step_texts.checking import StepTextRefused, checked_texts
from retour_portal.step_texts.queries import published_texts
from retour_portal.step_texts.texts import show_instead
from retour_portal.theming.models import Theme
from retour_portal.theming.preview import dress


class PreviewStep(PreviewOneText, AboutOneStep):
    """As a customer sees it; ``state`` is one of ``samples.states_of``."""

    # The page is the portal's own, but runs no script and sends no form.
    policy = (
        "sandbox allow-same-origin; default-src 'none'; style-src 'self' data:; "
        "img-src * data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    )

    def saved(self) -> Mapping[str, str]:
        return self.newest.texts if self.newest else {}

    def written(self) -> Mapping[str, str]:
        texts = posted_texts(self.step, self.request.POST)
        try:
            return checked_texts(self.step, texts, self.language)
        except StepTextRefused as refusal:
            # Shown without what could not be saved.
            fit = {name: t for name, t in texts.items() if name not in refusal.problems}
            return checked_texts(self.step, fit, self.language)

    def shown(self, text: Mapping[str, str], asked: Any) -> HttpResponse:
        theme = Theme.base_queryset().filter(brand=self.brand).first()
        if theme is None:
            return render(self.request, "retour/pages/no_home_page.html")
        dress(self.request, theme)
        own = published_texts(self.brand.pk, self.language)
        mine = f"{self.step.key}."
        rest = {key: words for key, words in own.items() if not key.startswith(mine)}
        own = rest | {f"{mine}{name}": words for name, words in text.items()}
        with translation.override(self.language):
            show_instead(self.request, self.language, own)
            return sample_page(self.request, self.step.key, asked.get("state", ""))
