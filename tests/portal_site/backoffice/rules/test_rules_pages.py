from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from retour_core.accounts.models import Role
from retour_core.brands.models import SenderAddress
from retour_core.orders.models import Order, ShippingRule
from retour_core.orders.rules import rules_in_order, save_rule
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_portal.backoffice.access import grant_staff_role
from tests.factories import make_order
from tests.portal_site.backoffice.conftest import House, SignIn, make_rule

INDEX = "shipping-rules:index"
RULE_LIST_QUERIES = 16
TO_DE = [{"fact": "country", "operator": "is", "values": ["DE"]}]


@pytest.fixture
def office(root: User, sign_in: SignIn) -> Client:
    return sign_in(root)


@pytest.fixture
def address(alpenglow: House) -> SenderAddress:
    return SenderAddress.objects.create(
        brand=alpenglow.brand,
        label="Depot",
        company="Alpenglow",
        street="Kade 1",
        postal_code="1234 AB",
        city="Amsterdam",
        country="NL",
    )


def rule_data(address: SenderAddress, **values: Any) -> dict[str, Any]:
    return {
        "name": "To Germany",
        "is_active": "on",
        "sender_address": address.pk,
        "do": "save",
        **values,
    }


def condition(
    number: int, fact: str, operator: str, values: Any, **more: str
) -> dict[str, Any]:
    row = {"fact": fact, "operator": operator, "values": values, **more}
    return {f"c{number}-{name}": value for name, value in row.items()}


def add(client: Client, *parts: dict[str, Any], **values: Any) -> Any:
    data = dict(values)
    for part in parts:
        data |= part
    return client.post(reverse("shipping-rules:add"), data)


def told(response: Any) -> list[str]:
    return [str(m).strip() for m in get_messages(response.wsgi_request)]


def test_a_rule_is_made_without_typing_any_json(
    office: Client, address: SenderAddress, alpenglow: House
) -> None:
    response = add(
        office,
        rule_data(address),
        condition(0, "country", "is", ["DE", "AT"]),
        condition(1, "shop", "in", [alpenglow.shop.key]),
        condition(2, "tag", "is_not", "sale\n outlet \n"),
        condition(3, "total", "between", "50,00", last="99.9", currency="EUR"),
        condition(4, "postal_code", "between", "10", last="12"),
        condition(5, "weight_grams", "less", "2000"),
    )
    assert response["Location"] == reverse(INDEX)
    rule = ShippingRule.objects.get()
    assert (rule.name, rule.is_active, rule.sender_address) == (
        "To Germany",
        True,
        address,
    )
    assert rule.conditions == [
        {"fact": "country", "operator": "in", "values": ["DE", "AT"]},
        {"fact": "shop", "operator": "in", "values": [alpenglow.shop.key]},
        {"fact": "tag", "operator": "not_in", "values": ["sale", "outlet"]},
        {
            "fact": "total",
            "operator": "between",
            "values": ["50.00", "99.90"],
            "currency": "EUR",
        },
        {"fact": "postal_code", "operator": "between", "values": ["10", "12"]},
        {"fact": "weight_grams", "operator": "less", "values": ["2000"]},
    ]


def test_what_was_saved_is_in_the_form_again(
    office: Client, address: SenderAddress
) -> None:
    add(
        office,
        rule_data(address),
        condition(0, "country", "is", ["FR", "DE"]),
        condition(1, "total", "between", "50", last="99", currency="USD"),
        condition(2, "sku", "in", "A\nB"),
    )
    before = ShippingRule.objects.get()
    url = reverse("shipping-rules:edit", args=[before.pk])
    page = office.get(url)
    rows = page.context["rows"]
    data = rule_data(address)
    for row in rows:
        data[f"{row.prefix}-fact"] = row.fact
        for field in row:
            data[field.html_name] = field.value()
    office.post(url, data)
    after = ShippingRule.objects.get()
    assert after.conditions == before.conditions
    first = [value for value, _name in rows[0].fields["values"].choices[:3]]
    assert (first[:2], first[2] in ("AF", "AX")) == (["FR", "DE"], True)


