"""The page of one shop: how it stands, what is in its way, its tokens."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.accounts.models import ApiToken
from retour_core.domain.errors import DomainError
from retour_core.orders.models import Shop, ShopStatus
from retour_core.orders.shops import (
    ShopConnectedAlready,
    disconnect_shop,
    pause_shop,
    reconnect_shop,
    resume_shop,
)
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.policies import scoped
from retour_portal.backoffice.shops.connection import finding_of
from retour_portal.backoffice.shops.forms import TokenForm
from retour_portal.backoffice.shops.setup import setup_of
from retour_portal.backoffice.shops.standing import standing_of, token_rows
from retour_portal.backoffice.shops.words import (
    WITHOUT_TOKEN,
    ago,
    refusal_words,
    state_of,
    state_words,
    taken_words,
)


class ShopScreen(ObjectPage):
    """What all screens about one shop know."""

    # They show the secret that signs links: as guarded as changing it.
    permission_required = "change"
    new_secret = ""

    def get_rows(self) -> QuerySet[Shop]:
        return Shop.objects.select_related("brand").prefetch_related("tokens")

    @cached_property
    def tokens(self) -> list[ApiToken]:
        return sorted(self.object.tokens.all(), key=lambda token: token.pk)

    @property
    def live_tokens(self) -> list[ApiToken]:
        return [token for token in self.tokens if token.revoked_at is None]

    @property
    def newest_token(self) -> int:
        return max((token.pk for token in self.tokens), default=0)

    def setup_values(self) -> dict[str, Any]:
        newest = self.live_tokens[-1] if self.live_tokens else None
        return setup_of(
            self.object, token=newest, secret=self.new_secret, now=timezone.now()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shop: Shop = self.object
        return super().get_context_data(
            **kwargs,
            state=state_of(shop),
            state_words=state_words(shop),
            takes_tokens=shop.platform not in WITHOUT_TOKEN,
            is_disconnected=shop.status == ShopStatus.DISCONNECTED,
            newest_token=self.newest_token,
        )


class ShopPage(ShopScreen):
    template_name = "retour_backoffice/shops/page.html"
    finding: Any = None
    token_form: TokenForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shop: Shop = self.object
        form = self.token_form or TokenForm.for_shop(shop, newest=self.newest_token)
        return super().get_context_data(
            **kwargs,
            standing=standing_of(shop),
            last_push=ago(shop.last_push_at),
            live_tokens=token_rows(self.live_tokens),
            revoked_tokens=[t for t in self.tokens if t.revoked_at is not None],
            token_form=form,
            finding=self.finding,
        )


class ConnectionTestView(ShopPage):
    """The page, with what Retour has seen of the shop said at its head."""

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        check = self.setup_values()["test_call"]
        self.finding = finding_of(self.object, self.live_tokens, check=check)
        return super().get(_request)


class _Move(ShopScreen):
    """Does something to the shop and leads back to its page."""

    http_method_names = ["post"]

    def move(self, shop: Shop) -> str:
        """What to tell; raises ``DomainError``."""
        raise NotImplementedError

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        try:
            messages.success(request, self.move(self.object))
        except ShopConnectedAlready as refusal:
            self._taken(refusal.existing)
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        return redirect("shops:inspect", self.object.pk)

    def _taken(self, existing: Shop) -> None:
        rows = Shop.objects.filter(pk=existing.pk)
        may_see = scoped(rows, self.request.user).exists()
        page = reverse("shops:inspect", args=[existing.pk])
        buttons = [messages.button(page, _("Open it"))] if may_see else []
        messages.error(
            self.request, taken_words(existing, may_see=may_see), buttons=buttons
        )


class PauseView(_Move):
    def move(self, shop: Shop) -> str:
        pause_shop(shop)
        return _("“%(name)s” is paused: nothing is taken in until you resume it.") % {
            "name": shop.name
        }


class ResumeView(_Move):
    def move(self, shop: Shop) -> str:
        resume_shop(shop)
        return _("“%(name)s” is resumed: orders come in again.") % {"name": shop.name}


class ReconnectView(_Move):
    def move(self, shop: Shop) -> str:
        reconnect_shop(shop)
        return _("“%(name)s” is connected again; give it a new token.") % {
            "name": shop.name
        }


class DisconnectView(_Move):
    """Says first what will happen."""

    http_method_names = ["get", "post", "head", "options"]
    template_name = "retour_backoffice/shops/disconnect.html"

    def move(self, shop: Shop) -> str:
        disconnect_shop(shop, now=timezone.now())
        return _("“%(name)s” is disconnected; its orders and returns stay.") % {
            "name": shop.name
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            standing=standing_of(self.object),
            live_tokens=token_rows(self.live_tokens),
        )
