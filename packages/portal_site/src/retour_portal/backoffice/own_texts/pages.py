"""A brand's texts of one sort in one language, and whose words they are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property

from retour_portal.backoffice.own_texts.about import languages
from retour_portal.backoffice.screen import BrandScreen


class TextsPage(BrandScreen):
    """``?brand=`` and ``?language=`` choose; an unknown language is the brand's own.
    ``edit_name`` is the URL of one text's editor."""

    edit_name: ClassVar[str]

    @cached_property
    def language(self) -> str:
        asked = self.request.GET.get("language", self.switch.chosen.default_locale)
        return asked if asked in languages() else next(iter(languages()))

    def texts(self) -> list[dict[str, Any]]:
        """Each with ``title``, ``about``, ``others`` and ``edit_url``."""
        raise NotImplementedError

    def edit_url(self, key: str) -> str:
        where = [self.switch.chosen.pk, key, self.language]
        return reverse(self.edit_name, args=where)

    def others(self, key: str, own: Collection[tuple[str, str]]) -> list[str]:
        """The other languages in which the text ``key`` is among ``own``, by name."""
        return [
            languages().get(code, code)
            for one, code in sorted(own)
            if one == key and code != self.language
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            brand=self.switch.chosen,
            languages=languages().items(),
            language=self.language,
            texts=self.texts(),
        )
        return context
