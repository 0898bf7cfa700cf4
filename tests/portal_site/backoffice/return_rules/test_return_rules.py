from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from retour_core.carriers.models import CarrierAccount
from retour_core.policies.models import Question, ReturnRule
from retour_core.policies.rules import rules_of
from retour_portal.backoffice.terms.brand import BrandTerms
from tests.portal_site.backoffice.browsing import typed
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.terms import SALE, make_return_rule

INDEX = "return-rules:index"
LIST_QUERIES = 13


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def condition(
    number: int, fact: str, operator: str, values: Any, **more: str
) -> dict[str, Any]:
    row = {"fact": fact, "operator": operator, "values": values, **more}
    return {f"c{number}-{name}": value for name, value in row.items()}


def post(client: Client, *parts: dict[str, Any], **values: Any) -> Any:
    data = {"name": "A rule", "is_active": "on", "do": "save", **values}
    for part in parts:
        data |= part
    return client.post(reverse("return-rules:add"), data)


def account_of(house: House) -> CarrierAccount:
    account = CarrierAccount.objects.create(kind="own", name="Alpine Post")
    account.brands.add(house.brand)
    return account


def test_a_rule_is_made_without_typing_any_json(
    office: Client, alpenglow: House
) -> None:
    Question.objects.create(brand=alpenglow.brand, key="worn", texts={"en": "Worn?"})
    account = account_of(alpenglow)
    response = post(
        office,
        condition(0, "country", "is", ["DE", "AT"]),
        condition(1, "unit_price", "at_least", "50,00", currency="EUR"),
        condition(2, "discount_percent", "between", "12,5", last="30"),
        condition(3, "order_day", "greater", "2026-11-01"),
        condition(4, "our_fault", "is", "false"),
        condition(5, "exemption", "is", ["e"]),
        condition(6, "days_since_anchor", "at_most", "30"),
        condition(7, "reason", "is", ["too_small"]),
        condition(8, "request_kind", "is", ["return"]),
        outcome=[
            *("extend_window_days", "extend_window_until", "fee", "methods"),
            *("restocking_percent", "needs_approval", "return_address", "carrier"),
            *("require_photo", "require_answers", "message", "resolutions"),
        ],
        **{
            "o-extend_window_days": "14",
            "o-extend_window_until": "2027-01-31",
            "o-fee-how": "fixed",
            "o-fee-per": "item",
            "o-fee-amounts-0-amount": "4,95",
            "o-fee-amounts-0-currency": "EUR",
            "o-fee-amounts-1-amount": "9",
            "o-fee-amounts-1-currency": "CHF",
            "o-methods": ["pick_up", "in_store"],
            "o-restocking_percent": "12,5",
            "o-return_address": str(alpenglow.address.pk),
            "o-carrier": str(account.pk),
            "o-require_photo": "true",
            "o-require_answers": ["worn"],
            "o-message-en": "Hello",
            "o-message-fr": "Bonjour",
            "o-resolutions": ["exchange"],
        },
    )
    assert response.status_code == 302, response.context["outcomes"].errors
    rule = ReturnRule.objects.get()
    assert (rule.brand, rule.name, rule.is_active) == (alpenglow.brand, "A rule", True)
    assert rule.conditions == [
        {"fact": "country", "operator": "in", "values": ["DE", "AT"]},
        {
            "fact": "unit_price",
            "operator": "at_least",
            "values": ["50.00"],
            "currency": "EUR",
        },
        {
            "fact": "discount_percent",
            "operator": "between",
            "values": ["12.5", "30"],
        },
        {"fact": "order_day", "operator": "greater", "values": ["2026-11-01"]},
        {"fact": "our_fault", "operator": "is", "values": ["false"]},
        {"fact": "exemption", "operator": "is", "values": ["e"]},
        {"fact": "days_since_anchor", "operator": "at_most", "values": ["30"]},
        {"fact": "reason", "operator": "is", "values": ["too_small"]},
        {"fact": "request_kind", "operator": "is", "values": ["return"]},
    ]
    assert rule.outcomes == {
        "extend_window_days": 14,
        "extend_window_until": "2027-01-31",
        "fee": {
            "per": "item",
            "fixed": [
                {"amount": "4.95", "currency": "EUR"},
                {"amount": "9.00", "currency": "CHF"},
            ],
        },
        "restocking_percent": "12.5",
        "methods": ["pick_up", "in_store"],
        "resolutions": ["exchange"],
        "needs_approval": True,
        "return_address": alpenglow.address.pk,
        "carrier": account.pk,
        "require_photo": True,
        "require_answers": ["worn"],
        "message": {"en": "Hello", "fr": "Bonjour"},
    }