def test_conditions_are_added_and_removed_without_a_script(
    office: Client, address: SenderAddress
) -> None:
    typed = rule_data(address, do="add", **{"new-fact": "country"})
    page = add(office, typed)
    assert [row.fact for row in page.context["rows"]] == ["country"]
    typed |= condition(0, "country", "is", ["DE"]) | {"new-fact": "total"}
    page = add(office, typed)
    assert [(r.prefix, r.fact) for r in page.context["rows"]] == [
        ("c0", "country"),
        ("c1", "total"),
    ]
    assert 'value="DE" id="id_c0-values_0" checked' in page.content.decode()
    typed |= condition(1, "total", "greater", "5", currency="EUR")
    page = add(office, typed | {"do": "remove-c0"})
    [row] = page.context["rows"]
    assert (row.fact, row["values"].value()) == ("total", "5")
    assert page.context["form"]["name"].value() == "To Germany"
    assert not ShippingRule.objects.exists()


def test_each_row_offers_what_fits_its_fact(
    office: Client, address: SenderAddress
) -> None:
    page = add(
        office,
        rule_data(address, do="add", **{"new-fact": "units"}),
        condition(0, "country", "is", []),
        condition(1, "postal_code", "is", ""),
    )
    offered = [
        [value for value, _ in row.fields["operator"].choices]
        for row in page.context["rows"]
    ]
    assert offered == [
        ["is", "is_not", "in", "not_in"],
        ["is", "is_not", "in", "not_in", "starts_with", "between"],
        ["is", "greater", "less", "between"],
    ]
    assert len(page.context["rows"][0].fields["values"].choices) > 200


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([], {"__all__": ["Add at least one condition."]}),
        (
            [condition(0, "units", "is", "many")],
            {"c0": ["“many” is no whole number."]},
        ),
        (
            [condition(0, "country", "is", [])],
            {"c0": ["Fill in a value to compare with."]},
        ),
        (
            [condition(0, "total", "between", "9", last="5", currency="EUR")],
            {"c0": ["The first value is greater than the last: swap them."]},
        ),
        (
            [
                condition(0, "tag", "is", "a"),
                condition(3, "postal_code", "between", "1", last=""),
            ],
            {"c3": ["Fill in the first and the last value."]},
        ),
        (
            [
                condition(0, "country", "is", ["DE"]),
                condition(1, "country", "is_not", ["DE"]),
            ],
            {"__all__": ["No order can fit all that is said about “Country”."]},
        ),
        (
            [condition(0, "total", "like", "9", currency="EUR")],
            {
                "c0": [
                    "Select a valid choice. like is not one of the available choices."
                ]
            },
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_where_it_is_wrong(
    rows: list[Any],
    errors: dict[str, list[str]],
    office: Client,
    address: SenderAddress,
) -> None:
    response = add(office, rule_data(address), *rows)
    assert response.status_code == 422
    found = {
        row.prefix: [error for field in row for error in field.errors]
        for row in response.context["rows"]
        if row.errors
    }
    summary = response.context["form"].non_field_errors()
    assert found | ({"__all__": list(summary)} if summary else {}) == errors
    assert not ShippingRule.objects.exists()


def test_a_rule_needs_a_name_and_an_address(office: Client, alpenglow: House) -> None:
    response = add(office, condition(0, "tag", "is", "a"), do="save", name=" ")
    assert sorted(response.context["form"].errors) == ["name", "sender_address"]


def test_the_list_reads_as_sentences(office: Client, alpenglow: House) -> None:
    rule = make_rule(alpenglow)
    save_rule(
        rule,
        [
            {"fact": "shop", "operator": "is", "values": [alpenglow.shop.key]},
            {"fact": "country", "operator": "in", "values": ["DE", "FR"]},
            {
                "fact": "total",
                "operator": "greater",
                "values": ["50"],
                "currency": "EUR",
            },
            {"fact": "tag", "operator": "is", "values": ["vip"]},
        ],
    )
    [shown] = office.get(reverse(INDEX)).context["rules"]
    assert shown["sentences"] == [
        "Shop is Alpenglow shop",
        "Country is one of Germany, France",
        "Order total is greater than €50.00",
        "Tag is “vip”",
    ]


def test_a_broken_rule_is_shown_as_broken_and_can_be_said_anew(
    office: Client, alpenglow: House
) -> None:
    rule = make_rule(alpenglow)
    ShippingRule.objects.update(conditions=[{"fact": "moon"}])
    page = office.get(reverse(INDEX))
    assert [shown["sentences"] for shown in page.context["rules"]] == [None]
    edit = office.get(reverse("shipping-rules:edit", args=[rule.pk]))
    assert (edit.status_code, edit.context["rows"]) == (200, [])


def names() -> str:
    return "".join(rule.name for rule in rules_in_order())


def test_rules_move_by_their_buttons(office: Client, alpenglow: House) -> None:
    a, b = make_rule(alpenglow, "a"), make_rule(alpenglow, "b")
    office.post(reverse("shipping-rules:move", args=[b.pk]), {"up": "1"})
    assert names() == "ba"
    office.post(reverse("shipping-rules:move", args=[b.pk]), {"down": "1"})
    assert names() == "ab"
    office.post(reverse("shipping-rules:move", args=[a.pk]), {"up": "1"})
    assert names() == "ab"


def test_rules_move_by_dragging(office: Client, alpenglow: House) -> None:
    a, b, c = (make_rule(alpenglow, name) for name in "abc")
    url = reverse("shipping-rules:reorder")
    response = office.post(url, {"rule": [c.pk, a.pk, b.pk]})
    assert (response.status_code, names()) == (204, "cab")
    endless = "9" * 5000  # more digits than Python makes a number of
    for stale in ([a.pk, b.pk], [a.pk, b.pk, b.pk], [], ["x", a.pk, b.pk, endless]):
        assert office.post(url, {"rule": stale}).status_code == 409
    assert names() == "cab"


def test_who_moves_a_rule_by_keys_stays_at_it(office: Client, alpenglow: House) -> None:
    rule = make_rule(alpenglow)
    for name in ("move", "switch"):
        response = office.post(reverse(f"shipping-rules:{name}", args=[rule.pk]))
        assert response["Location"] == f"{reverse(INDEX)}#rule-{rule.pk}"
    assert f'id="rule-{rule.pk}"' in office.get(reverse(INDEX)).content.decode()


def test_the_list_costs_the_same_for_one_rule_and_for_three(
    anna: User,
    alpenglow: House,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(anna)
    for more in (1, 2):
        for number in range(more):
            make_rule(alpenglow, f"Rule {more} {number}")
        with django_assert_num_queries(RULE_LIST_QUERIES):
            page = client.get(reverse(INDEX))
    assert len(page.context["rules"]) == 3


def test_a_rule_is_switched(office: Client, alpenglow: House) -> None:
    rule = make_rule(alpenglow)
    url = reverse("shipping-rules:switch", args=[rule.pk])
    assert office.get(url).status_code == 405
    office.post(url)
    rule.refresh_from_db()
    assert rule.is_active is False
    office.post(url, {"on": "1"})
    rule.refresh_from_db()
    assert rule.is_active is True


def test_a_deleted_rule_leaves_its_name_on_orders(
    office: Client, alpenglow: House
) -> None:
    rule = make_rule(alpenglow)
    order = make_order(alpenglow.shop)
    office.post(reverse("shipping-rules:delete", args=[rule.pk]))
    order.refresh_from_db()
    assert (order.shipping_rule, order.shipping_rule_name) == (None, "Own parcels")
    assert order.sender_address == rule.sender_address


def test_what_changes_is_shown_then_done(office: Client, alpenglow: House) -> None:
    order = make_order(alpenglow.shop)
    rule = make_rule(alpenglow)
    page = office.get(reverse("shipping-rules:preview"))
    assert page.context["preview"].changing == 2
    assert order.number in page.content.decode()
    assert not Order.objects.exclude(shipping_rule=None).exists()
    response = office.post(reverse("shipping-rules:apply"))
    assert told(response) == [
        "The rules are being applied to your orders; this may take a while."
    ]
    assert told(office.post(reverse("shipping-rules:apply")))[-1] == (
        "The rules are being applied already."
    )
    deliver(OutboxMessage.objects.get(kind="apply_rules").pk)
    assert Order.objects.filter(shipping_rule=rule).count() == 2


def test_a_brands_administrator_must_name_their_shops(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    """Otherwise their rule would draw the other brand's orders into their own."""
    client = sign_in(charlie)
    sender = make_rule(lune).sender_address
    refused = add(client, rule_data(sender), condition(0, "country", "is", ["DE"]))
    assert refused.context["form"].non_field_errors() == [
        (
            "Add a condition that names the shops this rule is for: it must not take "
            "orders of brands you do not administer."
        )
    ]
    foreign = add(
        client, rule_data(sender), condition(0, "shop", "is", [alpenglow.shop.key])
    )
    assert list(foreign.context["rows"][0].errors) == ["values"]
    own = add(client, rule_data(sender), condition(0, "shop", "is", [lune.shop.key]))
    assert own.status_code == 302
    assert ShippingRule.objects.filter(sender_address=sender).count() == 2


def test_a_brands_administrator_offers_own_shops_and_addresses_only(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    make_rule(alpenglow)
    own = make_rule(lune)
    page = add(
        sign_in(charlie),
        rule_data(own.sender_address, do="add", **{"new-fact": "shop"}),
    )
    [row] = page.context["rows"]
    assert row.fields["values"].choices == [(lune.shop.key, lune.shop.name)]
    addresses = page.context["form"].fields["sender_address"].queryset
    assert list(addresses) == [own.sender_address]


def test_another_brands_rules_are_not_listed_moved_or_counted(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(charlie)
    foreign, own = make_rule(alpenglow, "a"), make_rule(lune, "b")
    listed = client.get(reverse(INDEX)).context["rules"]
    assert [shown["rule"] for shown in listed] == [own]
    url = reverse("shipping-rules:reorder")
    assert client.post(url, {"rule": [own.pk, foreign.pk]}).status_code == 409
    for action in ("switch", "move", "edit", "delete"):
        url = reverse(f"shipping-rules:{action}", args=[foreign.pk])
        assert client.post(url).status_code == 404
    preview = client.get(reverse("shipping-rules:preview")).context["preview"]
    assert (preview.total, preview.changing) == (1, 1)
    client.post(reverse("shipping-rules:apply"))
    deliver(OutboxMessage.objects.get(kind="apply_rules").pk)
    assert not Order.objects.filter(shipping_rule=foreign).exists()
    assert Order.objects.get(shipping_rule=own) == lune.order
    assert names() == "ab"


def test_a_rule_for_other_brands_shops_too_is_only_looked_at(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(charlie)
    rule = make_rule(lune)
    rule.conditions = TO_DE
    rule.save()
    [shown] = client.get(reverse(INDEX)).context["rules"]
    assert shown["may_change"] is False
    for action in ("switch", "move", "edit", "delete"):
        url = reverse(f"shipping-rules:{action}", args=[rule.pk])
        assert client.post(url, {"do": "save"})["Location"] == "/admin/"
    rule.refresh_from_db()
    assert (rule.is_active, rule.conditions) == (True, TO_DE)


def test_who_runs_every_brand_may_write_any_rule(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    grant_staff_role(charlie, alpenglow.brand, Role.ADMIN)
    sender = make_rule(lune).sender_address
    saved = add(
        sign_in(charlie), rule_data(sender), condition(0, "country", "is", ["DE"])
    )
    assert saved.status_code == 302


def test_an_agent_sees_no_rules(alice: User, alpenglow: House, sign_in: SignIn) -> None:
    client = sign_in(alice)
    make_rule(alpenglow)
    for name in ("index", "add", "preview"):
        assert client.get(reverse(f"shipping-rules:{name}")).status_code == 302
    for name in ("apply", "reorder"):
        assert client.post(reverse(f"shipping-rules:{name}")).status_code == 302
    assert not OutboxMessage.objects.filter(kind="apply_rules").exists()
