"""Return rules whose carrier account is switched off are told of where staff look."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from retour_core.carriers.models import CarrierAccount
from retour_core.policies.models import ReturnRule
from retour_core.policies.queries import rules_preferring
from tests.portal_site.backoffice.carriers.rows import carrier_account
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.terms import make_return_rule


def rule_for(house: House, account: CarrierAccount) -> ReturnRule:
    rule: ReturnRule = make_return_rule(house)
    rule.outcomes = {"carrier": account.pk}
    rule.save()
    return rule


def test_the_account_names_the_rules_before_and_after_it_is_switched_off(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    account = carrier_account(alpenglow.brand)
    rule = rule_for(alpenglow, account)
    client = sign_in(anna)
    url = reverse("carriers:inspect", args=[account.pk])
    for name in ("switch_on", "switch_off"):
        client.post(reverse(f"carriers:{name}", args=[account.pk]))
        page = client.get(url)
        assert page.context["rules"] == [rule]
        edit = reverse("return-rules:edit", args=[rule.pk])
        assert page.content.decode().count(edit) == 1


def test_the_list_and_the_rules_own_screens_warn_while_it_is_off(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    account = carrier_account(alpenglow.brand)
    rule = rule_for(alpenglow, account)
    client = sign_in(anna)
    edit = reverse("return-rules:edit", args=[rule.pk])
    carriers, rules = reverse("carriers:index"), reverse("return-rules:index")

    def told() -> tuple[int, Any, Any]:
        listed = client.get(carriers).content.decode().count(edit)
        [shown] = client.get(rules).context["rules"]
        return listed, shown["off"], client.get(edit).context["off"]

    assert told() == (0, None, None)
    CarrierAccount.objects.update(is_active=False)
    off = {"pk": account.pk, "name": account.name}
    assert told() == (1, off, off)
    # The way out is where the warning is.
    way_out = reverse("carriers:inspect", args=[account.pk])
    for page in (rules, edit):
        assert client.get(page).content.decode().count(way_out) == 1
    ReturnRule.objects.update(is_active=False)
    assert told() == (0, None, None)


def test_a_rule_of_a_brand_the_account_left_is_not_told_to_the_other(
    charlie: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    account = carrier_account(alpenglow.brand)
    rule_for(alpenglow, account)
    account.brands.set([lune.brand])

    page = sign_in(charlie).get(reverse("carriers:inspect", args=[account.pk]))

    assert page.context["rules"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_it_is_one_question_for_three_accounts_as_for_one(
    rows: int,
    anna: User,
    alpenglow: House,
    sign_in: SignIn,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        account = carrier_account(alpenglow.brand, position=number, is_active=False)
        rule_for(alpenglow, account)
    accounts = list(CarrierAccount.objects.prefetch_related("brands"))
    with django_assert_num_queries(1):
        rules_preferring(accounts)
    client = sign_in(anna)
    client.get(reverse("carriers:index"))
    with django_assert_num_queries(15):
        client.get(reverse("carriers:index"))
