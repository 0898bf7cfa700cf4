"""Single values of policies and rules as text in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from retour_core.domain.money import format_money
from retour_core.domain.policies import UNLIMITED, Fee, FeePer, pick_text
from retour_portal.backoffice.terms.words import FEE_PER
from retour_portal.backoffice.typography import percent_text, quoted


def days_text(days: int | str | None) -> str:
    """“30 days”; “without a time limit” for unlimited and for None."""
    if days is None or days == UNLIMITED:
        return _("without a time limit")
    return ngettext("%(days)d day", "%(days)d days", int(days)) % {"days": int(days)}


def day_text(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def fee_text(fee: Fee) -> str:
    """“no fee”, “€4.95 or $5.00 for the whole return”, “10 % of what was paid …”."""
    if fee.is_free:
        return _("no fee")
    if fee.percent is not None:
        share = percent_text(fee.percent)
        if fee.per is FeePer.ITEM:
            return _("%(percent)s of the price of each unit") % {"percent": share}
        return _("%(percent)s of what comes back") % {"percent": share}
    locale = get_language() or "en"
    amounts = get_text_list([format_money(m, locale) for m in fee.fixed], _("or"))
    return f"{amounts} {FEE_PER[fee.per]}"


def markup_text(markup: Fee) -> str:
    """“€0.50”, “10 %”."""
    if markup.percent is not None:
        return percent_text(markup.percent)
    locale = get_language() or "en"
    amounts = [format_money(money, locale) for money in markup.fixed]
    return str(get_text_list(amounts, _("or")))


def list_text(names: Mapping[Any, Any], values: Iterable[Any]) -> str:
    """The names of ``values``; a value without a name is its own."""
    return "; ".join(str(names.get(value, value)) for value in values)


def own_text(texts: Mapping[str, str]) -> str:
    """The merchant's text in the reader's language, quoted."""
    return quoted(pick_text(texts, get_language() or "en"))