@pytest.mark.parametrize(
    "outcomes",
    [
        {"not_returnable": {"en": "No", "de": "Nein"}},
        {"window_days": "unlimited", "fee": {"per": "return", "percent": "7.5"}},
        {"window_days": 60, "fee": {"per": "return", "fixed": []}},
        {"keep_item": False, "require_photo": False, "fee_payer": "merchant"},
        {"returnable": True, "auto_approve": True, "message": {"en": "Hi"}},
        {"extend_window_until": "2027-01-31", "restocking_percent": "0"},
    ],
)
def test_what_was_saved_is_in_the_form_again(
    outcomes: dict[str, Any], office: Client, alpenglow: House
) -> None:
    rule = make_return_rule(alpenglow, outcomes=outcomes)
    url = reverse("return-rules:edit", args=[rule.pk])
    office.post(url, {**typed(office.get(url)), "do": "save"})
    again = ReturnRule.objects.get()
    assert (again.conditions, again.outcomes) == ([SALE], rule.outcomes)


def test_conditions_and_outcomes_are_added_and_removed_without_a_script(
    office: Client, alpenglow: House
) -> None:
    page = post(office, do="add", **{"new-fact": "country"})
    sent = typed(page) | {"c0-values": ["DE"]}
    page = post(office, sent, {"do": "add-outcome", "new-outcome": "fee"})
    assert list(page.context["outcomes"].fields) == ["fee"]
    assert page.context["outcomes"].errors == {}
    assert [row["values"].value() for row in page.context["rows"]] == [["DE"]]
    sent = typed(page) | {
        "o-fee-how": "percent",
        "o-fee-percent": "5",
        "do": "add-outcome",
        "new-outcome": "keep_item",
    }
    page = post(office, sent)
    assert list(page.context["outcomes"].fields) == ["fee", "keep_item"]
    assert typed(page)["o-fee-percent"] == ["5"]
    page = post(office, typed(page), {"do": "drop-fee"})
    assert list(page.context["outcomes"].fields) == ["keep_item"]
    page = post(office, typed(page), {"do": "remove-c0"})
    assert page.context["rows"] == []
    assert not ReturnRule.objects.exists()


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"__all__": ["Say what the rule decides: add at least one outcome."]}),
        (
            {"outcome": ["needs_approval", "auto_approve"]},
            {
                "needs_approval": [
                    (
                        "“Approved by itself” and “An agent has to approve” contradict "
                        "each other: keep one."
                    )
                ]
            },
        ),
        (
            {"outcome": ["window_days"], "o-window_days-days": "many"},
            {"window_days": ["Write a whole number of days, such as 30."]},
        ),
        (
            {"outcome": ["window_days"], "o-window_days-days": "99999"},
            {"window_days": ["Write a whole number of days from 0 to 3660."]},
        ),
        (
            {"outcome": ["fee"], "o-fee-how": "fixed"},
            {"fee": ["Fill in the amount of the fee."]},
        ),
        (
            {
                "outcome": ["fee"],
                "o-fee-how": "fixed",
                "o-fee-amounts-0-amount": "1.000",
                "o-fee-amounts-0-currency": "EUR",
            },
            {"fee": ["Write an amount such as 4.95."]},
        ),
        (
            {
                "outcome": ["fee"],
                "o-fee-how": "fixed",
                "o-fee-amounts-0-amount": "1",
                "o-fee-amounts-0-currency": "EUR",
                "o-fee-amounts-1-amount": "2",
                "o-fee-amounts-1-currency": "EUR",
            },
            {"fee": ["Give one amount for each currency."]},
        ),
        (
            {"outcome": ["not_returnable"], "o-not_returnable-en": " "},
            {"not_returnable": ["Write it in one language at least."]},
        ),
        (
            {"outcome": ["extend_window_until"], "o-extend_window_until": "soon"},
            {"extend_window_until": ["Write a day such as 2026-11-30."]},
        ),
        (
            {"outcome": ["restocking_percent"], "o-restocking_percent": "120"},
            {"restocking_percent": ["Write at most 100."]},
        ),
    ],
)
def test_what_cannot_be_decided_is_told_at_its_field(
    sent: dict[str, Any],
    errors: dict[str, list[str]],
    office: Client,
    alpenglow: House,
) -> None:
    response = post(office, condition(0, "item_tag", "is", "sale"), sent)
    assert response.status_code == 422
    assert response.context["outcomes"].errors == errors
    assert not ReturnRule.objects.exists()


