"""Run inside the installation: what customers come back to, too late or twice.

Prints "ready", then for each name of a state makes it, with orders of its own, and
prints its address on the brand's host (``number``: an order's number; ``broken``: the
page for an error of ours, in one line).
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from e2e.world import eventually

if TYPE_CHECKING:
    from retour_core.orders.models import Order, Shop
    from retour_core.returns.models import Return

BRAND, PAID_BRAND, POSTAL_CODE = "maison-lune", "kiko", "69002"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "retour_portal.settings")
    django.setup()
    print("ready", flush=True)  # noqa: T201 - whoever started it listens
    for line in sys.stdin:
        print(_STATES[line.strip()](), flush=True)  # noqa: T201


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _shop(brand: str = BRAND) -> Shop:
    from retour_core.orders.models import Shop

    return Shop.objects.select_related("brand").get(brand__slug=brand)


def _order(
    brand: str = BRAND, *, days: int = 3, email: str = "odile@client.example"
) -> Order:
    """Two jackets, delivered ``days`` ago."""
    from tests.factories import make_order

    ago = [(_now() - timedelta(days=days + n)).isoformat() for n in range(3)]
    address = {"name": "Odile Martin", "street": "3 quai Rambaud", "city": "Lyon"}
    shipment = {"tracking_number": "6A12345678999", "carrier": "Colissimo"}
    return make_order(
        _shop(brand),
        now=_now(),
        number=f"E2E-{secrets.token_hex(3).upper()}",
        placed_at=ago[2],
        changed_at=ago[0],
        email=email,
        shipping_address=address | {"postal_code": POSTAL_CODE, "country": "FR"},
        shipments=[
            shipment | {"id": "s1", "shipped_at": ago[1], "delivered_at": ago[0]}
        ],
    )


@contextmanager
def _granted(**policy: Any) -> Iterator[None]:
    """Another policy of the brand for what is made meanwhile."""
    from retour_core.domain.policies import RequestKind, dump_policy
    from retour_core.policies.versions import policy_of, save_policy

    brand, kind = _shop().brand, RequestKind.RETURN
    kept = dump_policy(policy_of(brand, kind).policy)
    save_policy(brand, kind, kept | policy, actor="", now=_now())
    yield
    save_policy(brand, kind, kept, actor="", now=_now())


def _address(path: str, brand: str = BRAND) -> str:
    return f"{_shop(brand).brand.portal_url}{path}"


def _page(ret: Return, step: str = "") -> str:
    return f"{ret.brand.portal_url}/en/return/r/{ret.private_key}/{step}"


def _draft() -> Return:
    from tests.factories import make_draft

    return make_draft(_order())


def _stale_draft() -> str:
    from retour_core.returns.models import Return

    draft, yesterday = _draft(), _now() - timedelta(hours=25)
    Return.objects.filter(pk=draft.pk).update(created_at=yesterday)
    return _page(draft, "items/")


def _with_label(order: Order, **quantities: int) -> Return:
    from tests.factories import make_return

    ret = make_return(order, quantities or None, now=_now())

    def is_ready() -> bool:
        ret.refresh_from_db()
        return ret.state == "ready"

    eventually(is_ready, "a label")
    return ret


def _expired_return() -> str:
    from retour_core.returns.models import Return

    ret, long_ago = _with_label(_order()), _now() - timedelta(days=31)
    Return.objects.filter(pk=ret.pk).update(updated_at=long_ago)
    return _page(ret)


def _two_ways() -> str:
    from tests.factories import make_return

    with _granted(methods=["drop_off_point", "own_carrier"], approval="agent"):
        return _page(make_return(_order(), now=_now()), "change/")


def _own_carrier() -> str:
    from tests.factories import make_return

    with _granted(methods=["own_carrier"]):
        return _page(make_return(_order(), now=_now()), "parcel/")


def _rejected() -> str:
    from retour_core.returns.actors import SYSTEM
    from retour_core.returns.operations import reject
    from tests.factories import make_return

    with _granted(approval="agent"):
        ret = make_return(_order(), now=_now())
    reject(ret, actor=SYSTEM, reason="It was worn for a whole winter.")
    return _page(ret)


def _thread() -> str:
    """A message of the customer's with two photos."""
    from retour_core.threads.operations import answer
    from tests.core.threads.pictures import uploads
    from tests.factories import make_return

    ret = make_return(_order(), now=_now())
    answer(ret, text="The zip is broken.", uploads=uploads(2))
    return _page(ret, "messages/")


