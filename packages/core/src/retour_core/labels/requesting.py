"""What a carrier is asked for: put together from the return's rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from retour_core.brands.models import ReturnAddress
from retour_core.carriers.base import LabelRequest, ParcelItem
from retour_core.domain.carrier_choice import Parcel
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money
from retour_core.labels.contents import Contents, contents_of
from retour_core.labels.models import Label
from retour_core.returns.models import Return, ReturnLine

_RECIPIENT = (
    *("company", "contact", "street", "street2", "postal_code", "city", "region"),
    *("country", "phone", "email"),
)

# On the returns of many labels, so that each is not asked for its own.
WITH_LINES = Prefetch(
    "lines", queryset=ReturnLine.objects.select_related("order_line").order_by("pk")
)


def parcel_of(label: Label) -> Parcel:
    """What decides about the carrier."""
    ret = label.parent
    return Parcel(
        country=str(ret.sender.get("country", "")),
        method=ret.method,
        weight_grams=_contents(label).weight_grams,
    )


def preferred_account(ret: Return) -> int | None:
    """The id of the carrier account to ask first, by what was decided of the return."""
    # As data: a decision older than today's words keeps no label from being bought.
    whole = (ret.decision or {}).get("whole", {})
    account: int | None = whole.get("carrier")
    return account


def label_request(label: Label) -> LabelRequest:
    """The same for the same label, however often it is asked for."""
    ret = label.parent
    address = ret.return_address
    contents = _contents(label)
    return LabelRequest(
        reference=str(label.reference),
        serial=label.pk,
        order_number=ret.order.number,
        rma_number=ret.rma_number,
        sender=ret.sender,
        recipient=recipient_of(address),
        email=ret.email,
        weight_grams=contents.weight_grams,
        method=ReturnMethod(ret.method or ReturnMethod.DROP_OFF_POINT),
        items=contents.items,
        made=label.made,
    )


def recipient_of(address: ReturnAddress | None) -> dict[str, Any]:
    return {name: getattr(address, name) for name in _RECIPIENT}


def item_of(line: ReturnLine, currency: str) -> ParcelItem:
    bought = line.order_line
    per_unit = bought.total_incl_minor // bought.ordered if bought.ordered else 0
    return ParcelItem(
        description=bought.title,
        quantity=line.quantity,
        sku=bought.sku,
        weight_grams=bought.weight_grams or None,
        value=Money(per_unit, currency),
        hs_code=bought.hs_code,
        origin_country=bought.origin_country,
    )


def _contents(label: Label) -> Contents:
    currency = label.parent.order.currency
    items = [item_of(line, currency) for line in _lines(label)]
    return contents_of(items, label.parcel, label.parcels)


def _lines(label: Label) -> list[ReturnLine]:
    ret = label.parent
    if ret.reserved_until is not None and label.parcels == 1:
        # Asked for before anybody chose, and the same when somebody has.
        return [
            ReturnLine(parent=ret, order_line=line, quantity=line.ordered)
            for line in ret.order.lines.filter(is_removed=False).order_by("pk")
        ]
    prefetch_related_objects([ret], WITH_LINES)
    return [line for line in ret.lines.all() if not line.is_kept]
