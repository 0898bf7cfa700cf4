"""API tokens: 240 random bits, stored as a keyed digest, shown once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from retour_core.accounts.models import ApiToken, Scope
from retour_core.domain.errors import DomainError
from retour_core.orders.models import Shop, ShopStatus

PREFIX = "rk_"
MAX_LIVE_TOKENS = 2
_SALT = "retour_core.accounts.ApiToken"
# Writing “last used” on every request would make reads write.
_LAST_USED_EVERY = timedelta(minutes=1)


class TooManyTokens(DomainError):
    """A shop has at most two valid tokens; revoke one first."""

    code = "too_many_tokens"


class ShopTakesNoToken(DomainError):
    """This shop is disconnected; connect it again before you make a token."""

    code = "shop_takes_no_token"


class TokenRevoked(DomainError):
    """This token is revoked already; make a new one instead."""

    code = "token_revoked"


class TokenMadeAlready(DomainError):
    """This token was made already and is not shown again; if you did not copy it,
    revoke it and make another."""

    code = "token_made_already"


@transaction.atomic
def issue_token(
    shop: Shop,
    *,
    name: str,
    scopes: Sequence[Scope] | None = None,
    newest: int | None = None,
) -> tuple[ApiToken, str]:
    """A new token and its secret, which cannot be shown again.

    Two may be valid at a time, so that a shop can change over without a gap.
    ``newest`` is the key of the shop's newest token as the asker knows it, 0 for none:
    a page that is sent twice makes one token. Raises ``TooManyTokens``,
    ``ShopTakesNoToken`` and ``TokenMadeAlready``.
    """
    locked = Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
    if locked.status == ShopStatus.DISCONNECTED:
        raise ShopTakesNoToken
    if newest is not None and newest != newest_token(shop):
        raise TokenMadeAlready
    if shop.tokens.filter(revoked_at=None).count() >= MAX_LIVE_TOKENS:
        raise TooManyTokens
    secret = PREFIX + secrets.token_urlsafe(30)
    token = ApiToken(shop=shop, name=name, digest=_digest(secret), hint=secret[:9])
    if scopes is not None:
        token.scopes = [scope.value for scope in scopes]
    token.save()
    return token, secret


def newest_token(shop: Shop) -> int:
    """The key of the shop's newest token, valid or not; 0 if it never had one."""
    return shop.tokens.aggregate(newest=Max("pk"))["newest"] or 0


@transaction.atomic
def rotate_token(token: ApiToken, *, newest: int | None = None) -> tuple[ApiToken, str]:
    """A second token of the same name and scopes, and its secret.

    The first stays valid until it is revoked, which is safe once ``is_idle`` says so.
    Raises ``TokenRevoked`` and what ``issue_token`` raises.
    """
    Shop.objects.select_for_update(no_key=True).get(pk=token.shop_id)
    current = ApiToken.objects.select_related("shop").get(pk=token.pk)
    if current.revoked_at is not None:
        raise TokenRevoked
    scopes = [Scope(scope) for scope in current.scopes]
    return issue_token(current.shop, name=current.name, scopes=scopes, newest=newest)


def successor_of(token: ApiToken, live: Sequence[ApiToken]) -> ApiToken | None:
    """The token that is to take this one's place, if it is being rotated."""
    later = [
        other
        for other in live
        if other.name == token.name
        and set(other.scopes) == set(token.scopes)
        and (other.created_at, other.pk) > (token.created_at, token.pk)
    ]
    return later[0] if later else None


def is_idle(token: ApiToken, successor: ApiToken) -> bool:
    """Whether the successor is in use and this one has not been since.

    Uses are noted once a minute, so two within one minute count as the token's own.
    """
    if successor.last_used_at is None:
        return False
    used = token.last_used_at
    return used is None or used + _LAST_USED_EVERY < successor.last_used_at


def revoke_token(token: ApiToken) -> None:
    """At once and for good."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )


def find_token(secret: str, *, now: datetime) -> ApiToken | None:
    """The valid token behind a secret, its shop and brand loaded; notes its use."""
    if not secret.startswith(PREFIX) or not secret.isascii():
        return None
    digests = [_digest(secret, key) for key in _keys()]
    found = ApiToken.objects.filter(digest__in=digests, revoked_at=None).select_related(
        "shop__brand"
    )
    # A digest is unique: first() would sort, which costs as much as the rest.
    token = next(iter(found), None)
    if token is not None:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _LAST_USED_EVERY)
        if token.last_used_at is None or token.last_used_at < now - _LAST_USED_EVERY:
            ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _digest(secret: str, key: str | None = None) -> str:
    return salted_hmac(_SALT, secret, secret=key, algorithm="sha256").hexdigest()
