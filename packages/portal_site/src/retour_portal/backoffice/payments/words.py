"""How accounts at payment services stand, for staff."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.payments.base import FaultKind
from retour_core.payments.models import PaymentAccount
from retour_core.payments.registry import provider_class

_FAULTS = {
    FaultKind.INPUT: gettext_lazy(
        "The payment service did not accept what it was asked."
    ),
    FaultKind.AUTH: gettext_lazy("The payment service does not accept the key."),
    FaultKind.LIMIT: gettext_lazy("The payment service was asked too often."),
    FaultKind.TEMPORARY: gettext_lazy("The payment service could not be reached."),
    FaultKind.PERMANENT: gettext_lazy("The payment service refused."),
    FaultKind.UNCLEAR: gettext_lazy("The payment service’s answer was lost."),
}


def fault_words(kind: str) -> str:
    return str(_FAULTS[FaultKind(kind)]) if kind else ""


def service_words(account: PaymentAccount) -> str:
    try:
        return str(provider_class(account.kind).name)
    except ImproperlyConfigured:
        return account.kind


def mode_words(account: PaymentAccount) -> str:
    return _("live") if account.is_live else _("test, no money moves")
