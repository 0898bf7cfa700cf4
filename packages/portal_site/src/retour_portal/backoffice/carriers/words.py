"""How accounts at carriers stand, for staff."""

from __future__ import annotations

from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from retour_core.carriers.base import FaultKind
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.number_models import NumberRange
from retour_core.carriers.registry import carrier_class


class Standing(Protocol):
    """An account of the merchant's elsewhere, and how asking went."""

    is_active: Any
    last_success_at: Any
    last_fault_at: Any


_FAULTS = {
    FaultKind.INPUT: gettext_lazy("The carrier did not accept what it was asked."),
    FaultKind.AUTH: gettext_lazy("The carrier does not accept the keys."),
    FaultKind.LIMIT: gettext_lazy("The carrier was asked too often."),
    FaultKind.TEMPORARY: gettext_lazy("The carrier could not be reached."),
    FaultKind.PERMANENT: gettext_lazy("The carrier refused."),
    FaultKind.UNCLEAR: gettext_lazy("The carrier’s answer was lost."),
}


_WRONG = {
    "missing": gettext_lazy("This is needed."),
    "string_too_short": gettext_lazy("This is too short."),
    "too_short": gettext_lazy("This is too short."),
    "string_too_long": gettext_lazy("This is too long."),
    "not_a_mollie_key": gettext_lazy(
        "This is no API key of Mollie’s: they begin with test_ or live_."
    ),
    "too_long": gettext_lazy("This is too long."),
    "string_pattern_mismatch": gettext_lazy("This is not written as it should be."),
    "not_a_country": gettext_lazy("This is no code of a country."),
    "less_than_first": gettext_lazy("This is less than the first number."),
    "numbers_of_another": gettext_lazy(
        "Another carrier’s range has some of these numbers."
    ),
    "numbers_printed": gettext_lazy("Some of these numbers are printed already."),
    "int_parsing": gettext_lazy("Write a whole number."),
    "greater_than_equal": gettext_lazy("This number is too small."),
    "less_than_equal": gettext_lazy("This number is too large."),
}


def wrong_words(kind: str) -> str:
    return str(_WRONG.get(kind, _("The carrier does not take this.")))


def fault_words(kind: str) -> str:
    return str(_FAULTS[FaultKind(kind)]) if kind else ""


def carrier_words(account: CarrierAccount) -> str:
    try:
        return str(carrier_class(account.kind).name)
    except ImproperlyConfigured:
        return account.kind


def range_of(account: CarrierAccount) -> NumberRange | None:
    found: NumberRange | None = getattr(account, "number_range", None)
    return found


def carrier_state(account: CarrierAccount) -> str:
    """That of ``state_of``; “failing” as well while its keys are refused where parcels
    are, or “low”: it works, and its numbers run out."""
    state, numbers = state_of(account), range_of(account)
    if account.is_active and account.tracking_refused_at is not None:
        return "failing"
    is_low = state in ("well", "untested") and numbers is not None and numbers.is_low
    return "low" if is_low else state


def carrier_state_words(account: CarrierAccount) -> str:
    state = carrier_state(account)
    return _("numbers run out") if state == "low" else _words(state)


def state_of(account: Standing) -> str:
    if not account.is_active:
        return "off"
    if account.last_fault_at is None:
        return "well" if account.last_success_at else "untested"
    success = account.last_success_at
    return "well" if success and success > account.last_fault_at else "failing"


def state_words(account: Standing) -> str:
    return _words(state_of(account))


def _words(state: str) -> str:
    return {
        "off": pgettext("account", "switched off"),
        "well": _("works"),
        "untested": _("not tested"),
        "failing": _("last attempt failed"),
    }[state]
