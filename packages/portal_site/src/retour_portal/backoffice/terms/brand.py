"""What a brand's policies and rules may name, by what people call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, cast

from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Locale

from retour_core.brands.models import Brand
from retour_core.domain.policies import pick_text
from retour_core.policies.explaining import Names
from retour_core.policies.models import Question
from retour_core.policies.reasons import reasons_of


class BrandTerms:
    """Each is read when it is first asked for: one query a kind, in the active
    language."""

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self._locale = get_language() or "en"

    @cached_property
    def addresses(self) -> Mapping[int, str]:
        """By id."""
        rows = self.brand.return_addresses.order_by("label")
        return dict(rows.values_list("pk", "label"))

    @cached_property
    def carriers(self) -> Mapping[int, str]:
        """By the account's id, in the order in which they are asked; marked where one
        is switched off, for nobody asks it."""
        return {
            pk: name if is_active else _("%(name)s (switched off)") % {"name": name}
            for pk, name, is_active in self._carrier_rows
        }

    @cached_property
    def carriers_off(self) -> Mapping[int, str]:
        """Those that are switched off, by id; asks nothing beyond ``carriers``."""
        return {pk: name for pk, name, is_active in self._carrier_rows if not is_active}

    @cached_property
    def _carrier_rows(self) -> list[tuple[int, str, bool]]:
        rows = self.brand.carrier_accounts.order_by("position", "pk")
        return list(rows.values_list("pk", "name", "is_active"))

    @cached_property
    def names(self) -> Names:
        # Few decisions name a carrier: its query is for those.
        carriers = SimpleLazyObject(lambda: self.carriers)
        return Names(
            questions=self.questions,
            addresses=self.addresses,
            carriers=cast("Mapping[int, str]", carriers),
        )

    @cached_property
    def questions(self) -> Mapping[str, str]:
        """By key."""
        rows = Question.objects.filter(brand=self.brand).order_by("position", "pk")
        return {q.key: pick_text(q.texts, self._locale) or q.key for q in rows}

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """By key."""
        specs = reasons_of(self.brand)
        return {spec.key: spec.name(self._locale) for spec in specs}

    @cached_property
    def shops(self) -> Mapping[str, str]:
        """By key."""
        return dict(self.brand.shops.order_by("name").values_list("key", "name"))

    @cached_property
    def languages(self) -> Mapping[str, Any]:
        """Of the portal, by code."""
        return languages_with(())

    def languages_with(self, texts: Iterable[str]) -> dict[str, Any]:
        """Also those in which something was written before."""
        return languages_with(texts)


_ALWAYS = ("en", "de", "fr")


def languages_with(texts: Iterable[str]) -> dict[str, Any]:
    """Languages to write a brand's texts in, by code; one query.

    English, German and French, those there are pages in, and those in which something
    was written before: a field for each of 24 would hide the few that matter.
    """
    written = {*texts, *Locale.objects.values_list("language_code", flat=True)}
    codes = [*_ALWAYS, *sorted(written - set(_ALWAYS))]
    return {code: _language_name(code) for code in codes}


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
