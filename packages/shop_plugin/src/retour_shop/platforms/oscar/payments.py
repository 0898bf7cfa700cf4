"""How an order was paid and sent, as far as refunds have to know it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from oscar.core.utils import get_default_currency

from retour_core.domain.wire import MAX_TENDERS
from retour_shop.platforms.oscar.conf import RetourSettings
from retour_shop.platforms.oscar.money import amount, tax_rate


def captured(order: Any) -> str | None:
    """None where the shop records no debits: then the total has to do."""
    debited = sum((source.amount_debited for source in order.sources.all()), Decimal())
    return amount(debited) if debited > 0 else None


def paid_by(source: Any) -> Decimal:
    """What a source gave: shops that never record a debit keep it as allocated."""
    paid: Decimal = source.amount_debited or source.amount_allocated
    return paid


def tenders(order: Any, conf: RetourSettings) -> list[dict[str, str]]:
    """The payment sources, named by their keys.

    None where they are not all that was paid: such as a source that is in another
    currency or waits for its debit, or none at all.
    """
    sources = [source for source in order.sources.all() if paid_by(source) > 0]
    told = captured(order)
    due = order.total_incl_tax if told is None else Decimal(told)
    if len(sources) > MAX_TENDERS or sum(map(paid_by, sources), Decimal()) != due:
        return []
    if any(source.currency != order.currency for source in sources):
        return []
    return [
        {
            "kind": conf.tender_kinds.get(source.source_type.code, "other"),
            "id": str(source.pk),
            "amount": amount(paid_by(source)),
        }
        for source in sources
    ]


def shipping(order: Any, conf: RetourSettings) -> dict[str, Any]:
    """The standard part is told where it is less than what was paid."""
    paid = order.shipping_incl_tax
    standard = conf.standard_shipping.get(order.shipping_code)
    is_ours = order.currency == get_default_currency()
    is_dearer = standard is not None and is_ours and standard < paid
    return {
        "shipping_incl_tax": amount(paid),
        "standard_shipping_incl_tax": format(standard, "f") if is_dearer else None,
        "shipping_tax_rate": (
            tax_rate(paid, order.shipping_excl_tax, 1, conf.tax_rates)
            if paid > 0
            else None
        ),
    }
