"""A price asked of the carrier: over a socket, in two seconds, kept with the draft."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from retour_core.accounts.tokens import issue_token
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account
from retour_core.domain.money import Money
from retour_core.domain.policies import Decision, PolicyInvalid, RequestKind
from retour_core.domain.withdrawal import Statement
from retour_core.orders.models import Order
from retour_core.policies.return_prices import read_prices, save_prices
from retour_core.returns.asking import ask
from retour_core.returns.models import Return
from retour_core.returns.operations import submit
from retour_core.returns.price_asking import ask_price
from retour_core.withdrawals.drafts import start_draft as start_withdrawal
from retour_core.withdrawals.drafts import state
from retour_core.withdrawals.operations import confirm
from retour_core.withdrawals.returning import start_return
from tests.carriers.faults import Fault
from tests.carriers.server import Stub
from tests.carriers.stubs import installed
from tests.core.api.conftest import Caller
from tests.core.policies.asking import rule
from tests.core.returns.test_table_price import CSV, EARLIER, fee_of
from tests.factories import NOW, grant, make_brand, make_draft, make_order, make_shop

pytestmark = pytest.mark.django_db
PRICELESS = (Fault.SLOW, Fault.AUTH, Fault.LIMIT, Fault.HTML_BEFORE, Fault.RESET_BEFORE)
USD = [{"amount": "0.50", "currency": "USD"}]


@pytest.fixture
def stub(settings: Any) -> Iterator[Stub]:
    cache.clear()
    with installed("easypost", settings) as made:
        settings.RETOUR_CARRIER_ANSWER_SECONDS = 20.0
        settings.RETOUR_CARRIER_PRICE_SECONDS = 0.3
        made.delay = 0.6
        yield made


@pytest.fixture
def account(stub: Stub) -> CarrierAccount:
    """Of a brand whose customers pay what its carrier asks: 5.93 USD."""
    brand = make_brand()
    grant(brand, fee_payer="customer", price_source="carrier")
    made = CarrierAccount(kind=stub.kind, name="Over there")
    assert save_account(made, stub.settings, [brand]) is None
    return made


def draft_of(account: CarrierAccount, **order: Any) -> Return:
    brand = account.brands.get()
    shop = brand.shops.first() or make_shop(brand)
    draft = make_draft(make_order(shop, **{"currency": "USD", **order}))
    asked_about(draft)
    return draft


def asked_about(draft: Return) -> None:
    lines = list(draft.lines.select_related("order_line"))
    ask_price(draft, lines, ask(draft, lines, now=NOW), now=NOW)


def test_the_account_a_rule_prefers_tells_the_price(
    account: CarrierAccount, stub: Stub
) -> None:
    brand = account.brands.get()
    preferred = CarrierAccount(kind=stub.kind, name="Over here", position=2)
    save_account(preferred, stub.settings, [brand])
    draft = draft_of(account)
    assert draft.asked_price is not None
    assert draft.asked_price["account"] == "Over there"

    rule(brand, carrier=preferred.pk)
    asked_about(draft)
    assert draft.asked_price["account"] == "Over here"


def test_what_was_shown_counts_whatever_the_carrier_asks_later(
    account: CarrierAccount, stub: Any
) -> None:
    draft = draft_of(account)
    assert draft.asked_price is not None
    assert draft.asked_price["cost"] == [593, "USD"]
    cache.clear()
    asked = len(stub.shipments)

    asked_about(draft)
    sent = submit(draft, now=NOW)

    assert fee_of(sent) == (Money(593, "USD"),)
    assert (len(stub.shipments), stub.numbers()) == (asked, [])


def test_parcels_alike_are_asked_about_once(account: CarrierAccount, stub: Any) -> None:
    first, second = draft_of(account), draft_of(account)

    assert len(stub.shipments) == 1
    assert [one.asked_price and one.asked_price["cost"] for one in (first, second)] == [
        [593, "USD"],
        [593, "USD"],
    ]


def test_one_from_another_postal_code_is_asked_about_for_itself(
    account: CarrierAccount, stub: Any
) -> None:
    draft_of(account)
    shop = account.brands.get().shops.get()
    order = make_order(shop, currency="USD")
    order.shipping_address["postal_code"] = "80331"
    order.save()
    asked_about(make_draft(order))

    assert len(stub.shipments) == 2


@pytest.mark.parametrize(
    ("fault", "price"),
    [(None, 593), *((fault, 495) for fault in PRICELESS)],
)
def test_sendcloud_tells_a_price_or_the_table_counts(
    fault: Fault | None, price: int, settings: Any
) -> None:
    cache.clear()
    with installed("sendcloud", settings) as stub:
        settings.RETOUR_CARRIER_PRICE_SECONDS, stub.delay = 0.3, 0.6
        brand = make_brand()
        grant(brand, fee_payer="customer", price_source="carrier")
        save_prices(brand.pk, read_prices(CSV), valid_from=EARLIER)
        account = CarrierAccount(kind=stub.kind, name="Ours")
        assert save_account(account, stub.settings, [brand]) is None
        stub.next_fetch.append(fault)
        began = time.monotonic()

        draft = draft_of(account, currency="EUR")
        stub.price = {"value": "99.00", "currency": "EUR"}
        sent = submit(draft, now=NOW)

        assert time.monotonic() - began < 1
        assert fee_of(sent) == (Money(price, "EUR"),)
        assert stub.numbers() == []


@pytest.mark.parametrize(
    ("markup", "price"),
    [
        ({"percent": "10"}, 652),  # 59.3 cents, rounded down
        ({"fixed": USD}, 643),
        ({"fixed": [{"amount": "9.00", "currency": "EUR"}]}, 593),
    ],
)
def test_the_brand_s_markup_goes_on_top(
    account: CarrierAccount, markup: Any, price: int
) -> None:
    policy = {"fee_payer": "customer", "price_source": "carrier"}
    grant(account.brands.get(), **policy, price_markup=markup)

    assert fee_of(submit(draft_of(account), now=NOW)) == (Money(price, "USD"),)


@pytest.mark.parametrize(
    ("fault", "order", "why_not"),
    [
        (Fault.SLOW, {}, "no_answer"),
        (Fault.BROKEN_BEFORE, {}, "no_answer"),
        (None, {"currency": "EUR"}, ""),
    ],
)
def test_without_a_price_of_the_carrier_s_the_table_counts(
    account: CarrierAccount, stub: Stub, fault: Fault | None, order: Any, why_not: str
) -> None:
    table = CSV if order else CSV.replace("EUR", "USD")
    save_prices(account.brands.get().pk, read_prices(table), valid_from=EARLIER)
    stub.next_fetch.append(fault)
    began = time.monotonic()

    draft = draft_of(account, **order)

    assert time.monotonic() - began < 0.5
    assert draft.asked_price is not None
    assert draft.asked_price["why_not"] == why_not
    price = Money(495, "EUR" if order else "USD")
    assert fee_of(submit(draft, now=NOW)) == (price,)


@pytest.mark.parametrize("told", ["-5.93", "0.00", "1e309", "NaN"])
def test_what_is_no_price_of_the_carrier_s_is_none(
    account: CarrierAccount, stub: Any, told: str
) -> None:
    stub.rates = [("rate_5", "USPS", "Ground", told)]
    table = CSV.replace("EUR", "USD")
    save_prices(account.brands.get().pk, read_prices(table), valid_from=EARLIER)

    draft = draft_of(account)

    assert draft.asked_price is not None
    assert (draft.asked_price["cost"], draft.asked_price["why_not"]) == (
        None,
        "no_service",
    )
    assert fee_of(submit(draft, now=NOW)) == (Money(495, "USD"),)


def test_a_carrier_that_did_not_answer_is_left_alone_and_its_account_tells(
    account: CarrierAccount, stub: Any
) -> None:
    stub.next_fetch.append(Fault.BROKEN_BEFORE)
    draft_of(account)
    draft_of(account)

    account.refresh_from_db()
    assert stub.shipments == {}
    assert account.last_fault_kind == "temporary"


def test_the_fee_of_the_policy_counts_before_the_table_if_it_says_so(
    account: CarrierAccount, stub: Any
) -> None:
    brand = account.brands.get()
    grant(brand, fee_payer="customer", price_source="fixed", fee={"fixed": USD})
    save_prices(brand.pk, read_prices(CSV.replace("EUR", "USD")), valid_from=EARLIER)

    assert fee_of(submit(draft_of(account), now=NOW)) == (Money(50, "USD"),)
    assert stub.shipments == {}


def test_nothing_is_asked_about_what_costs_the_customer_nothing(
    account: CarrierAccount, stub: Any
) -> None:
    grant(account.brands.get(), fee_payer="merchant", price_source="carrier")
    draft = draft_of(account)

    assert (draft.asked_price, stub.shipments) == (None, {})
    free = Decision.model_validate(submit(draft, now=NOW).decision).whole
    assert free.fee.is_free


def test_nothing_is_added_to_what_a_withdrawal_costs(account: CarrierAccount) -> None:
    policy = {"fee_payer": "customer", "informs_of_return_cost": True}
    with pytest.raises(PolicyInvalid) as caught:
        grant(
            account.brands.get(),
            RequestKind.WITHDRAWAL,
            **policy,
            price_source="carrier",
            price_markup={"percent": "1"},
        )

    assert [p.code for p in caught.value.problems] == ["withdrawal_without_markup"]


@pytest.fixture
def call(account: CarrierAccount) -> Iterator[Caller]:
    """A program of the brand's shop."""
    shop = make_shop(account.brands.get())
    with time_machine.travel(NOW, tick=False):
        yield Caller(shop, issue_token(shop, name="till")[1])


