"""Columns of what was paid with gift cards and credit, made into tenders."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from retour_core.domain.refunds import TenderKind

# How the rest was paid is for the shop to know: it has no column.
_REST = TenderKind.OTHER.value


def tenders_of(prepaid: Mapping[str, str], total: str) -> list[dict[str, Any]]:
    """Tenders that add up to the order's ``total``; none where nothing was prepaid.

    ``prepaid`` are amounts by kind. Raises ``ValueError`` with a sentence if they are
    more than the total.
    """
    paid = {kind: Decimal(amount) for kind, amount in prepaid.items()}
    together = sum(paid.values(), Decimal(0))
    if not together:
        return []
    if together > Decimal(total):
        raise ValueError(
            _("It is more than the order’s total of %(total)s.") % {"total": total}
        )
    paid[_REST] = Decimal(total) - together
    return [
        {"kind": kind, "id": kind, "amount": format(amount, "f")}
        for kind, amount in paid.items()
        if amount
    ]
