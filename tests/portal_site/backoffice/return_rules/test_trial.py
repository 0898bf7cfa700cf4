from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.policies.models import ReturnRule
from tests.factories import line_data, make_order
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.terms import make_return_rule


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def try_it(client: Client, url: str = "", **sent: Any) -> Any:
    data = {
        "name": "Sale",
        "do": "try",
        "c0-fact": "item_tag",
        "c0-operator": "is",
        "c0-values": "sale",
        "outcome": ["not_returnable"],
        "o-not_returnable-en": "Sale is final",
        **sent,
    }
    return client.post(url or reverse("return-rules:add"), data)


def test_a_draft_is_tried_on_past_orders_and_not_saved(
    office: Client, alpenglow: House
) -> None:
    sold = make_order(alpenglow.shop, lines=[line_data(tags=["sale"])])
    page = try_it(office)
    tried = page.context["tried"]
    assert page.status_code == 200
    assert (tried.trial.orders, tried.trial.changed, tried.trial.refused) == (2, 1, 1)
    [example] = tried.examples
    assert example.order == sold
    assert example.after == [
        "This item can't be returned: Sale is final (Rule “Sale”.)"
    ]
    assert f'href="{reverse("orders:inspect", args=[sold.pk])}"' in (
        page.content.decode()
    )
    assert not ReturnRule.objects.exists()


def test_a_tried_change_takes_the_place_of_the_saved_rule(
    office: Client, alpenglow: House
) -> None:
    rule = make_return_rule(alpenglow)
    make_order(alpenglow.shop, lines=[line_data(tags=["sale"])])
    url = reverse("return-rules:edit", args=[rule.pk])
    assert try_it(office, url).context["tried"].trial.changed == 0
    other = try_it(office, url, **{"c0-values": "outlet"}).context["tried"]
    assert (other.trial.changed, other.trial.allowed) == (1, 1)
    rule.refresh_from_db()
    assert rule.conditions[0]["values"] == ["sale"]


def test_a_rule_has_no_effect_on_withdrawals_when_tried(
    office: Client, alpenglow: House
) -> None:
    make_order(alpenglow.shop, lines=[line_data(tags=["sale"])])
    page = try_it(office, **{"trial-kind": "withdrawal"})
    assert page.context["tried"].trial.refused == 0


def test_a_draft_that_makes_no_sense_is_refused_instead(
    office: Client, alpenglow: House
) -> None:
    for sent in ({"outcome": []}, {"o-not_returnable-en": ""}):
        page = try_it(office, **sent)
        assert (page.status_code, "tried" in page.context) == (422, False)


def test_a_draft_is_tried_on_the_own_brands_orders_only(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    make_order(alpenglow.shop, lines=[line_data(tags=["sale"])])
    page = try_it(sign_in(charlie))
    assert page.context["tried"].trial.orders == 1
    assert alpenglow.order.number not in page.content.decode()
