"""Addresses of the withdrawal function on a brand's portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retour_core.brands.models import Brand
    from retour_core.withdrawals.models import Withdrawal


def function_url(brand: Brand) -> str:
    """For the shop's footer, mails and account pages; it leads to a language."""
    return f"{brand.portal_url}/withdraw"


def withdrawal_url(withdrawal: Withdrawal) -> str:
    """The private page of one withdrawal."""
    return f"{withdrawal.brand.portal_url}/w/{withdrawal.private_key}"
