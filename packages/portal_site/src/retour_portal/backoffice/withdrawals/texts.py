"""What a merchant must show: the link in its shop, the sentence before the sale."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from babel import Locale
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.brands.models import Brand
from retour_core.domain.withdrawal import (
    STATUTORY_WORDS,
    Basis,
    as_label,
    form_language,
    function_sentence,
    statutory_words,
)
from retour_core.domain.withdrawal.form_texts import FUNCTION_TEXTS
from retour_core.withdrawals.links import function_url
from retour_portal.backoffice.access import PROCESSES_RETURNS, brand_ids_with
from retour_portal.backoffice.screen import Screen


@dataclass(frozen=True)
class Texts:
    """``is_checked``: whether the words come from the law itself. ``sentence_language``
    and ``form_language`` are set where a text is not in the language asked for."""

    url: str
    label: str
    confirm: str
    is_checked: bool
    snippet: str
    order_snippet: str
    sentence: str
    is_official: bool
    sentence_language: str
    form_url: str
    form_language: str


def texts_of(brand: Brand, language: str) -> Texts:
    url, words = function_url(brand), statutory_words(language)
    label = as_label(words.entry)
    sentence = function_sentence(language, place=url)
    in_form = form_language(language)
    return Texts(
        url=url,
        label=label,
        confirm=as_label(words.confirm),
        is_checked=words.basis is Basis.REFERENCE,
        snippet=_anchor(url, language, label),
        order_snippet=_anchor(f"{url}?token=TOKEN", language, label),
        sentence=sentence.text,
        is_official=sentence.is_official,
        sentence_language="" if language in FUNCTION_TEXTS else language_name("en"),
        form_url=_form_url(brand, language),
        form_language="" if in_form == language else language_name(in_form),
    )


def language_name(code: str) -> str:
    """In the reader's language; Babel knows all 24 of the EU, Django does not."""
    reader = Locale.parse((translation.get_language() or "en").replace("-", "_"))
    return str(Locale.parse(code).get_display_name(reader)).capitalize()


class TextsForm(forms.Form):
    """Which brand's texts, and in which of the EU's 24 languages."""

    brand = forms.ModelChoiceField(
        label=gettext_lazy("Brand"), queryset=Brand.objects.none(), empty_label=None
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, data: Any, *, brands: QuerySet[Brand]) -> None:
        super().__init__(data)
        self.fields["brand"].queryset = brands  # type: ignore[attr-defined]
        self.fields["language"].choices = sorted(  # type: ignore[attr-defined]
            ((code, language_name(code)) for code in STATUTORY_WORDS),
            key=lambda choice: choice[1],
        )


class TextsPage(Screen):
    """Open to whoever works on withdrawals; an unknown choice shows the first brand."""

    page_title = gettext_lazy("Link and texts for your shop")
    template_name = "retour_backoffice/withdrawals/texts.html"

    def get(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        ids = brand_ids_with(request.user, PROCESSES_RETURNS)
        brands = Brand.objects.filter(pk__in=ids).order_by("name")
        form = TextsForm(request.GET, brands=brands)
        if not form.is_valid():
            first = brands[0]
            known = statutory_words(first.default_locale).language
            form = TextsForm({"brand": first.pk, "language": known}, brands=brands)
            form.full_clean()
        brand, language = form.cleaned_data["brand"], form.cleaned_data["language"]
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(
                form=form, brand=brand, code=language, texts=texts_of(brand, language)
            )
        )
        return response

    def listed_under(self) -> dict[str, Any] | None:
        return {"url": reverse("withdrawals:index"), "label": _("Withdrawals")}


def _anchor(url: str, language: str, label: str) -> str:
    # A plain string: the page shows it as text, and so escapes it once more.
    return f'<a href="{escape(url)}" lang="{language}">{escape(label)}</a>'


def _form_url(brand: Brand, language: str) -> str:
    with translation.override(language):
        return f"{brand.portal_url}{reverse('withdrawal:model_form')}"
