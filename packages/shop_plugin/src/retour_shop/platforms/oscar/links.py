from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from retour_core.domain.links import ReturnLink, sign_return_link
from retour_shop.platforms.oscar.conf import retour_settings
from retour_shop.platforms.oscar.models import Connection


def return_link(order: Any, *, now: datetime) -> str:
    """The address at which this order's customer can start a return.

    Whoever has it needs no postal code, so it is made anew for each page that shows
    it and expires (``RETOUR_LINK_HOURS``, a day unless set). Empty for a cancelled
    order, and until the first contact with Retour has told who this shop is.
    """
    conf = retour_settings()
    if order.status in conf.cancelled_statuses:
        return ""
    token = _token(order, now=now)
    return f"{conf.url}/go/{token}" if token else ""


def withdrawal_link(order: Any | None = None, *, now: datetime) -> str:
    """The address of the withdrawal function (CRD art. 11a); needs no login there.

    With ``order`` it is filled in, for who may see that order; any order has it,
    whatever its state. Without one it lasts for ever and suits footers and mails.
    Empty until the first contact with Retour has told the portal's address.
    """
    conf = retour_settings()
    token = _token(order, now=now) if order is not None else ""
    if token:
        return f"{conf.url}/withdraw?token={token}"
    row = Connection.objects.filter(pk=1).only("portal_url").first()
    return f"{row.portal_url.rstrip('/')}/withdraw" if row and row.portal_url else ""


def _token(order: Any, *, now: datetime) -> str:
    conf = retour_settings()
    shop_key = conf.shop_key or _known_shop_key()
    if not shop_key:
        return ""
    expires_at = now + timedelta(hours=conf.link_hours)
    link = ReturnLink(
        shop_key=shop_key,
        order_id=str(order.pk),
        expires_at=int(expires_at.timestamp()),
    )
    return sign_return_link(conf.link_secret, link)


def _known_shop_key() -> str:
    row = Connection.objects.filter(pk=1).only("shop_key").first()
    return row.shop_key if row else ""
