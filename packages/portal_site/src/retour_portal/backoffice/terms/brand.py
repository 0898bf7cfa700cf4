"""What a brand's policies and rules may name, by what people call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info

from retour_core.brands.models import Brand
from retour_core.domain.policies import pick_text
from retour_core.domain.reasons import ReturnReason
from retour_core.policies.models import Question, Reason
from retour_portal.flow.words import REASONS


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
        others = sorted(set(texts) - set(self.languages))
        return {**self.languages, **{code: _language_name(code) for code in others}}


def terms_of(brand: Brand) -> BrandTerms:
    """Four queries."""
    locale = get_language() or "en"
    questions = Question.objects.filter(brand=brand).order_by("position", "pk")
    reasons = Reason.objects.filter(brand=brand).order_by("position", "pk")
    builtin = {reason.value: str(name) for reason, name in REASONS.items()}
    own = {
        row.key: pick_text(row.texts, locale) or builtin.get(row.key, row.key)
        for row in reasons
    }
    return BrandTerms(
        brand=brand,
        addresses=dict(
            brand.return_addresses.order_by("label").values_list("pk", "label")
        ),
        questions={q.key: pick_text(q.texts, locale) or q.key for q in questions},
        reasons=own or {key: builtin[key] for key in map(str, ReturnReason)},
        shops=dict(brand.shops.order_by("name").values_list("key", "name")),
        languages=dict(settings.LANGUAGES),
    )


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
