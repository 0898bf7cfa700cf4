"""The cast: Alice works on returns of brand A, Eve drafts its pages, Paula publishes
them, Anna runs it; Charlie works for brand B and must never get in; Root may
everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client

from retour_core.accounts.models import ApiToken, Role
from retour_core.accounts.tokens import issue_token
from retour_core.brands.models import Brand, ReturnAddress, SenderAddress
from retour_core.domain.reasons import ReturnReason
from retour_core.labels.models import Label, LabelState
from retour_core.orders.models import Order, ShippingRule, Shop
from retour_core.orders.rules import save_rule
from retour_core.returns.actors import CUSTOMER, SYSTEM
from retour_core.returns.drafts import Selection
from retour_core.returns.models import Return
from retour_core.returns.operations import create_return
from retour_core.returns.transition import lock_return, move
from retour_portal.backoffice.access import grant_staff_role
from tests.factories import NOW, make_brand, make_order, make_shop

SignIn = Callable[[User], Client]


@dataclass(frozen=True)
class House:
    """A brand with a shop, an order, a submitted return, an address and a token;
    ``rows`` are what ``row_of`` made of it."""

    brand: Brand
    shop: Shop
    order: Order
    ret: Return
    address: ReturnAddress
    token: ApiToken
    rows: dict[str, Any] = field(default_factory=dict, compare=False)


def submit(order: Order, quantity: int = 1) -> Return:
    chosen = Selection("1", quantity, ReturnReason.TOO_SMALL, "Sleeves end early")
    return create_return(order, [chosen], now=NOW, actor=CUSTOMER, locale="en")


def make_ready(ret: Return) -> Return:
    """As the label worker leaves a return."""
    from django.db import transaction

    with transaction.atomic():
        locked = lock_return(ret.pk)
        label = Label(parent=locked, state=LabelState.READY, tracking_number="00123")
        label.document.save("label.pdf", ContentFile(b"%PDF-1.7 label"), save=False)
        label.save()
        move(locked, locked.current_state.READY, actor=SYSTEM, tracking_number="00123")
    return locked


def make_house(slug: str, number: str, customer: str, *, auto_approve: bool) -> House:
    brand = make_brand(slug, auto_approve=auto_approve)
    shop = make_shop(brand)
    order = make_order(
        shop,
        number=number,
        email=f"{customer.lower()}@example.org",
        shipping_address={
            "name": f"{customer} Berg",
            "street": "Torstraße 1",
            "postal_code": "10119",
            "city": "Berlin",
            "country": "DE",
        },
    )
    token, _secret = issue_token(shop, name=f"{slug} server")
    return House(brand, shop, order, submit(order), brand.return_addresses.get(), token)


def make_rule(house: House, name: str = "Own parcels") -> ShippingRule:
    """A rule for the house's own shop, leading to a sender address of its brand."""
    address = SenderAddress.objects.create(
        brand=house.brand,
        label=f"{house.brand.name} depot",
        company=f"{house.brand.name} GmbH",
        street="Hafenstraße 2",
        postal_code="20359",
        city="Hamburg",
        country="DE",
    )
    condition = {"fact": "shop", "operator": "is", "values": [house.shop.key]}
    return save_rule(ShippingRule(name=name, sender_address=address), [condition])


@pytest.fixture
def alpenglow(db: None) -> House:
    return make_house("alpenglow", "AG-1001", "Berta", auto_approve=False)


@pytest.fixture
def lune(db: None) -> House:
    return make_house("lune", "ML-2002", "Camille", auto_approve=False)


def _person(name: str, brand: Brand, role: Role) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", "secret-of-theirs")
    grant_staff_role(user, brand, role)
    return user


@pytest.fixture
def alice(alpenglow: House) -> User:
    return _person("alice", alpenglow.brand, Role.AGENT)


@pytest.fixture
def eve(alpenglow: House) -> User:
    return _person("eve", alpenglow.brand, Role.EDITOR)


@pytest.fixture
def paula(alpenglow: House) -> User:
    return _person("paula", alpenglow.brand, Role.PUBLISHER)


@pytest.fixture
def anna(alpenglow: House) -> User:
    return _person("anna", alpenglow.brand, Role.ADMIN)


@pytest.fixture
def charlie(lune: House) -> User:
    """Runs brand B, so that no missing permission hides a missing scope."""
    return _person("charlie", lune.brand, Role.ADMIN)


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root", "root@example.org", "secret")


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
