"""Addresses a customer is given; the portal answers them on the brand's host."""

from __future__ import annotations

from retour_core.returns.models import Return


def tracking_url(ret: Return) -> str:
    """The private, short link to a return; it leads to the customer's language."""
    return f"{ret.brand.portal_url}/r/{ret.private_key}"


def paid_url(ret: Return) -> str:
    """Where a payment service sends the customer once the fee is paid, or is not."""
    return f"{ret.brand.portal_url}/r/{ret.private_key}/paid"