def _commented() -> str:
    """The page for cancelling what goes back with a long comment."""
    from tests.factories import make_return

    ret = make_return(_order(), now=_now())
    ret.lines.update(comment="The zip is broken. " * 20)
    return _page(ret, "cancel/")


def _taken_meanwhile() -> str:
    """The last look at a draft whose items another return has by now."""
    from retour_core.returns.drafts import choose_method
    from tests.factories import make_return

    draft = _draft()
    choose_method(draft, "drop_off_point", now=_now())
    make_return(draft.order, {"1": 2}, now=_now())
    return _page(draft, "review/")


def _unpaid() -> str:
    from tests.factories import make_return

    return _page(make_return(_order(PAID_BRAND), now=_now()), "pay/")


def _shop_link(order: Order | None = None, *, hours: int = 1) -> str:
    """Without an order, of one that has not arrived yet."""
    from retour_core.domain.links import ReturnLink, sign_return_link

    shop, until = _shop(), _now() + timedelta(hours=hours)
    order_id = order.external_id if order else "not-here-yet"
    link = ReturnLink(shop.key, order_id, int(until.timestamp()))
    return _address(f"/go/{sign_return_link(shop.link_secret, link)}")


def _taken_link() -> str:
    order = _order()
    _with_label(order, **{"1": 2})
    return _shop_link(order)


def _slip(*, is_gift: bool = False, days: int = 0) -> str:
    from retour_core.orders.slips import slip_url

    order = _order()
    with time_machine.travel(_now() - timedelta(days=days), tick=False):
        return slip_url(order, is_gift=is_gift)


def _gift_slip() -> str:
    from retour_core.orders.gift_slips import give_gift_slip
    from retour_core.orders.slips import gift_slip_url

    return gift_slip_url(give_gift_slip(_order(), by="e2e", now=_now()))


def _mailbox(*, days: int = 0) -> str:
    """Three orders of one address, one of them returned in part, one too late."""
    from retour_core.orders.mailbox import mailbox_token

    email = f"{secrets.token_hex(3)}@client.example"
    orders = [_order(email=email) for _ in range(2)] + [_order(email=email, days=400)]
    _with_label(orders[0])
    with time_machine.travel(_now() - timedelta(days=days), tick=False):
        return _address(f"/o/{mailbox_token(orders[0])}")


def _broken() -> str:
    from django.test import RequestFactory

    from retour_portal.theming.models import Theme
    from retour_portal.theming.views import server_error

    request = RequestFactory().get("/")
    request.theme = Theme.objects.select_related("brand").get(brand__slug=BRAND)  # type: ignore[attr-defined]
    request.brand = request.theme.brand  # type: ignore[attr-defined]
    return " ".join(server_error(request).content.decode().split())


_STATES = {
    "broken": _broken,
    "commented": _commented,
    "draft": lambda: _page(_draft(), "reasons/"),
    "expired-return": _expired_return,
    "gift-slip": _gift_slip,
    "gift-slip-old": lambda: _slip(is_gift=True),
    "mailbox": _mailbox,
    "mailbox-expired": lambda: _mailbox(days=2),
    "number": lambda: _order().number,
    "own-carrier": _own_carrier,
    "rejected": _rejected,
    "shop-link": lambda: _shop_link(_order()),
    "shop-link-early": _shop_link,
    "shop-link-expired": lambda: _shop_link(_order(), hours=-1),
    "shop-link-late": lambda: _shop_link(_order(days=400)),
    "shop-link-taken": _taken_link,
    "slip": _slip,
    "slip-expired": lambda: _slip(days=400),
    "stale-draft": _stale_draft,
    "taken-meanwhile": _taken_meanwhile,
    "thread": _thread,
    "two-ways": _two_ways,
    "unpaid": _unpaid,
}


if __name__ == "__main__":
    main()
