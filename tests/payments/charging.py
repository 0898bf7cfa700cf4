"""Brands that charge before the label, and returns that wait to be paid for."""

from __future__ import annotations

from typing import Any

from retour_core.brands.models import Brand
from retour_core.domain.policies import RequestKind
from retour_core.payments.accounts import save_account
from retour_core.payments.models import PaymentAccount
from retour_core.returns.models import Return
from tests.factories import grant, make_brand, make_order, make_return, make_shop
from tests.payments.mollie_stub import MollieStub

FEE = {"per": "return", "fixed": [{"amount": "4.95", "currency": "EUR"}]}
CHARGES = {"fee": FEE, "fee_payer": "customer", "fee_when": "before_label"}


def charging_brand(slug: str = "nordwand", **policy: Any) -> Brand:
    """Its customers pay 4.95 EUR before the label; it has no account yet."""
    brand = make_brand(slug, portal_url=f"https://returns.{slug}.example")
    grant(brand, RequestKind.RETURN, **{**CHARGES, **policy})
    return brand


def mollie_account(brand: Brand) -> PaymentAccount:
    account = PaymentAccount(brand=brand, kind="mollie", name="Mollie")
    assert save_account(account, MollieStub.settings) is None
    return account


def awaiting_return(**policy: Any) -> Return:
    """A submitted return whose label waits for 4.95 EUR at Mollie."""
    brand = charging_brand(**policy)
    mollie_account(brand)
    ret = make_return(make_order(make_shop(brand)))
    assert ret.state == "awaiting_payment"
    return ret


def state_of(ret: Return) -> str:
    return Return.objects.get(pk=ret.pk).state
