from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.accounts.tokens import issue_token, revoke_token
from retour_core.domain.errors import DomainError
from retour_core.orders.models import Shop
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.shops.forms import TokenForm


class ShopPage(ObjectPage):
    """What a shop owner pastes, and which keys are out."""

    template_name = "retour_backoffice/shops/page.html"
    # It shows the secret that signs links: as guarded as changing it.
    permission_required = "change"
    token_form: TokenForm | None = None
    new_secret = ""

    def get_rows(self) -> QuerySet[Shop]:
        return Shop.objects.select_related("brand").prefetch_related("tokens")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shop: Shop = self.object
        tokens = sorted(shop.tokens.all(), key=lambda token: token.created_at)
        return super().get_context_data(
            **kwargs,
            live_tokens=[token for token in tokens if token.revoked_at is None],
            revoked_tokens=[token for token in tokens if token.revoked_at],
            token_form=self.token_form or TokenForm(),
            new_secret=self.new_secret,
            settings_lines=[
                ("RETOUR_URL", settings.PUBLIC_URL),
                ("RETOUR_TOKEN", self.new_secret),
                ("RETOUR_LINK_SECRET", shop.link_secret),
            ],
        )


class IssueTokenView(ShopPage):
    """Answers the page itself: the secret exists in this one response only."""

    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.token_form = TokenForm(request.POST)
        if not self.token_form.is_valid():
            return self.refused()
        name = self.token_form.cleaned_data["name"]
        try:
            _token, self.new_secret = issue_token(self.object, name=name)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("shops:inspect", self.object.pk)
        self.token_form = None
        self.object = self.get_rows().get(pk=self.object.pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data())
        add_never_cache_headers(response)
        return response


class RevokeTokenView(ShopPage):
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        token = get_object_or_404(self.object.tokens, pk=kwargs["token_pk"])
        revoke_token(token)
        messages.success(
            request, _("The token “%(name)s” is revoked.") % {"name": token.name}
        )
        return redirect("shops:inspect", self.object.pk)
