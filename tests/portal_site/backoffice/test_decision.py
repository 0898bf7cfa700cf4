from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.carriers.models import CarrierAccount
from retour_core.domain.states import ReturnState
from retour_core.returns.models import Return
from tests.factories import make_order
from tests.portal_site.backoffice.conftest import House, SignIn, submit
from tests.portal_site.backoffice.terms import make_return_rule


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


def page_of(client: Client, ret: Return) -> Any:
    return client.get(reverse("returns:inspect", args=[ret.pk]))


def decide(client: Client, ret: Return, outcome: str, **sent: Any) -> Any:
    url = f"{reverse('returns:override', args=[ret.pk])}?outcome={outcome}"
    return client.post(url, {"outcome": outcome, "note": "", **sent})


def test_the_decision_is_told_item_by_item_with_the_rule(
    desk: Client, alpenglow: House
) -> None:
    make_return_rule(
        alpenglow,
        "Dear parcels",
        conditions=[{"fact": "country", "operator": "is", "values": ["DE"]}],
        outcomes={"fee": {"fixed": [{"amount": "4.95", "currency": "EUR"}]}},
    )
    ret = submit(make_order(alpenglow.shop))
    decision = page_of(desk, ret).context["decision"]
    [item] = decision.items
    assert item.title == "Jacket"
    told = {said.code: said.text for said in item.sentences}
    assert told["fee_fixed_return"] == (
        "The customer pays €4.95 for the whole return. (Rule “Dear parcels”.)"
    )


def test_a_return_older_than_its_policies_shows_no_decision(
    desk: Client, alpenglow: House
) -> None:
    Return.objects.update(decision=None)
    page = page_of(desk, alpenglow.ret)
    assert (page.context["decision"], page.context["overridable"]) == (None, [])
    names = [entry.action.name for entry in page.context["actions"]]
    assert "approve-kept" not in names


def test_an_agent_decides_otherwise_and_is_named(
    desk: Client, alpenglow: House
) -> None:
    ret = alpenglow.ret
    response = decide(
        desk,
        ret,
        "fee",
        note="Regular customer",
        **{
            "o-fee-how": "fixed",
            "o-fee-per": "return",
            "o-fee-amounts-0-amount": "2,50",
            "o-fee-amounts-0-currency": "EUR",
        },
    )
    assert response["Location"] == reverse("returns:inspect", args=[ret.pk])
    page = page_of(desk, ret)
    [told] = page.context["decision"].overrides
    assert (told.what, told.about, told.actor, told.note) == (
        "the fee is: €2.50 for the whole return",
        "all items",
        "alice",
        "Regular customer",
    )
    last = page.context["timeline"][-1]
    assert (last.sentence, last.actor) == (
        "Decided otherwise: the fee is: €2.50 for the whole return. “Regular customer”",
        "alice",
    )


def test_approving_by_hand_goes_ahead_at_once(desk: Client, alpenglow: House) -> None:
    decide(desk, alpenglow.ret, "auto_approve")
    alpenglow.ret.refresh_from_db()
    assert alpenglow.ret.state != ReturnState.REQUESTED


def test_a_value_that_makes_no_sense_is_told_at_its_field(
    desk: Client, alpenglow: House
) -> None:
    response = decide(
        desk, alpenglow.ret, "restocking_percent", **{"o-restocking_percent": "x"}
    )
    assert response.status_code == 422
    assert "decided otherwise" not in str(alpenglow.ret.events.all())
    nothing = decide(desk, alpenglow.ret, "moon")
    assert nothing.status_code == 302
    assert not alpenglow.ret.events.filter(kind="decision.overridden").exists()


def test_what_can_be_decided_follows_the_state(desk: Client, alpenglow: House) -> None:
    ret = alpenglow.ret
    assert len(page_of(desk, ret).context["overridable"]) == 11
    desk.post(reverse("returns:approve", args=[ret.pk]))
    Return.objects.update(state=ReturnState.READY)
    money = [name for name, _ in page_of(desk, ret).context["overridable"]]
    assert money == ["fee", "fee_payer", "restocking_percent", "resolutions"]
    Return.objects.update(state=ReturnState.SETTLED)
    assert page_of(desk, ret).context["overridable"] == []


def test_the_customer_may_keep_what_is_approved(desk: Client, alpenglow: House) -> None:
    url = reverse("returns:approve-kept", args=[alpenglow.ret.pk])
    assert desk.post(url).status_code == 422
    desk.post(url, {"sure": "on"})
    ret = Return.objects.get(pk=alpenglow.ret.pk)
    assert (ret.state, ret.method) == (ReturnState.APPROVED, "")
    assert [line.is_kept for line in ret.lines.all()] == [True]
    names = [entry.action.name for entry in page_of(desk, ret).context["actions"]]
    assert "refund" in names or "cancel" in names


def test_a_ready_made_text_rejects_in_the_customers_language(
    desk: Client, alpenglow: House
) -> None:
    url = reverse("returns:reject", args=[alpenglow.ret.pk])
    assert desk.post(url, {}).status_code == 422
    over = "The time to return this item is over."
    desk.post(url, {"ready": over, "reason": ""})
    alpenglow.ret.refresh_from_db()
    assert (alpenglow.ret.state, alpenglow.ret.rejection_reason) == ("rejected", over)


def test_own_words_count_more_than_the_ready_made_text(
    desk: Client, alpenglow: House
) -> None:
    url = reverse("returns:reject", args=[alpenglow.ret.pk])
    over = "The time to return this item is over."
    desk.post(url, {"ready": over, "reason": "Sorry, too late."})
    alpenglow.ret.refresh_from_db()
    assert alpenglow.ret.rejection_reason == "Sorry, too late."


def test_another_brands_return_is_not_decided(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(charlie)
    assert decide(client, alpenglow.ret, "auto_approve").status_code == 404
    url = reverse("returns:approve-kept", args=[alpenglow.ret.pk])
    assert client.post(url).status_code == 404
    alpenglow.ret.refresh_from_db()
    assert alpenglow.ret.state == ReturnState.REQUESTED


def test_the_carrier_a_rule_prefers_is_told_by_its_name(
    desk: Client, alpenglow: House
) -> None:
    account = CarrierAccount.objects.create(kind="own", name="Alpine Post")
    account.brands.add(alpenglow.brand)
    country = {"fact": "country", "operator": "is", "values": ["DE"]}
    outcomes = {"carrier": account.pk}
    make_return_rule(alpenglow, "Heavy", conditions=[country], outcomes=outcomes)
    ret = submit(make_order(alpenglow.shop))

    [item] = page_of(desk, ret).context["decision"].items
    told = [one.text for one in item.sentences if one.code == "carrier"]
    assert told == ["The carrier account Alpine Post is asked first. (Rule “Heavy”.)"]


def test_carriers_of_another_brand_are_not_chosen(
    desk: Client, lune: House, alpenglow: House
) -> None:
    account = CarrierAccount.objects.create(kind="own", name="Lune Post")
    account.brands.add(lune.brand)
    sent = {"o-carrier": str(account.pk)}
    response = decide(desk, alpenglow.ret, "carrier", **sent)
    assert response.status_code == 422
    assert list(response.context["rows"][0][1].errors) != []


def test_addresses_of_another_brand_are_not_chosen(
    desk: Client, lune: House, alpenglow: House
) -> None:
    sent = {"o-return_address": str(lune.address.pk)}
    response = decide(desk, alpenglow.ret, "return_address", **sent)
    assert response.status_code == 422
    assert list(response.context["rows"][0][1].errors) != []