def test_a_rule_the_law_leaves_no_room_for_is_refused_with_the_article(
    office: Client, alpenglow: House
) -> None:
    response = post(
        office,
        condition(0, "request_kind", "is", ["withdrawal"]),
        outcome=["restocking_percent"],
        **{"o-restocking_percent": "10"},
    )
    assert response.context["outcomes"].errors == {
        "restocking_percent": [
            "A withdrawal costs no restocking fee (CRD art. 9 and 14)."
        ]
    }


def test_conditions_that_make_no_sense_are_refused_in_their_row(
    office: Client, alpenglow: House
) -> None:
    response = post(
        office,
        condition(0, "quantity", "is", "many"),
        condition(1, "order_day", "is", "soon"),
        outcome=["needs_approval"],
    )
    told = [row.errors.get("values") for row in response.context["rows"]]
    assert told == [
        ["“many” is no whole number."],
        ["“soon” is no day such as 2026-11-30."],
    ]


def test_the_list_reads_as_sentences(office: Client, alpenglow: House) -> None:
    make_return_rule(
        alpenglow,
        conditions=[
            SALE,
            {"fact": "shop", "operator": "is", "values": [alpenglow.shop.key]},
            {"fact": "exemption", "operator": "is", "values": ["e"]},
            {"fact": "our_fault", "operator": "is", "values": ["false"]},
            {"fact": "order_day", "operator": "less", "values": ["2026-12-24"]},
        ],
        outcomes={
            "window_days": 1,
            "fee": {"fixed": [{"amount": "4.95", "currency": "EUR"}]},
            "return_address": alpenglow.address.pk,
            "carrier": account_of(alpenglow).pk,
            "needs_approval": True,
        },
    )
    make_return_rule(alpenglow, conditions=[SALE], outcomes={"carrier": 4711})
    shown, gone = office.get(reverse(INDEX)).context["rules"]
    assert gone["outcomes"] == [
        "a carrier account that is deleted is asked for the label first"
    ]
    assert shown["sentences"] == [
        "Item tag is “sale”",
        "Shop is Alpenglow shop",
        (
            "Exempt from withdrawal is 16(e) – sealed for health or hygiene, and "
            "unsealed"
        ),
        "Our fault is no",
        "Day of the order is less than 24 December 2026",
    ]
    assert shown["outcomes"] == [
        "it may be returned for 1 day",
        "the fee is: €4.95 for the whole return",
        "an agent has to approve it",
        "it goes to Alpenglow returns",
        "Alpine Post is asked for the label first",
    ]


def test_a_broken_rule_is_shown_as_broken_and_can_be_said_anew(
    office: Client, alpenglow: House
) -> None:
    rule = make_return_rule(alpenglow)
    ReturnRule.objects.update(conditions=[{"fact": "moon"}], outcomes={"fly": 1})
    [shown] = office.get(reverse(INDEX)).context["rules"]
    assert shown["sentences"] is None
    page = office.get(reverse("return-rules:edit", args=[rule.pk]))
    assert (page.context["rows"], list(page.context["outcomes"].fields)) == ([], [])


def names(house: House) -> str:
    return "".join(rule.name for rule in rules_of(house.brand))


def test_rules_move_by_buttons_and_by_dragging(
    office: Client, alpenglow: House
) -> None:
    a, b, c = (make_return_rule(alpenglow, name) for name in "abc")
    response = office.post(reverse("return-rules:move", args=[b.pk]), {"up": "1"})
    assert names(alpenglow) == "bac"
    assert response["Location"] == (
        f"{reverse(INDEX)}?brand={alpenglow.brand.pk}#rule-{b.pk}"
    )
    url = office.get(reverse(INDEX)).context["reorder_url"]
    response = office.post(url, {"rule": [c.pk, a.pk, b.pk]})
    assert (response.status_code, names(alpenglow)) == (204, "cab")
    for stale in ([a.pk, b.pk], [a.pk, b.pk, b.pk], [], ["x", a.pk, b.pk]):
        assert office.post(url, {"rule": stale}).status_code == 409


