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
    shop_key = conf.shop_key or _known_shop_key()
    if not shop_key:
        return ""
    expires_at = now + timedelta(hours=conf.link_hours)
    link = ReturnLink(
        shop_key=shop_key,
        order_id=str(order.pk),
        expires_at=int(expires_at.timestamp()),
    )
    return f"{conf.url}/go/{sign_return_link(conf.link_secret, link)}"


def _known_shop_key() -> str:
    row = Connection.objects.filter(pk=1).only("shop_key").first()
    return row.shop_key if row else ""
