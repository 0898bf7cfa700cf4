"""What a brand's policies and rules may name, by what people call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info

from retour_core.brands.models import Brand
from retour_core.domain.policies import pick_text
from retour_core.policies.models import Question
from retour_core.policies.reasons import reasons_of


@dataclass(frozen=True)
class BrandTerms:
    """``addresses`` by id, ``questions``, ``reasons`` and ``shops`` by key, languages
    of the portal by code."""

    brand: Brand
    addresses: Mapping[int, str]
    questions: Mapping[str, str]
    reasons: Mapping[str, str]
    shops: Mapping[str, str]
    languages: Mapping[str, Any]

    def languages_with(self, texts: Iterable[str]) -> dict[str, Any]:
        """Also those in which something was written before."""
        return languages_with(texts)


def terms_of(brand: Brand) -> BrandTerms:
    """Four queries."""
    locale = get_language() or "en"
    questions = Question.objects.filter(brand=brand).order_by("position", "pk")
    return BrandTerms(
        brand=brand,
        addresses=dict(
            brand.return_addresses.order_by("label").values_list("pk", "label")
        ),
        questions={q.key: pick_text(q.texts, locale) or q.key for q in questions},
        reasons={spec.key: spec.name(locale) for spec in reasons_of(brand)},
        shops=dict(brand.shops.order_by("name").values_list("key", "name")),
        languages=dict(settings.LANGUAGES),
    )


def languages_with(texts: Iterable[str]) -> dict[str, Any]:
    """The portal's languages, and those in which something was written before."""
    languages = dict(settings.LANGUAGES)
    others = sorted(set(texts) - set(languages))
    return {**languages, **{code: _language_name(code) for code in others}}


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
