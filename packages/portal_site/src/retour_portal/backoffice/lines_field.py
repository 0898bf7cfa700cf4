"""A table in a field: one line a row, as from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms


class LinesField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        shown = {
            "rows": 8,
            "spellcheck": "false",
            "wrap": "off",
            "class": "retour-code",
        }
        widget = forms.Textarea(attrs=shown)
        super().__init__(required=False, widget=widget, **kwargs)