def test_a_rule_is_switched_and_deleted_after_asking(
    office: Client, alpenglow: House
) -> None:
    rule = make_return_rule(alpenglow)
    office.post(reverse("return-rules:switch", args=[rule.pk]))
    rule.refresh_from_db()
    assert rule.is_active is False
    url = reverse("return-rules:delete", args=[rule.pk])
    assert office.get(url).status_code == 200
    assert ReturnRule.objects.exists()
    response = office.post(url)
    assert response["Location"] == f"{reverse(INDEX)}?brand={alpenglow.brand.pk}"
    assert not ReturnRule.objects.exists()


def test_a_copy_is_off_until_it_is_switched_on(
    office: Client, alpenglow: House
) -> None:
    rule = make_return_rule(alpenglow)
    url = f"{reverse('return-rules:add')}?copy={rule.pk}"
    office.post(url, {**typed(office.get(url)), "do": "save"})
    copy = ReturnRule.objects.exclude(pk=rule.pk).get()
    assert (copy.name, copy.is_active) == ("Copy of Sale", False)
    assert (copy.conditions, copy.outcomes) == (rule.conditions, rule.outcomes)


def test_the_list_costs_the_same_for_one_rule_and_for_three(
    office: Client,
    alpenglow: House,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for more in (1, 2):
        for number in range(more):
            make_return_rule(alpenglow, f"Rule {more} {number}")
        with django_assert_num_queries(LIST_QUERIES):
            page = office.get(reverse(INDEX))
    assert len(page.context["rules"]) == 3


def test_another_brands_rules_are_not_listed_copied_or_moved(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(charlie)
    foreign, own = make_return_rule(alpenglow), make_return_rule(lune)
    listed = client.get(reverse(INDEX)).context["rules"]
    assert [shown["rule"] for shown in listed] == [own]
    for name in ("index", "add"):
        url = reverse(f"return-rules:{name}")
        assert client.get(f"{url}?brand={alpenglow.brand.pk}").status_code == 404
        assert client.get(f"{url}?brand=x").status_code == 404
    add = reverse("return-rules:add")
    for key in (foreign.pk, "x", "9" * 5000):
        assert client.get(f"{add}?copy={key}").status_code == 404
    url = reverse("return-rules:reorder")
    own_url = f"{url}?brand={lune.brand.pk}"
    assert client.post(own_url, {"rule": [own.pk, foreign.pk]}).status_code == 409
    foreign_url = f"{url}?brand={alpenglow.brand.pk}"
    assert client.post(foreign_url, {"rule": [foreign.pk]}).status_code == 404


def test_another_brands_addresses_carriers_and_questions_are_not_offered(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    Question.objects.create(brand=alpenglow.brand, key="worn", texts={"en": "Worn?"})
    refused = post(
        sign_in(charlie),
        condition(0, "item_tag", "is", "sale"),
        outcome=["return_address", "carrier", "require_answers"],
        **{
            "o-return_address": str(alpenglow.address.pk),
            "o-carrier": str(account_of(alpenglow).pk),
            "o-require_answers": ["worn"],
        },
    )
    assert sorted(refused.context["outcomes"].errors) == [
        "carrier",
        "require_answers",
        "return_address",
    ]
    assert not ReturnRule.objects.exists()


def test_agents_and_editors_see_no_rules(
    alice: User, eve: User, alpenglow: House, sign_in: SignIn
) -> None:
    rule = make_return_rule(alpenglow)
    for person in (alice, eve):
        client = sign_in(person)
        for name in ("index", "add"):
            assert client.get(reverse(f"return-rules:{name}")).status_code == 302
        for name in ("edit", "switch", "move", "delete"):
            url = reverse(f"return-rules:{name}", args=[rule.pk])
            assert client.post(url).status_code == 404
    assert ReturnRule.objects.get().is_active is True


def test_a_carrier_account_that_is_switched_off_is_marked_in_the_choice(
    alpenglow: House,
) -> None:
    account = account_of(alpenglow)
    terms = BrandTerms(alpenglow.brand)
    assert terms.carriers == {account.pk: account.name}

    CarrierAccount.objects.update(is_active=False)

    off = BrandTerms(alpenglow.brand)
    assert off.carriers == {account.pk: f"{account.name} (switched off)"}
