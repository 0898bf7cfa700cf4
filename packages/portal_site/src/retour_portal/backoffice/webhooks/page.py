"""The page of one endpoint: how it stands, its log, and what can be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from retour_core.webhooks import operations
from retour_core.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from retour_portal.backoffice.object_page import ObjectAction, ObjectPage
from retour_portal.backoffice.webhooks.words import (
    answer_words,
    event_words,
    state_of,
    state_words,
)

_A_PAGE = 25
_REPLAYED = timedelta(days=7)


class WebhookPage(ObjectPage):
    template_name = "retour_backoffice/webhooks/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        endpoint: WebhookEndpoint = self.object
        return super().get_context_data(
            **kwargs,
            state=state_of(endpoint),
            state_words=state_words(endpoint),
            events=[(name, event_words(name)) for name in endpoint.events],
            log=self._log(endpoint),
            has_failed=endpoint.deliveries.filter(state=DeliveryState.FAILED).exists(),
        )

    def _log(self, endpoint: WebhookEndpoint) -> Any:
        """A page of messages, newest first, with their attempts; three queries."""
        rows = endpoint.deliveries.order_by("-pk").select_related("ret")
        page: Any = Paginator(rows.prefetch_related("attempts"), _A_PAGE).get_page(
            self.request.GET.get("p")
        )
        page.rows = [
            (row, event_words(row.event_type), list(row.attempts.all())) for row in page
        ]
        return page


class MessagePage(ObjectPage):
    """One message as it was sent, with every attempt."""

    template_name = "retour_backoffice/webhooks/message.html"

    def get_page_title(self) -> str:
        return event_words(self.message.event_type)

    @property
    def message(self) -> WebhookDelivery:
        found: WebhookDelivery = get_object_or_404(
            self.object.deliveries, pk=self.kwargs["message"]
        )
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, message=self.message)


class _Told(ObjectAction):
    """``do`` answers what is said when it is done."""

    def do(self, endpoint: WebhookEndpoint) -> str:
        raise NotImplementedError

    def act(self, row: WebhookEndpoint) -> None:
        messages.success(self.request, self.do(row))


class PauseWebhook(_Told):
    def do(self, endpoint: WebhookEndpoint) -> str:
        operations.pause(endpoint)
        return _("Paused: messages are held until you resume.")


class ResumeWebhook(_Told):
    def do(self, endpoint: WebhookEndpoint) -> str:
        held = operations.resume(endpoint)
        if not held:
            return _("Messages are sent again.")
        return ngettext(
            "Messages are sent again; one that was held goes first.",
            "Messages are sent again; %(count)d that were held go first.",
            held,
        ) % {"count": held}


class ReplayMessage(_Told):
    def do(self, endpoint: WebhookEndpoint) -> str:
        found = get_object_or_404(endpoint.deliveries, pk=self.kwargs["message"])
        operations.replay(found)
        return _("The message is sent again, under the same id.")


class ReplayFailed(_Told):
    def do(self, endpoint: WebhookEndpoint) -> str:
        since = timezone.now() - _REPLAYED
        count = operations.replay_failed(endpoint, since=since)
        return ngettext(
            "One message of the last seven days is sent again.",
            "%(count)d messages of the last seven days are sent again.",
            count,
        ) % {"count": count}


class TestWebhook(ObjectAction):
    def act(self, row: WebhookEndpoint) -> None:
        answer = operations.send_test(row)
        say = messages.success if answer.is_taken else messages.error
        say(self.request, answer_words(answer))


class ShowSecret(WebhookPage):
    """The page with the secret at its head: kept by no browser and no proxy."""

    permission_required = "change"
    http_method_names = ["post"]

    def secret(self) -> str:
        return str(self.object.secret.open())

    def post(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        context = self.get_context_data(secret=self.secret())
        response: HttpResponse = self.render_to_response(context)
        add_never_cache_headers(response)
        return response


class RenewSecret(ShowSecret):
    def secret(self) -> str:
        secret = operations.renew_secret(self.object)
        self.object.refresh_from_db()
        return secret
