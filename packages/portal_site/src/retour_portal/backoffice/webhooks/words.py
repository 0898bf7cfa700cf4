"""What a person reads about endpoints, their messages and refusals."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from retour_core.domain.errors import DomainError
from retour_core.webhooks.events import EVENT_TYPES, TEST_EVENT
from retour_core.webhooks.models import WebhookEndpoint
from retour_core.webhooks.sending import Answer

_REFUSALS: dict[str, tuple[str, Promise]] = {
    "webhook_address_invalid": (
        "url",
        gettext_lazy("This is no address; write it like https://shop.example/hooks."),
    ),
    "webhook_address_unsafe": (
        "url",
        gettext_lazy(
            "Messages name customers and their addresses: begin with https://, and "
            "write no user name or password into the address."
        ),
    ),
    "webhook_exists": (
        "url",
        gettext_lazy("This address is told already; change its webhook instead."),
    ),
    "too_many_webhooks": (
        "brand",
        gettext_lazy("A brand has ten webhooks at most. Remove one first."),
    ),
}


def refusal_words(refusal: DomainError) -> tuple[str, str]:
    """The field it is about and the sentence."""
    field, sentence = _REFUSALS[refusal.code]
    return field, str(sentence)


def state_of(endpoint: WebhookEndpoint) -> str:
    """``paused``, ``failing`` or ``active``."""
    if endpoint.pause:
        return "paused"
    return "failing" if endpoint.failing_since else "active"


def state_words(endpoint: WebhookEndpoint) -> str:
    if endpoint.pause:
        return str(endpoint.get_pause_display())
    return (
        pgettext("webhook", "failing")
        if endpoint.failing_since
        else pgettext("webhook", "active")
    )


def event_words(event_type: str) -> str:
    if event_type == TEST_EVENT:
        return _("A test")
    return str(EVENT_TYPES.get(event_type, event_type))


def answer_words(answer: Answer) -> str:
    """Of a test, in one sentence."""
    if answer.is_taken:
        return _("The endpoint took the test: it answered %(status)s in %(ms)s ms.") % {
            "status": answer.status,
            "ms": answer.milliseconds,
        }
    if answer.status is None:
        return _("The test did not arrive. %(reason)s") % {"reason": answer.text}
    return _("The test was not taken: the endpoint answered %(status)s.") % {
        "status": answer.status
    }
