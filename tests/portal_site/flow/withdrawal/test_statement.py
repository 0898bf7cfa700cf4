"""Step one: what is asked, what is understood, and that nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from retour_core.domain.withdrawal import StatementLine
from retour_core.orders.models import Order
from retour_core.withdrawals.drafts import statement_of
from retour_core.withdrawals.models import WithdrawalDraft
from retour_portal.flow.withdrawal.known import order_query
from tests.factories import line_data, make_order
from tests.portal_site.flow.walk import errors_of, text_of, title_of
from tests.portal_site.flow.withdrawal.conftest import ANNA, Consumer

ITEMS_MISSING = "Say what you withdraw from, or choose the whole contract."


def test_name_contract_and_e_mail_are_all_that_is_asked(consumer: Consumer) -> None:
    html = consumer.client.get(consumer.at("start")).content.decode()
    required = re.findall(r'<input id="\w+" name="(\w+)"[^>]* required', html)
    assert required == ["name", "contract", "email"]
    names = re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', html)
    assert names == [*required, "scope", "scope", "items", "message"]


def test_a_statement_leads_to_its_confirmation_and_submits_nothing(
    consumer: Consumer,
) -> None:
    response = consumer.state(message="Too big.\r\nSorry")
    assert response["Location"] == consumer.at("confirm", consumer.key)
    stated = statement_of(consumer.draft())
    assert (stated.name, stated.contract, stated.email) == tuple(ANNA.values())
    assert (stated.is_partial, stated.lines, stated.message) == (
        False,
        (),
        "Too big.\nSorry",
    )


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"name": " ", "contract": "", "email": ""},
            [
                "Enter your name.",
                "Enter your order number, or describe what you bought and when.",
                "Enter an e-mail address: your confirmation is sent there.",
            ],
        ),
        (
            {"email": "anna@example"},
            ["Enter a complete e-mail address, such as name@example.com."],
        ),
        ({"scope": "part", "items": " \n "}, [ITEMS_MISSING]),
        (
            {"scope": "part", "items": "hat\n" * 201},
            ["Name at most 200 items, or choose the whole contract."],
        ),
        ({"scope": "part", "items": "h" * 501}, ["Use at most 500 characters here."]),
        ({"message": "m" * 2001}, ["Use at most 2000 characters here."]),
        ({"name": "n" * 201}, ["Use at most 200 characters here."]),
        ({"name": "An\x00na"}, ["Null characters are not allowed."]),
    ],
)
def test_what_is_missing_is_said_and_linked_to_its_field(
    consumer: Consumer, typed: dict[str, str], errors: list[str]
) -> None:
    page = consumer.state(**typed)
    assert page.status_code == 200
    assert errors_of(page)[: len(errors)] == errors
    assert title_of(page).startswith("Error: Withdraw from contract here")
    html = page.content.decode()
    targets = re.findall(r'<li><a href="#([^"]+)"', html)
    assert [f'id="{target}"' in html for target in targets] == [True] * len(targets)
    assert not WithdrawalDraft.objects.exists()


def test_nothing_typed_is_lost_by_an_error(consumer: Consumer) -> None:
    page = consumer.state(
        name="", scope="part", items="2 × hat\nlamp", message="<Hello> & bye"
    )
    html = page.content.decode()
    for kept in (
        'value="NW-2001"',
        'value="anna@example.org"',
        'value="part" checked',
        ">2 × hat\nlamp</textarea>",
        ">&lt;Hello&gt; &amp; bye</textarea>",
    ):
        assert kept in html


def test_items_in_ones_own_words_are_counted_where_they_say_so(
    consumer: Consumer,
) -> None:
    consumer.state(scope="part", items="2 × blue jacket\r\n3x hats\n\n 3 x hats \n7up")
    assert statement_of(consumer.draft()).lines == (
        StatementLine("blue jacket", 2),
        StatementLine("hats", 3),
        StatementLine("hats", 3),
        StatementLine("7up", 1),
    )


def test_items_typed_for_the_whole_contract_do_not_narrow_it(
    consumer: Consumer,
) -> None:
    consumer.state(scope="whole", items="hat")
    stated = statement_of(consumer.draft())
    assert (stated.is_partial, stated.lines) == (False, ())


def picked(order: Order, **quantities: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"scope": "part"}
    for line in order.lines.all():
        if line.title in quantities:
            data[f"line-{line.pk}"] = "1"
            data[f"quantity-{line.pk}"] = quantities[line.title]
    return data


def test_items_of_a_known_order_are_ticked_with_quantities(
    consumer: Consumer, order: Order
) -> None:
    query = order_query(order)
    page = consumer.client.get(consumer.at("start") + query)
    assert "Jacket Ordered: 2" in text_of(page)
    consumer.state(query, **picked(order, Jacket=1, Hat=1))
    assert statement_of(consumer.draft()).lines == (
        StatementLine("Jacket", 1, "1"),
        StatementLine("Hat", 1, "2"),
    )


@pytest.mark.parametrize("quantity", ["0", "3", "", "two", "-1", "9" * 7])
def test_a_quantity_that_was_not_ordered_is_asked_again(
    consumer: Consumer, order: Order, quantity: str
) -> None:
    page = consumer.state(order_query(order), **picked(order, Jacket=quantity))
    assert errors_of(page) == ["“Jacket”: enter a whole number from 1 to 2."]


def test_part_of_a_known_order_needs_an_item(consumer: Consumer, order: Order) -> None:
    page = consumer.state(order_query(order), scope="part")
    assert errors_of(page) == [ITEMS_MISSING]
    first = order.lines.order_by("position")[0]
    assert f'href="#id_line-{first.pk}"' in page.content.decode()


def test_a_known_orders_number_is_not_for_others_to_change(
    consumer: Consumer, order: Order
) -> None:
    consumer.state(order_query(order), contract="NW-9999")
    assert statement_of(consumer.draft()).contract == "NW-2001"


def test_what_has_come_back_already_may_still_be_withdrawn_from(
    consumer: Consumer, order: Order
) -> None:
    consumer.submit(order, quantity=2)
    consumer.state(order_query(order), **picked(order, Jacket=2))
    assert statement_of(consumer.draft()).lines == (StatementLine("Jacket", 2, "1"),)


def test_a_line_with_the_longest_title_can_be_withdrawn_from(
    consumer: Consumer, order: Order
) -> None:
    order = make_order(
        order.shop, lines=[line_data(title="T" * 255, variant="v" * 255)]
    )
    line = order.lines.get()
    typed = {"scope": "part", f"line-{line.pk}": "1", f"quantity-{line.pk}": "1"}
    assert consumer.state(order_query(order), **typed).status_code == 302
    assert len(statement_of(consumer.draft()).lines[0].description) == 500


def test_a_statement_is_changed_as_it_was_left(
    consumer: Consumer, order: Order
) -> None:
    consumer.state(order_query(order), **picked(order, Jacket=1))
    html = consumer.page("edit").content.decode()
    assert 'value="part" checked' in html
    assert html.count('value="1" checked') == 1
    changed = ANNA | {"email": "anna@new.example", "scope": "whole"}
    response = consumer.client.post(consumer.at("edit", consumer.key), changed)
    assert response["Location"] == consumer.at("confirm", consumer.key)
    stated = statement_of(consumer.draft())
    assert (stated.email, stated.is_partial) == ("anna@new.example", False)
    assert WithdrawalDraft.objects.count() == 1


def test_items_in_ones_own_words_come_back_to_be_changed(consumer: Consumer) -> None:
    consumer.state(scope="part", items="2 × hat\nlamp")
    html = consumer.page("edit").content.decode()
    assert ">2 × hat\nlamp</textarea>" in html


def test_a_statement_sent_from_another_site_is_refused(consumer: Consumer) -> None:
    response = consumer.client.post(
        consumer.at("start"), ANNA, headers={"sec-fetch-site": "cross-site"}
    )
    assert response.status_code == 403
    assert not WithdrawalDraft.objects.exists()
