"""What policy and rules make the pages of the flow tell, and refuse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account
from retour_core.domain.money import Money
from retour_core.domain.policies import Decision
from retour_core.orders.models import Order, Shop
from retour_core.policies.models import Question
from retour_core.policies.return_prices import read_prices, save_prices
from retour_core.returns.models import Return
from tests.carriers.stubs import installed
from tests.core.policies.asking import rule
from tests.factories import grant, line_data, make_order
from tests.portal_site.flow.walk import Customer, chosen_data, errors_of, text_of

FINAL = {"en": "Outlet items stay sold.", "de": "Ausverkauf bleibt verkauft."}
FEE = {"fixed": [{"amount": "4.95", "currency": "EUR"}]}
HAT = ("category", "is", "Outlet")


@pytest.fixture
def order(shop: Shop) -> Order:
    """Two jackets and a hat of the outlet."""
    hat = line_data(
        "2",
        title="Hat",
        category="Outlet",
        quantity=1,
        fulfilled_quantity=1,
        unit_list_price="24.00",
        total_incl_tax="24.00",
    )
    return make_order(shop, number="NW-2001", lines=[line_data(), hat])


def lines_of(order: Order) -> Any:
    return order.lines.order_by("position")


def test_an_item_a_rule_refuses_is_shown_with_its_words_and_no_choice(
    customer: Customer, order: Order
) -> None:
    rule(order.brand, HAT, name="Outlet", not_returnable=FINAL)
    _jacket, hat = lines_of(order)
    page = customer.find(order).see("items")
    assert "Hat This item can't be returned: Outlet items stay sold." in text_of(page)
    assert f'name="line-{hat.pk}"' not in page.content.decode()
    # The rule's name is nothing for customers.
    assert "(Rule" not in text_of(page)


def test_choosing_a_refused_item_all_the_same_is_refused_by_name(
    customer: Customer, order: Order
) -> None:
    rule(order.brand, HAT, not_returnable=FINAL)
    jacket, hat = lines_of(order)
    customer.find(order)
    page = customer.send("items", chosen_data((jacket, 1), (hat, 1)))
    assert errors_of(page) == ["“Hat” cannot be returned: Outlet items stay sold."]


def test_a_refusal_is_in_the_merchants_words_of_the_pages_language(
    order: Order,
) -> None:
    rule(order.brand, HAT, not_returnable=FINAL)
    page = Customer(order.brand, "de").find(order).see("items")
    assert "Ausverkauf bleibt verkauft." in text_of(page)


def test_one_last_day_is_told_above_and_different_ones_at_the_items(
    customer: Customer, order: Order
) -> None:
    customer.find(order)
    together = "You can return these items until 10 December 2026."
    assert together in text_of(customer.see("items"))
    rule(order.brand, HAT, extend_window_days=30)
    page = text_of(customer.see("items"))
    assert together not in page
    assert "You can return this item until 10 December 2026." in page
    assert "You can return this item until 9 January 2027." in page


def test_fee_and_last_day_are_told_before_the_return_is_sent(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, fee=FEE, fee_payer="customer", restocking_percent="10")
    customer.up_to_review(order)
    method, review = text_of(customer.see("method")), text_of(customer.see("review"))
    for page in (method, review):
        assert "You can return this item until 10 December 2026." in page
        assert "This return costs €4.95." in page
    assert "Restocking fee -€9.90 Return fee -€4.95 Expected refund €84.15" in review
    customer.send("review")
    assert "the way you paid: €84.15." in text_of(customer.see("confirmation"))


def of_two(customer: Customer, order: Order, *, second: str) -> str:
    """What the review says of sending back a jacket that does not fit and a hat that
    goes back for the ``second`` reason."""
    jacket, hat = lines_of(order)
    customer.find(order)
    customer.choose((jacket, 1), (hat, 1))
    reasons = {f"reason-{jacket.pk}": "too_small", f"reason-{hat.pk}": second}
    customer.send("reasons", reasons)
    customer.send("method", {"method": "drop_off_point"})
    review = text_of(customer.see("review"))
    return review.split("until 10 December 2026.")[1].split("Send my return")[0].strip()


def test_where_every_item_is_free_it_is_told_once(
    customer: Customer, order: Order
) -> None:
    assert of_two(customer, order, second="wrong_item") == "This return is free."


def test_one_item_that_is_our_fault_makes_the_parcel_free(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, fee=FEE, fee_payer="customer")
    assert of_two(customer, order, second="wrong_item") == "This return is free."
    assert "Return fee" not in text_of(customer.see("review"))


def test_what_costs_nothing_beside_a_fee_is_named(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, fee=FEE, fee_payer="customer")
    rule(order.brand, HAT, fee_payer="merchant")
    assert of_two(customer, order, second="too_small") == (
        "This return costs €4.95. Hat: Sending this item back is free."
    )


def test_what_every_item_costs_alike_is_told_once(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, fee_payer="customer")
    assert of_two(customer, order, second="too_small") == (
        "You pay for sending this item back."
    )


def test_items_that_cost_something_else_are_named(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, fee_payer="customer")
    assert of_two(customer, order, second="wrong_item") == (
        "Jacket: You pay for sending this item back. "
        "Hat: Sending this item back is free: the fault is ours."
    )


def test_the_brand_s_table_says_what_it_costs_before_it_is_sent_off(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, fee_payer="customer")
    lines = "country,from_grams,to_grams,price,currency\nDE,0,,5.45,EUR\n"
    save_prices(order.brand.pk, read_prices(lines), valid_from=date(2026, 1, 1))
    customer.up_to_review(order)

    for step in ("method", "review"):
        assert "This return costs €5.45." in text_of(customer.see(step))


def test_the_carrier_s_price_is_told_before_it_is_sent_off_and_kept(
    customer: Customer, order: Order, settings: Any
) -> None:
    order.currency = "USD"
    order.save()
    grant(order.brand, fee_payer="customer", price_source="carrier")
    with installed("easypost", settings) as stub:
        account = CarrierAccount(kind=stub.kind, name="Over there")
        assert save_account(account, stub.settings, [order.brand]) is None
        customer.up_to_review(order)
        for step in ("method", "review"):
            assert "This return costs $5.93." in text_of(customer.see(step))
    customer.send("review")

    told = Decision.model_validate(Return.objects.get().decision).whole.fee.fixed
    assert told == (Money(593, "USD"),)


def test_who_has_to_wait_for_approval_knows_before_sending(
    customer: Customer, order: Order
) -> None:
    rule(order.brand, ("sku", "is", "SKU-1"), needs_approval=True)
    customer.up_to_review(order)
    told = "We look at your request before you send anything"
    assert told in text_of(customer.see("review"))
    customer.send("review")
    assert "Waiting for approval" in text_of(customer.see("confirmation"))


def test_a_kept_item_has_no_way_back_to_choose(
    customer: Customer, order: Order
) -> None:
    rule(order.brand, HAT, keep_item=True)
    _jacket, hat = lines_of(order)
    customer.find(order)
    customer.choose((hat, 1))
    customer.give_reason(hat)
    assert customer.see("method")["Location"] == customer.step("resolutions")
    review = text_of(customer.see("review"))
    assert "You can keep this item: there is nothing to send back." in review
    assert "Way back Change" not in review
    assert customer.send("review")["Location"] == customer.step("confirmation")
    page = text_of(customer.see("confirmation"))
    assert "You can keep the items: there is nothing to send." in page
    assert "Return address" not in page
    assert "Paid without anything to send back." in text_of(customer.see("tracking"))


def test_a_question_that_a_reason_brings_is_asked_on_the_same_page(
    customer: Customer, order: Order
) -> None:
    Question.objects.create(
        brand=order.brand, key="size", texts={"en": "Which size would fit?"}
    )
    rule(order.brand, ("reason", "is", "too_small"), require_answers=["size"])
    jacket, _hat = lines_of(order)
    customer.find(order)
    customer.choose((jacket, 1))
    assert "Which size" not in text_of(customer.see("reasons"))
    assert customer.give_reason(jacket)["Location"] == customer.step("reasons")
    assert "Which size would fit?" in text_of(customer.see("reasons"))
    answered = customer.send(
        "reasons",
        {f"reason-{jacket.pk}": "too_small", f"question-{jacket.pk}--size": "L"},
    )
    assert answered["Location"] == customer.step("method")
    assert customer.ret().lines.get().answers == {"size": "L"}


def test_a_reason_that_is_not_taken_back_is_refused_where_it_is_given(
    customer: Customer, order: Order
) -> None:
    rule(order.brand, ("reason", "is", "changed_mind"), not_returnable=FINAL)
    jacket, _hat = lines_of(order)
    customer.find(order)
    customer.choose((jacket, 1))
    page = customer.give_reason(jacket, reason="changed_mind")
    assert errors_of(page) == ["“Jacket” cannot be returned: Outlet items stay sold."]


def test_a_claim_is_a_choice_beside_the_items_and_needs_a_photo(
    customer: Customer, order: Order
) -> None:
    jacket, _hat = lines_of(order)
    customer.find(order)
    assert "Something is wrong with an item" in text_of(customer.see("items"))
    sent = customer.client.post(
        customer.step("items") + "?kind=claim", chosen_data((jacket, 1))
    )
    assert (sent["Location"], customer.ret().kind) == (
        customer.step("reasons"),
        "claim",
    )
    assert customer.give_reason(jacket, reason="damaged")["Location"] == (
        customer.step("reasons")
    )
    assert "Photos (needed)" in text_of(customer.see("reasons"))


def test_looking_at_the_other_kind_writes_nothing(
    customer: Customer, order: Order
) -> None:
    customer.find(order)
    customer.client.get(customer.step("items") + "?kind=claim")
    assert customer.ret().kind == "return"


@pytest.mark.parametrize("kind", ["withdrawal", "moon", ""])
def test_no_other_kind_can_be_asked_for(
    customer: Customer, order: Order, kind: str
) -> None:
    customer.find(order)
    page = customer.client.get(customer.step("items") + f"?kind={kind}")
    assert page.status_code == 200
    assert "Choose what goes back" in text_of(page)
