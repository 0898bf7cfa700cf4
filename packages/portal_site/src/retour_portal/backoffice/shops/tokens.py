"""Making and revoking tokens; a new one is shown in one response only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.accounts.tokens import issue_token, revoke_token, rotate_token
from retour_core.domain.errors import DomainError
from retour_portal.backoffice.shops.forms import TokenForm
from retour_portal.backoffice.shops.page import ShopPage, ShopScreen
from retour_portal.backoffice.shops.words import refusal_words


class SetupPage(ShopScreen):
    """Step two of connecting: what to do in the shop, with the token if it is new."""

    template_name = "retour_backoffice/shops/connect.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shop, newest = self.object, self.newest_token
        return super().get_context_data(
            **kwargs,
            setup=self.setup_values(),
            new_secret=self.new_secret,
            is_second=len(self.live_tokens) > 1,
            has_token=bool(self.live_tokens),
            token_form=TokenForm.for_shop(shop, newest=newest),
        )

    def show_once(self, secret: str) -> HttpResponseBase:
        """This page with the secret in it; kept nowhere, not in a browser's cache."""
        self.new_secret = secret
        self.object = self.get_rows().get(pk=self.object.pk)
        self.__dict__.pop("tokens", None)
        response: HttpResponseBase = self.render_to_response(self.get_context_data())
        add_never_cache_headers(response)
        return response


class IssueTokenView(SetupPage):
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        form = TokenForm(request.POST)
        if not form.is_valid():
            return self._refused(form)
        try:
            _token, secret = issue_token(
                self.object,
                name=form.cleaned_data["name"],
                scopes=form.chosen_scopes(),
                newest=form.cleaned_data["newest"],
            )
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
            return redirect("shops:inspect", self.object.pk)
        return self.show_once(secret)

    def _refused(self, form: TokenForm) -> HttpResponseBase:
        """The shop's page, where name and scopes are open to be mended."""
        page = ShopPage()
        page.__dict__ |= self.__dict__
        page.token_form = form
        return page.refused()


class RotateTokenView(SetupPage):
    """“Issue a second token”: the first stays valid until it is revoked."""

    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        token = get_object_or_404(self.object.tokens, pk=kwargs["token_pk"])
        known = request.POST.get("newest", "")
        newest = int(known) if known.isascii() and known.isdecimal() else None
        try:
            _second, secret = rotate_token(token, newest=newest)
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
            return redirect("shops:inspect", self.object.pk)
        return self.show_once(secret)


class RevokeTokenView(ShopScreen):
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
