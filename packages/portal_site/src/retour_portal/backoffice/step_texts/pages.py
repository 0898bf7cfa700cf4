"""A brand's steps: what customers read there in a language, and whose words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from retour_portal.backoffice.access import EDITS_CONTENT
from retour_portal.backoffice.own_texts.pages import TextsPage
from retour_portal.backoffice.step_texts.words import STEP_WORDS
from retour_portal.flow.slots.registry import STEPS
from retour_portal.step_texts.models import StepText
from retour_portal.step_texts.queries import newest_versions


class StepTextsPage(TextsPage):
    roles = EDITS_CONTENT
    header_icon = "edit"
    page_title = gettext_lazy("Texts")
    template_name = "retour_backoffice/step_texts/index.html"
    edit_name = "texts:edit_step"

    def texts(self) -> list[dict[str, Any]]:
        brand, language = self.switch.chosen, self.language
        rows = list(StepText.objects.for_brands([brand.pk]))
        own = {(row.step, row.language): row for row in rows if row.texts}
        counting = {row.step: row.version for row in rows if row.language == language}
        newest = newest_versions(brand, language)
        return [
            {
                "key": key,
                "title": STEP_WORDS[key][0],
                "about": STEP_WORDS[key][1],
                "own": len(own[key, language].texts) if (key, language) in own else 0,
                "number": len(step.slots),
                "is_draft": newest.get(key, 0) > counting.get(key, 0),
                "others": self.others(key, own),
                "edit_url": self.edit_url(key),
            }
            for key, step in STEPS.items()
        ]
