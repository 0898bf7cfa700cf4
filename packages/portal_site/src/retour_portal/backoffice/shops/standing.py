"""The figures of one shop's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retour_core.accounts.models import ApiToken, Scope
from retour_core.accounts.tokens import MAX_LIVE_TOKENS, is_idle, successor_of
from retour_core.orders.models import Order, Shop
from retour_core.orders.rejections import Rejection, open_rejections
from retour_core.returns.choices import RefundExecutor, RefundState
from retour_core.returns.refund_models import Refund
from retour_portal.backoffice.shops.words import ago


@dataclass(frozen=True)
class Standing:
    """``refunds_waiting`` are those the shop was asked to book and has not yet."""

    orders: int
    refunds_waiting: int
    rejections: list[Rejection]


@dataclass(frozen=True)
class TokenRow:
    """A valid token; ``scopes`` are words, empty if it may do everything.

    ``successor`` is what is to take its place; ``is_idle`` once it has.
    """

    token: ApiToken
    scopes: list[str]
    last_use: str
    successor: ApiToken | None
    is_idle: bool
    may_rotate: bool


def standing_of(shop: Shop) -> Standing:
    """Three to five queries, whatever the shop holds."""
    refunds = Refund.objects.filter(
        order__shop=shop, executor=RefundExecutor.SHOP, state=RefundState.PENDING
    )
    return Standing(
        orders=Order.objects.for_shop(shop).count(),
        refunds_waiting=refunds.count(),
        rejections=open_rejections(shop),
    )


def token_rows(live: Sequence[ApiToken]) -> list[TokenRow]:
    return [_row(token, live) for token in live]


def _row(token: ApiToken, live: Sequence[ApiToken]) -> TokenRow:
    successor = successor_of(token, live)
    return TokenRow(
        token=token,
        scopes=scope_words(token),
        last_use=ago(token.last_used_at),
        successor=successor,
        is_idle=successor is not None and is_idle(token, successor),
        may_rotate=len(live) < MAX_LIVE_TOKENS,
    )


def scope_words(token: ApiToken) -> list[str]:
    """What the token may do, in words; empty if that is everything."""
    if set(token.scopes) >= set(Scope.values):
        return []
    return [str(scope.label) for scope in Scope if scope.value in token.scopes]