def bought_in_dollars(call: Caller) -> Order:
    assert call.shop is not None
    return make_order(call.shop, currency="USD")


def body_for(order: Order, **values: Any) -> dict[str, Any]:
    line = {"line_id": "1", "quantity": 1, "reason": "too_small"}
    return {"order_id": order.external_id, "lines": [line], **values}


@pytest.mark.parametrize("key", ["", "one-and-the-same"])
@pytest.mark.django_db(transaction=True)
def test_a_return_over_the_api_is_asked_about_before_its_transaction(
    call: Caller, stub: Any, key: str
) -> None:
    order = bought_in_dollars(call)
    inside: list[bool] = []

    def watch(execute: Any, sql: str, *given: Any) -> Any:
        # How asking went is written down as soon as the carrier has answered.
        if sql.startswith('UPDATE "retour_carriers_carrieraccount"'):
            inside.append(connection.in_atomic_block)
        return execute(sql, *given)

    with connection.execute_wrapper(watch):
        answers = [call.post("/returns", body_for(order), key=key) for _ in (1, 2)]

    assert {answer.status_code for answer in answers} == {201}
    assert inside == [False]
    assert len(stub.shipments) == 1
    assert {fee_of(ret) for ret in Return.objects.all()} == {(Money(593, "USD"),)}
    assert Return.objects.count() == (1 if key else 2)


