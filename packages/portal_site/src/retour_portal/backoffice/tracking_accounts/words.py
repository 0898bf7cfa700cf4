"""How accounts at tracking services stand, for staff."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

from retour_core.carriers.base import FaultKind
from retour_core.tracking.models import TrackingAccount
from retour_core.tracking.trackers import tracker_class

_FAULTS = {
    FaultKind.INPUT: gettext_lazy("The service did not accept what it was asked."),
    FaultKind.AUTH: gettext_lazy("The service does not accept the key."),
    FaultKind.LIMIT: gettext_lazy("The service was asked too often."),
    FaultKind.TEMPORARY: gettext_lazy("The service could not be reached."),
    FaultKind.PERMANENT: gettext_lazy("The service refused."),
    FaultKind.UNCLEAR: gettext_lazy("The service’s answer was lost."),
}


def fault_words(kind: str) -> str:
    return str(_FAULTS[FaultKind(kind)]) if kind else ""


def tracker_words(account: TrackingAccount) -> str:
    try:
        return str(tracker_class(account.kind).name)
    except ImproperlyConfigured:
        return account.kind
