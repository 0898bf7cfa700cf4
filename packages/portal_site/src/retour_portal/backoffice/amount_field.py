"""Amounts as people write them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from retour_core.domain.money import InvalidAmount, Money
from retour_portal.backoffice.terms.law import PROBLEMS

_AMOUNT = re.compile(r"([0-9]+)(?:[.,][0-9]+)?")


class AmountField(forms.CharField):
    """An amount from zero up, cleaned to minor units of ``currency``; None where it may
    be left empty and is. ``most_digits`` may stand before the decimals."""

    def __init__(self, *, currency: str, most_digits: int = 12, **kwargs: Any) -> None:
        attrs = {
            "inputmode": "decimal",
            "autocomplete": "off",
            "class": "retour-short",
        }
        widget = forms.TextInput(attrs=attrs)
        super().__init__(max_length=20, widget=widget, **kwargs)
        self.currency, self.most_digits = currency, most_digits

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        written = _AMOUNT.fullmatch(text)
        if written is None or len(written[1]) > self.most_digits:
            raise forms.ValidationError(PROBLEMS["invalid_amount"])
        try:
            return Money.from_written(text, self.currency).minor
        except InvalidAmount:
            raise forms.ValidationError(
                _("%(currency)s has fewer decimal places.")
                % {"currency": self.currency}
            ) from None
