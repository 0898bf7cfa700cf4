"""Bearer tokens of shops; each endpoint names the scope it needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from retour_core.accounts.models import ApiToken, Scope
from retour_core.accounts.tokens import find_token
from retour_core.api.problems import ApiProblem
from retour_core.orders.models import Shop


class ShopToken(HttpBearer):
    """Lets a shop in whose token carries ``scope`` (any valid token if ``None``)."""

    openapi_scheme = "bearer"

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(
        self,
        request: HttpRequest,  # noqa: ARG002 - ninja's signature
        token: str,
    ) -> ApiToken | None:
        found = find_token(token, now=timezone.now())
        if found is None:
            return None
        if self.scope is not None and self.scope.value not in found.scopes:
            raise ApiProblem(
                403,
                "scope_missing",
                f"This token lacks the scope “{self.scope.value}”.",
                scope=self.scope.value,
            )
        return found


def token_of(request: Any) -> ApiToken:
    token: ApiToken = request.auth
    return token


def shop_of(request: Any) -> Shop:
    """The shop the request's token speaks for."""
    return token_of(request).shop
