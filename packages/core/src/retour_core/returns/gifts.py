"""A present sent back by whoever got it.

They have a gift slip, or know the order's number and a postal code of it, and nothing
of what was paid. So they get no money, which would go to the buyer's means of payment
and tell the buyer, but goods or a store credit worth what was paid, in their own name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from retour_core.domain.errors import DomainError
from retour_core.domain.policies import ItemDecision, Resolution
from retour_core.orders.gift_slips import check_gift_slip
from retour_core.orders.models import GiftSlip, Order
from retour_core.policies.deciding import Decided

if TYPE_CHECKING:
    from retour_core.returns.models import Return

_IN_GOODS = frozenset({Resolution.EXCHANGE, Resolution.REPLACEMENT})
_ADDRESS = ("street", "street2", "postal_code", "city", "region", "country")


class GiftNotRefunded(DomainError):
    """A gift is settled by goods or store credit: the buyer's money is not touched."""

    code = "gift_not_refunded"


@dataclass(frozen=True)
class Recipient:
    """Who got the present; mails go to ``email``.

    Who comes by a ``slip`` knows no address of the order and must not be told one, so
    they give their own (``address``, with the keys of an order's). Without it the
    order's shipping address is theirs: they have proved to know it.
    """

    name: str
    email: str
    slip: GiftSlip | None = None
    address: Mapping[str, str] | None = None

    def sender(self, order: Order) -> dict[str, Any]:
        """Where the parcel comes from, without the buyer's name and phone."""
        known = order.shipping_address if self.address is None else self.address
        return {"name": self.name} | {
            key: known[key] for key in _ADDRESS if known.get(key)
        }


def covered_by(slip: GiftSlip | None) -> frozenset[int] | None:
    """Keys of the order's lines that may be chosen, None for all. Raises
    ``GiftSlipGone``."""
    check_gift_slip(slip)
    return None if slip is None else slip.covered()


def sent_from(ret: Return) -> str:
    """The country a present is sent back from, which need not be the order's; "" for
    any other return."""
    return str(ret.sender.get("country", "")) if ret.is_gift else ""


def as_gift(decided: Decided) -> Decided:
    """What holds for a present: what is offered in goods, and always store credit.

    A bonus on store credit is for giving up a refund, which nobody does here.
    """
    items = tuple(_as_gift(item) for item in decided.decision.items)
    return replace(
        decided,
        policy=decided.policy.model_copy(update={"store_credit_bonus": 0}),
        decision=decided.decision.model_copy(update={"items": items}),
    )


def _as_gift(item: ItemDecision) -> ItemDecision:
    goods = (one for one in item.resolutions if one in _IN_GOODS)
    offered = (*goods, Resolution.STORE_CREDIT)
    return item.model_copy(update={"resolutions": offered})
