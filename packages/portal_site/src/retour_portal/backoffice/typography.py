"""Texts and numbers as the reader's language sets them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def quoted(text: str) -> str:
    """“text”, „text“ or « text »."""
    return _("“%(text)s”") % {"text": text}


def percent_text(percent: Decimal) -> str:
    return f"{number_format(percent)}\u00a0%"
