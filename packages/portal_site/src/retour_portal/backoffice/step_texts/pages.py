"""A brand's steps: what customers read there in a language, and whose words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from retour_portal.backoffice.about_text import languages
from retour_portal.backoffice.access import EDITS_CONTENT
from retour_portal.backoffice.screen import BrandScreen
from retour_portal.backoffice.step_texts.words import STEP_WORDS
from retour_portal.flow.slots.registry import STEPS
from retour_portal.step_texts.models import StepText
from retour_portal.step_texts.queries import newest_versions


class StepTextsPage(BrandScreen):
    """``?brand=`` and ``?language=`` choose; an unknown language is the brand's own."""

    roles = EDITS_CONTENT
    header_icon = "edit"
    page_title = gettext_lazy("Texts")
    template_name = "retour_backoffice/step_texts/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand, names = self.switch.chosen, languages()
        language = self.request.GET.get("language", brand.default_locale)
        if language not in names:
            language = next(iter(names))
        rows = list(StepText.objects.for_brands([brand.pk]))
        own = {(row.step, row.language): row for row in rows if row.texts}
        counting = {row.step: row.version for row in rows if row.language == language}
        newest = newest_versions(brand, language)
        steps = [
            {
                "key": key,
                "title": STEP_WORDS[key][0],
                "about": STEP_WORDS[key][1],
                "own": len(own[key, language].texts) if (key, language) in own else 0,
                "number": len(step.slots),
                "is_draft": newest.get(key, 0) > counting.get(key, 0),
                "others": [
                    names.get(code, code)
                    for one, code in sorted(own)
                    if one == key and code != language
                ],
            }
            for key, step in STEPS.items()
        ]
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            brand=brand,
            languages=names.items(),
            language=language,
            steps=steps,
        )
        return context
