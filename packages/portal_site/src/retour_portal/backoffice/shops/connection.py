"""Whether shop and Retour talk, from what Retour has seen; nothing is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from retour_core.accounts.models import ApiToken
from retour_core.orders.models import Platform, Shop, ShopStatus
from retour_portal.backoffice.shops.words import WITHOUT_TOKEN

_BACKFILL = "./manage.py retour_backfill"
_WORKER = "./manage.py retour_worker"


@dataclass(frozen=True)
class Finding:
    """``kind`` is ``good``, ``waiting`` or ``bad``; commands are run in the shop."""

    kind: str
    title: str
    sentence: str
    commands: list[str] = field(default_factory=list)


def finding_of(shop: Shop, live: Sequence[ApiToken], *, check: str) -> Finding:
    """``live`` are the shop's valid tokens; ``check`` is run in the shop to try one."""
    hindrance = _hindrance(shop, live)
    if hindrance:
        return hindrance
    if all(token.last_used_at is None for token in live):
        return Finding(
            "waiting",
            _("Nobody has called with a valid token yet"),
            _(
                "Set the token in the shop and run this there; it says what is wrong,"
                " if anything. Then test again."
            ),
            [check],
        )
    if shop.status == ShopStatus.PAUSED:
        return Finding(
            "waiting",
            _("The shop reaches Retour, but is paused"),
            _("What it sends is refused until you resume it; its plugin keeps it."),
        )
    if shop.last_push_at is None:
        return Finding(
            "waiting",
            _("The shop reaches Retour; no order has come yet"),
            _("The connection works. Now let the orders come:"),
            [_BACKFILL, _WORKER] if shop.platform == Platform.OSCAR else [],
        )
    return _works(live, check)


def _hindrance(shop: Shop, live: Sequence[ApiToken]) -> Finding | None:
    if shop.status == ShopStatus.DISCONNECTED:
        return Finding(
            "bad",
            _("The shop is disconnected"),
            _("None of its tokens works. Connect it again and give it a new one."),
        )
    if shop.platform in WITHOUT_TOKEN:
        return Finding(
            "good",
            _("There is nothing to test"),
            _("Files are imported here, and orders typed in; no shop has to reach us."),
        )
    if not live:
        return Finding(
            "bad",
            _("No token is valid"),
            _("Without one the shop cannot reach Retour. Make one and set it there."),
        )
    return None


def _works(live: Sequence[ApiToken], check: str) -> Finding:
    unused = [token.name for token in live if token.last_used_at is None]
    if unused:
        return Finding(
            "good",
            _("The connection works"),
            _(
                "But the token “%(name)s” was never used: if it is to replace the"
                " other, set it in the shop and run this there."
            )
            % {"name": unused[0]},
            [check],
        )
    return Finding(
        "good",
        _("The connection works"),
        _("The shop called with a valid token, and orders have come in."),
    )
