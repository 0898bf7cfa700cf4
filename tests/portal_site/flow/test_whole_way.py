from __future__ import annotations

from datetime import timedelta

import pytest

from retour_core.brands.models import Brand
from retour_core.orders.models import Order
from retour_core.returns.models import Return
from tests.portal_site.flow.walk import Customer, errors_of, first_line, text_of


def test_one_jacket_goes_back_from_order_number_to_confirmation(
    customer: Customer, order: Order
) -> None:
    jacket = first_line(order)
    customer.find(order)
    assert customer.choose((jacket, 1))["Location"] == customer.step("reasons")
    assert customer.give_reason(jacket, reason="too_large")[
        "Location"
    ] == customer.step("method")
    sent = customer.send("method", {"method": "drop_off_point"})
    assert sent["Location"] == customer.step("review")
    assert "Expected refund €99.00" in text_of(customer.see("review"))
    assert customer.send("review")["Location"] == customer.step("confirmation")
    ret = customer.ret()
    assert (ret.state, ret.locale) == ("label_pending", "en")
    assert [
        (line.order_line_id, line.quantity, line.reason, line.refund_minor)
        for line in ret.lines.all()
    ] == [(jacket.pk, 1, "too_large", 9900)]
    page = text_of(customer.see("confirmation"))
    assert f"Return number {ret.rma_number} for order NW-2001." in page
    assert "Your label is being made" in page


def test_the_same_way_in_french_is_french_to_the_last_word(
    brand: Brand, order: Order
) -> None:
    customer = Customer(brand, "fr")
    jacket = first_line(order)
    customer.find(order)
    assert "Choisissez ce que vous renvoyez" in text_of(customer.see("items"))
    assert "jusqu’au 10 décembre 2026" in text_of(customer.see("items"))
    customer.choose((jacket, 2))
    assert "Trop grand" in text_of(customer.see("reasons"))
    customer.give_reason(jacket)
    customer.send("method", {"method": "drop_off_point"})
    review = text_of(customer.see("review"))
    assert "198,00 €" in review.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Allemagne" in review
    customer.send("review")
    assert customer.ret().locale == "fr"
    assert "Votre étiquette est en cours" in text_of(customer.see("confirmation"))


def test_the_refund_shown_before_sending_is_the_one_fixed_by_sending(
    customer: Customer, order: Order
) -> None:
    jacket = first_line(order)
    jacket.total_incl_minor = 19801
    jacket.save()
    first = Customer(order.brand)
    first.submit(order)
    customer.up_to_review(order)
    assert "Expected refund €99.01" in text_of(customer.see("review"))
    customer.send("review")
    assert first.ret().lines.get().refund_minor == 9900
    assert customer.ret().lines.get().refund_minor == 9901


@pytest.mark.parametrize("step", ["items", "reasons", "method", "review"])
def test_every_step_of_a_sent_return_leads_to_its_confirmation(
    customer: Customer, order: Order, step: str
) -> None:
    customer.submit(order)
    assert customer.see(step)["Location"] == customer.step("confirmation")
    assert customer.send(step)["Location"] == customer.step("confirmation")
    assert Return.objects.count() == 1


@pytest.mark.parametrize(
    "step", ["reasons", "method", "review", "confirmation", "tracking", "cancel"]
)
def test_going_ahead_of_an_unfinished_step_leads_back_to_it(
    customer: Customer, order: Order, step: str
) -> None:
    customer.find(order)
    assert customer.see(step)["Location"] == customer.step("items")


def test_going_ahead_of_missing_reasons_leads_back_to_the_reasons(
    customer: Customer, order: Order
) -> None:
    customer.find(order)
    customer.choose((first_line(order), 1))
    assert customer.see("review")["Location"] == customer.step("reasons")
    assert customer.send("review")["Location"] == customer.step("reasons")
    assert customer.ret().state == "draft"


def test_a_double_click_on_send_makes_one_return(
    customer: Customer, order: Order
) -> None:
    customer.up_to_review(order)
    first, second = customer.send("review"), customer.send("review")
    assert first["Location"] == second["Location"] == customer.step("confirmation")
    assert Return.objects.count() == 1
    assert first_line(order).net_returned == 1


def test_going_back_shows_what_was_chosen_before(
    customer: Customer, order: Order
) -> None:
    customer.up_to_review(order, quantity=2)
    jacket = first_line(order)
    items = customer.see("items").content.decode()
    assert f'name="line-{jacket.pk}" value="1" checked' in items
    assert f'name="quantity-{jacket.pk}" value="2"' in items
    assert 'value="too_small" selected' in customer.see("reasons").content.decode()
    assert 'value="drop_off_point" required checked' in (
        customer.see("method").content.decode()
    )


def test_a_second_tab_that_chose_otherwise_wins_and_the_first_is_asked_again(
    customer: Customer, order: Order
) -> None:
    jacket, hat = order.lines.order_by("position")
    customer.find(order)
    customer.choose((jacket, 1))
    customer.choose((hat, 1))
    stale = customer.give_reason(jacket)
    assert errors_of(stale) == ["Choose why “Hat” comes back."]
    assert customer.give_reason(hat)["Location"] == customer.step("method")


def test_two_drafts_for_the_last_unit_give_one_return_and_one_clear_refusal(
    customer: Customer, order: Order
) -> None:
    rival = Customer(order.brand)
    rival.up_to_review(order, quantity=2)
    customer.up_to_review(order, quantity=1)
    customer.send("review")
    told = rival.see("review")  # left open in another tab, and looked at again
    assert errors_of(told) == ["Only 1 of “Jacket” can still be returned."]
    refused = rival.send("review")
    assert refused.status_code == 409
    assert errors_of(refused) == ["Only 1 of “Jacket” can still be returned."]
    assert "Your return was not sent; nothing was changed." in text_of(refused)
    assert "Expected refund" not in text_of(refused)
    assert rival.ret().state == "draft"
    assert "1 of 2 can be returned" in text_of(rival.see("items"))


def test_a_draft_left_for_a_day_is_closed_and_says_so(
    customer: Customer, order: Order
) -> None:
    customer.find(order)
    Return.objects.update(created_at=customer.ret().created_at - timedelta(hours=24))
    page = customer.see("items")
    assert page.status_code == 410
    assert "This link has expired" in text_of(page)
    assert customer.choose((first_line(order), 1)).status_code == 410


def test_a_sent_return_outlives_its_draft(customer: Customer, order: Order) -> None:
    ret = customer.submit(order)
    Return.objects.update(created_at=ret.created_at - timedelta(days=60))
    assert customer.see("tracking").status_code == 200