def test_what_validating_tells_is_what_creating_takes(call: Caller, stub: Any) -> None:
    order = bought_in_dollars(call)

    told = call.post("/returns/validate", body_for(order)).json()
    call.post("/returns", body_for(order))

    assert (told["fee"], told["currency"]) == ("5.93", "USD")
    assert fee_of(Return.objects.get()) == (Money(593, "USD"),)
    assert len(stub.shipments) == 1


def test_over_the_api_a_carrier_that_is_slow_leaves_it_to_the_table(
    call: Caller, stub: Stub
) -> None:
    order = bought_in_dollars(call)
    table = read_prices(CSV.replace("EUR", "USD"))
    save_prices(order.brand_id, table, valid_from=EARLIER)
    stub.next_fetch.append(Fault.SLOW)

    assert call.post("/returns", body_for(order)).status_code == 201

    assert CarrierAccount.objects.get().last_fault_kind == "temporary"
    assert fee_of(Return.objects.get()) == (Money(495, "USD"),)


def test_what_cannot_be_returned_is_refused_as_ever_and_nobody_is_asked(
    call: Caller, stub: Any
) -> None:
    order = bought_in_dollars(call)
    unknown = body_for(order, lines=[{"line_id": "9", "quantity": 1, "reason": "x"}])

    answers = [
        call.post("/returns", body)
        for body in (unknown, body_for(order, method="pick_up"))
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (409, "line_unknown"),
        (409, "method_not_offered"),
    ]
    assert stub.shipments == {}


def test_a_withdrawal_is_asked_about_before_its_return_is_made(
    account: CarrierAccount, stub: Any
) -> None:
    brand = account.brands.get()
    policy = {"fee_payer": "customer", "informs_of_return_cost": True}
    grant(brand, RequestKind.WITHDRAWAL, **policy, price_source="carrier")
    order = make_order(make_shop(brand), currency="USD")
    statement = Statement(name="Anna Berg", contract=order.number, email=order.email)
    draft = state(start_withdrawal(brand, locale="en"), statement)
    made = confirm(draft, now=NOW)

    ret = start_return(made)

    assert ret is not None
    assert fee_of(ret) == (Money(593, "USD"),)
    assert len(stub.shipments) == 1
    assert start_return(made) == ret
    assert len(stub.shipments) == 1
