"""The page of one address: what to enter at the other side, and how it stands."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from retour_core.domain.tracking.signatures import SIGNINGS
from retour_core.tracking.addresses import (
    BOTH_HOLD,
    address_of,
    address_with_secret,
    change_secret,
    new_secret,
)
from retour_core.tracking.hook_queries import last_unread, with_standing
from retour_core.tracking.models import TrackingHook
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.tracking_hooks.words import (
    reason_words,
    source_words,
    state_of,
    state_words,
)


class HookPage(ObjectPage):
    template_name = "retour_backoffice/tracking_hooks/page.html"

    def get_rows(self) -> QuerySet[TrackingHook]:
        return with_standing(TrackingHook.objects.all(), now=timezone.now())

    @property
    def is_theirs(self) -> bool:
        """Whether the other side makes the secret."""
        signing = SIGNINGS.get(self.object.source)
        return signing is None or signing.theirs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hook: TrackingHook = self.object
        signing = SIGNINGS.get(hook.source)
        return super().get_context_data(
            **kwargs,
            state=state_of(hook),
            state_words=state_words(hook),
            source=source_words(hook),
            address=address_of(hook),
            header=signing.header if signing else "",
            in_address=bool(signing and signing.in_address),
            is_theirs=self.is_theirs,
            former_until=_former_until(hook),
            reason=reason_words(hook),
            unread=last_unread(hook),
            brands=list(hook.brands.order_by("name")),
        )


class ShowHookSecret(HookPage):
    """The page with the secret at its head: kept by no browser and no proxy."""

    permission_required = "change"
    http_method_names = ["post"]

    def secret(self) -> str:
        return str(self.object.secret.open())

    def post(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        if self.is_theirs:
            raise Http404
        secret = self.secret()
        response: HttpResponse = self.render_to_response(
            self.get_context_data(
                secret=secret, whole_address=address_with_secret(self.object)
            )
        )
        add_never_cache_headers(response)
        return response


class RenewHookSecret(ShowHookSecret):
    def secret(self) -> str:
        secret = new_secret(self.object.source)
        change_secret(self.object, secret, now=timezone.now())
        self.object = self.get_rows().get(pk=self.object.pk)
        return secret


def _former_until(hook: TrackingHook) -> Any:
    """Until when the former secret holds; ``None`` where none does."""
    if not hook.former_secret or hook.changed_at is None:
        return None
    until = hook.changed_at + BOTH_HOLD
    return until if until > timezone.now() else None
