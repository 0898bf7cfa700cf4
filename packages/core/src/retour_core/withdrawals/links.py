"""Addresses of the withdrawal function on a brand's portal.

The function asks nobody to prove anything: whoever knows a mailbox may guess at its
orders' numbers. So the page of a withdrawal leads on to the return, whose label names
the customer's address, only by an address with a proof: that of the mail, and of who
came with the order's postal code or from the shop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from retour_core.brands.models import Brand
    from retour_core.withdrawals.models import Withdrawal


_SALT = "retour.withdrawals.proof"


def function_url(brand: Brand) -> str:
    """For the shop's footer, mails and account pages; it leads to a language."""
    return f"{brand.portal_url}/withdraw"


def withdrawal_url(withdrawal: Withdrawal) -> str:
    """The private page of one withdrawal, with the proof: for its mailbox and staff."""
    page = f"{withdrawal.brand.portal_url}/w/{withdrawal.private_key}"
    return f"{page}?proof={proof_of(withdrawal)}"


def proof_of(withdrawal: Withdrawal) -> str:
    """What the page of a withdrawal leads on to its return by; safe in an address."""
    return salted_hmac(_SALT, withdrawal.private_key).hexdigest()[:32]


def is_proof_of(withdrawal: Withdrawal, proof: str) -> bool:
    return constant_time_compare(proof, proof_of(withdrawal))
