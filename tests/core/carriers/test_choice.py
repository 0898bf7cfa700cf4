from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.brands.models import Brand
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account, set_active
from retour_core.carriers.queries import accounts_for
from retour_core.domain.carrier_choice import Parcel, Terms, fits, to_ask
from retour_core.labels.models import Label
from retour_core.returns import operations
from retour_core.returns.actors import SYSTEM, Actor, ActorKind
from retour_core.returns.models import Return
from retour_core.returns.overriding import override
from tests.carriers.dhl_stub import DhlStub
from tests.carriers.faults import Fault
from tests.carriers.sendcloud_stub import SendcloudStub
from tests.carriers.server import Stub, serving
from tests.core.labels.draining import drain
from tests.core.policies.asking import rule
from tests.factories import NOW, make_brand, make_order, make_return, make_shop

ANNA = Actor(ActorKind.STAFF, "anna")
BERLIN = Parcel(country="DE", method="drop_off_point", weight_grams=700)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, True),
        ({"countries": frozenset({"DE", "AT"})}, True),
        ({"countries": frozenset({"FR"})}, False),
        ({"methods": frozenset({"drop_off_point"})}, True),
        ({"methods": frozenset({"labelless_drop_off"})}, False),
        ({"least_grams": 700, "most_grams": 700}, True),
        ({"least_grams": 701}, False),
        ({"most_grams": 699}, False),
    ],
)
def test_terms_say_which_parcels_a_carrier_is_asked_for(
    terms: dict[str, Any], expected: bool
) -> None:
    assert fits(Terms(**terms), BERLIN) is expected


def test_a_parcel_of_unknown_weight_is_offered_to_all() -> None:
    parcel = Parcel(country="DE", method="drop_off_point")

    assert fits(Terms(most_grams=1), parcel)


WEIGHTS = st.none() | st.integers(0, 9)
TERMS = st.builds(
    Terms,
    countries=st.frozensets(st.sampled_from(["DE", "FR", "GR"])),
    methods=st.frozensets(st.sampled_from(["a", "b"])),
    least_grams=WEIGHTS,
    most_grams=WEIGHTS,
)
PARCELS = st.builds(
    Parcel,
    country=st.sampled_from(["DE", "FR", "GR"]),
    method=st.sampled_from(["a", "b"]),
    weight_grams=WEIGHTS,
)


@given(st.lists(TERMS), PARCELS)
def test_all_that_fit_are_asked_in_their_order_and_nobody_else(
    offers: list[Terms], parcel: Parcel
) -> None:
    asked = to_ask(enumerate(offers), parcel)

    assert asked == sorted(set(asked))
    assert asked == [n for n, terms in enumerate(offers) if fits(terms, parcel)]


@pytest.fixture
def both(settings: Any, private_files: None) -> Iterator[tuple[Stub, Stub]]:
    with ExitStack() as stack:
        stubs = tuple(
            stack.enter_context(serving(made)) for made in (SendcloudStub(), DhlStub())
        )
        settings.RETOUR_CARRIER_URLS = {stub.kind: stub.url for stub in stubs}
        settings.RETOUR_CARRIER_ANSWER_SECONDS = 1.0
        yield stubs[0], stubs[1]
        assert [stub.complaints for stub in stubs] == [[], []]


def asked(stub: Stub, brand: Brand, position: int, **values: Any) -> CarrierAccount:
    account = CarrierAccount(
        kind=stub.kind, name=stub.kind, position=position, **values
    )
    save_account(account, stub.settings, [brand])
    return account


def returned(brand: Brand) -> Return:
    return make_return(make_order(make_shop(brand)))


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fault", [Fault.INPUT, Fault.AUTH, Fault.GONE])
def test_after_a_clear_refusal_the_next_carrier_is_asked(
    both: tuple[Stub, Stub], fault: Fault
) -> None:
    first, second = both
    brand = make_brand()
    refused, taken = asked(first, brand, 1), asked(second, brand, 2)
    first.next_buy.append(fault)
    returned(brand)

    drain()

    label = Label.objects.get()
    assert (label.state, label.account, label.carrier) == ("ready", taken, "dhl_de")
    assert [label.tracking_number] == second.numbers()
    assert first.numbers() == []
    [refusal] = label.refusals
    assert (refusal["account"], refusal["carrier"]) == (refused.pk, "sendcloud")
    refused.refresh_from_db()
    # An address that is refused says nothing of an account that works.
    told = "" if fault is Fault.INPUT else refusal["kind"]
    assert refused.last_fault_kind == told


