"""Why a customer gets less than what is computed."""

from __future__ import annotations

import pytest

from retour_core.domain.policies import Resolution
from retour_core.returns.actors import SYSTEM, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.deciding import RefundReasonMissing, RefundReasonTooLong
from retour_core.returns.models import Return
from retour_core.returns.refund_models import MAX_REASON, Refund
from retour_core.returns.refunding import finish_refund, refund
from retour_core.returns.settling import settle
from tests.core.returns.test_money import SHOP, make_received
from tests.core.returns.test_settling import make_three, send_in

pytestmark = pytest.mark.django_db
AGENT = Actor(ActorKind.STAFF, "alice")


def _told(ret: Return) -> list[dict[str, object]]:
    events = ret.events.filter(kind="refund.decided").order_by("pk")
    return [event.data for event in events]


@pytest.mark.parametrize("reason", ["", " \n\t"])
@pytest.mark.parametrize("amount", [0, 999])
def test_staff_who_give_less_without_a_reason_are_refused_and_nothing_is_written(
    amount: int, reason: str
) -> None:
    ret = make_received()
    before = ret.events.count()

    with pytest.raises(RefundReasonMissing) as refusal:
        refund(ret, actor=AGENT, amount_minor=amount, reason=reason)

    ret.refresh_from_db()
    assert refusal.value.code == "refund_reason_missing"
    assert (ret.state, ret.settlement, ret.events.count()) == (
        "inspected",
        None,
        before,
    )
    assert not Refund.objects.exists()


def test_the_reason_is_kept_with_the_refund_and_in_the_timeline() -> None:
    ret = make_received()

    decided = refund(ret, actor=AGENT, amount_minor=400, reason=" Worn outdoors\n")

    assert (decided.amount_minor, decided.reason) == (400, "Worn outdoors")
    assert _told(ret) == [{"amount_minor": 400, "reason": "Worn outdoors"}]


@pytest.mark.parametrize("amount", [None, 1000])
@pytest.mark.parametrize("reason", ["", "  ", "Worn outdoors"])
def test_the_whole_amount_needs_no_reason_and_keeps_none(
    amount: int | None, reason: str
) -> None:
    ret = make_received()

    decided = refund(ret, actor=AGENT, amount_minor=amount, reason=reason)

    assert (decided.amount_minor, decided.reason) == (1000, "")
    assert _told(ret) == [{"amount_minor": 1000}]


def test_a_shop_may_give_less_without_a_reason() -> None:
    assert refund(make_received(), actor=SHOP, amount_minor=400).reason == ""


def test_a_reason_of_501_characters_is_refused() -> None:
    ret = make_received()

    with pytest.raises(RefundReasonTooLong):
        refund(ret, actor=SHOP, amount_minor=400, reason="x" * (MAX_REASON + 1))

    assert not Refund.objects.exists()
    longest = "x" * MAX_REASON
    assert refund(ret, actor=SHOP, amount_minor=400, reason=longest).reason == longest


def test_what_failed_with_all_else_is_decided_and_explained_anew() -> None:
    ret = make_received(executes_refunds=True)
    first = refund(ret, actor=AGENT, amount_minor=400, reason="Worn")
    finish_refund(first, succeeded=False, actor=SHOP, reference="")

    with pytest.raises(RefundReasonMissing):
        refund(ret, actor=AGENT, amount_minor=400)

    assert refund(ret, actor=AGENT, amount_minor=500, reason="Torn").reason == "Torn"


@pytest.mark.parametrize(
    ("amount", "reason", "kept"),
    [
        (None, "", "Worn"),
        (100, "", "Worn"),
        (100, "Torn", "Torn"),
        (200, "", "Worn"),
        (90, "Torn", "Torn"),
        (334, "Torn", ""),
    ],
)
def test_money_that_failed_beside_other_parts_keeps_its_reason_while_it_is_less(
    amount: int | None, reason: str, kept: str
) -> None:
    ret = send_in(make_three(), (Resolution.STORE_CREDIT, 2), (Resolution.REFUND, 1))
    first = settle(ret, actor=AGENT, amount_minor=100, reason="Worn").refund
    assert first
    finish_refund(first, succeeded=False, actor=SYSTEM, reference="")

    again = settle(ret, actor=AGENT, amount_minor=amount, reason=reason).refund

    assert again
    assert (again.pk > first.pk, again.reason) == (True, kept)


def test_still_less_than_what_failed_needs_a_reason_of_its_own() -> None:
    ret = send_in(make_three(), (Resolution.STORE_CREDIT, 2), (Resolution.REFUND, 1))
    first = settle(ret, actor=AGENT, amount_minor=100, reason="Worn").refund
    assert first
    finish_refund(first, succeeded=False, actor=SYSTEM, reference="")

    with pytest.raises(RefundReasonMissing):
        settle(ret, actor=AGENT, amount_minor=99)

    assert Refund.objects.count() == 1
