"""How the addresses that carriers push to stand, for staff."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.domain.errors import DomainError
from retour_core.tracking.addresses import Refusal
from retour_core.tracking.models import TrackingHook

SOURCES: dict[str, Any] = {
    "sendcloud": "Sendcloud",
    "easypost": "EasyPost",
    "aftership": "AfterShip",
    "shippo": "Shippo",
    "dhl": "DHL",
    "inpost": "InPost",
    "generic": gettext_lazy("Your own software"),
}

_REFUSALS: dict[str, tuple[str, Promise]] = {
    "tracking_secret_too_short": (
        "secret",
        gettext_lazy("This is too short: a secret has eight characters at least."),
    ),
    "tracking_secret_theirs": (
        "secret",
        gettext_lazy("This source makes its secret itself: copy it from there."),
    ),
}

_REASONS = {
    Refusal.SIGNATURE: gettext_lazy(
        "The signature did not fit the secret. Compare the secret with the one that is "
        "entered at the other side."
    ),
    Refusal.TOO_LARGE: gettext_lazy("The message had more than 512 kB."),
}


def refusal_words(refusal: DomainError) -> tuple[str, str]:
    """The field it is about and the sentence."""
    field, sentence = _REFUSALS[refusal.code]
    return field, str(sentence)


def source_words(hook: TrackingHook) -> str:
    return str(SOURCES.get(hook.source, hook.source))


def reason_words(hook: TrackingHook) -> str:
    """Why a message was last refused; "" if none was."""
    return str(_REASONS[Refusal(hook.last_refusal)]) if hook.last_refusal else ""


def state_of(hook: Any) -> str:
    """Of a hook ``with_standing``: ``well``, ``failing`` or ``untested``."""
    received, refused = hook.last_received_at, hook.last_refused_at
    if refused is not None and (received is None or refused > received):
        return "failing"
    return "well" if received else "untested"


def state_words(hook: Any) -> str:
    return {
        "well": _("receives"),
        "failing": _("last message refused"),
        "untested": _("nothing came yet"),
    }[state_of(hook)]


def received_words(hook: Any) -> str:
    at = hook.last_received_at
    if at is None:
        return "–"
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