@pytest.mark.parametrize(
    "fault",
    [
        *(Fault.BROKEN_AFTER, Fault.BROKEN_BEFORE, Fault.RESET_AFTER, Fault.SLOW),
        *(Fault.HTML_AFTER, Fault.TRUNCATED, Fault.LIMIT, Fault.DUPLICATE),
    ],
)
def test_while_a_label_may_have_been_bought_no_other_carrier_is_asked(
    both: tuple[Stub, Stub], fault: Fault
) -> None:
    first, second = both
    brand = make_brand()
    account = asked(first, brand, 1)
    asked(second, brand, 2)
    first.next_buy.append(fault)
    returned(brand)

    drain()
    assert Label.objects.get().state == "pending"
    # It is still a refusal, but no longer of the only request.
    first.next_find.append(Fault.INPUT)
    drain(2)

    ret = Return.objects.get()
    if ret.state == "label_failed":
        operations.retry_label(ret, actor=SYSTEM)
    drain(4)
    label = Label.objects.get()
    assert (label.state, label.account) == ("ready", account)
    assert [label.tracking_number] == first.numbers()
    assert second.purchases_asked == 0


def test_when_all_have_refused_the_return_shows_why_and_begins_anew(
    both: tuple[Stub, Stub],
) -> None:
    first, second = both
    brand = make_brand()
    account = asked(first, brand, 1)
    asked(second, brand, 2)
    first.next_buy.append(Fault.INPUT)
    second.next_buy.append(Fault.GONE)
    ret = returned(brand)

    drain()
    label = Label.objects.get()
    assert (label.state, len(label.refusals)) == ("failed", 2)
    assert label.failure.startswith("The carrier answered 410")

    operations.retry_label(ret, actor=SYSTEM)
    drain()

    label.refresh_from_db()
    assert (label.state, label.account, label.refusals) == ("ready", account, [])


def test_accounts_are_asked_by_brand_country_and_position(
    both: tuple[Stub, Stub],
) -> None:
    first, second = both
    brand, other = make_brand(), make_brand("lune")
    last = asked(first, brand, 9)
    here = asked(second, brand, 3, countries=["DE"])
    asked(second, brand, 1, countries=["FR"])
    asked(first, other, 1)
    off = asked(first, brand, 1)
    set_active(off, active=False)

    assert accounts_for(brand.pk, BERLIN) == [here, last]


def test_the_account_a_rule_prefers_is_asked_first_and_then_the_others(
    both: tuple[Stub, Stub],
) -> None:
    other, wanted = both
    brand = make_brand()
    fallback, preferred = asked(other, brand, 1), asked(wanted, brand, 2)
    rule(brand, carrier=preferred.pk)
    wanted.next_buy.append(Fault.INPUT)
    returned(brand)

    drain()

    label = Label.objects.get()
    assert (label.state, label.account) == ("ready", fallback)
    assert [one["account"] for one in label.refusals] == [preferred.pk]


def test_staff_may_prefer_another_account_after_all_have_refused(
    both: tuple[Stub, Stub],
) -> None:
    first, second = both
    brand = make_brand()
    asked(first, brand, 1)
    wanted = asked(second, brand, 2)
    first.next_buy.append(Fault.INPUT)
    second.next_buy.append(Fault.INPUT)
    ret = returned(brand)
    drain()

    override(ret, "carrier", wanted.pk, actor=ANNA, now=NOW)
    operations.retry_label(ret, actor=SYSTEM)
    drain()

    label = Label.objects.get()
    assert (label.state, label.account, label.refusals) == ("ready", wanted, [])
    assert first.numbers() == []


@pytest.mark.parametrize("why", ["off", "elsewhere", "deleted", "a stranger's"])
def test_a_preferred_account_that_cannot_be_asked_is_passed_over(
    both: tuple[Stub, Stub], why: str
) -> None:
    first, second = both
    brand = make_brand()
    taken = asked(first, brand, 1)
    owner = make_brand("lune") if why == "a stranger's" else brand
    countries = ["FR"] if why == "elsewhere" else []
    preferred = asked(second, owner, 2, countries=countries)
    rule(brand, carrier=preferred.pk)
    if why == "off":
        set_active(preferred, active=False)
    if why == "deleted":
        preferred.delete()
    returned(brand)

    drain()

    label = Label.objects.get()
    assert (label.state, label.account, label.refusals) == ("ready", taken, [])
    assert second.purchases_asked == 0


def test_an_account_whose_secrets_cannot_be_read_is_passed_over(
    both: tuple[Stub, Stub], settings: Any
) -> None:
    from cryptography.fernet import Fernet

    first, second = both
    brand = make_brand()
    asked(first, brand, 1)
    settings.RETOUR_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    taken = asked(second, brand, 2)
    returned(brand)

    drain()

    label = Label.objects.get()
    assert (label.state, label.account) == ("ready", taken)
    assert label.refusals[0]["kind"] == "auth"
