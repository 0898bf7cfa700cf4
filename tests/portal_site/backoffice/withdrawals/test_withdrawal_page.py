from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from retour_core.outbox.models import OutboxMessage
from retour_core.returns.actors import SYSTEM
from retour_core.withdrawals.deliveries import mail_given_up
from retour_core.withdrawals.models import Decision, Withdrawal
from retour_core.withdrawals.operations import decide, match_order, note_dates
from retour_core.withdrawals.queries import with_course
from retour_core.withdrawals.returning import start_return
from retour_portal.backoffice.withdrawals.actions import ACTIONS
from retour_portal.backoffice.withdrawals.clocks import refund_clock, send_back_clock
from tests.factories import NOW, line_data, make_order, make_shop
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.withdrawals.cases import withdraw


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        yield


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


@pytest.fixture
def case(alpenglow: House) -> Withdrawal:
    return withdraw(alpenglow)


@pytest.fixture
def unknown(alpenglow: House) -> Withdrawal:
    return withdraw(alpenglow, contract="my jacket")


def _page(desk: Client, withdrawal: Withdrawal, name: str = "inspect") -> Any:
    return desk.get(reverse(f"withdrawals:{name}", args=[withdrawal.pk]))


def _offered(desk: Client, withdrawal: Withdrawal) -> list[str]:
    return [one.action.name for one in _page(desk, withdrawal).context["actions"]]


def _post(
    desk: Client, withdrawal: Withdrawal, name: str, **data: Any
) -> tuple[int, list[str]]:
    """The answer's status and what was told last; refreshes ``withdrawal``."""
    response = desk.post(reverse(f"withdrawals:{name}", args=[withdrawal.pk]), data)
    withdrawal.refresh_from_db()
    if response.status_code == 422:
        form = response.context.get("form") or next(
            one.form for one in response.context["actions"] if one.form.is_bound
        )
        return 422, [text for texts in form.errors.values() for text in texts]
    told = [str(message).strip() for message in get_messages(response.wsgi_request)]
    return response.status_code, told[-1:]


def _sentences(withdrawal: Withdrawal) -> tuple[list[str], list[str]]:
    row = with_course().get(pk=withdrawal.pk)
    return refund_clock(row).sentences, send_back_clock(row).sentences


def _waiting(template: str) -> int:
    rows = OutboxMessage.objects.filter(kind="withdrawal_mail")
    return sum(row.payload["template"] == template for row in rows)


@pytest.mark.parametrize("items", [1, 3])
def test_a_withdrawal_costs_the_same_with_one_item_and_three(
    items: int, desk: Client, alpenglow: House, django_assert_num_queries: Any
) -> None:
    lines = [line_data(str(number)) for number in range(items)]
    order = make_order(alpenglow.shop, number="AG-7", lines=lines)
    made = withdraw(alpenglow, contract="AG-7", email=order.email)
    start_return(made)
    desk.get(reverse("wagtailadmin_home"))
    with django_assert_num_queries(15):
        _page(desk, made)


def test_the_page_tells_what_was_stated(desk: Client, case: Withdrawal) -> None:
    context = _page(desk, case).context
    facts = {fact.caption: fact.values for fact in context["facts"]}
    assert facts["Name"] == ("Berta Berg",)
    assert facts["Withdrawn from"] == ("the whole contract",)
    assert context["flags"] == []
    assert context["case_label"] == "open"


def test_flags_stand_first_as_sentences(desk: Client, unknown: Withdrawal) -> None:
    page = _page(desk, unknown)
    [sentence] = page.context["flags"]
    assert sentence == "It is not clear which order “my jacket” is."
    text = page.content.decode()
    assert text.index("It is not clear which") < text.index("What next?")


def test_a_refund_may_wait_for_the_goods(case: Withdrawal) -> None:
    refund, send_back = _sentences(case)
    assert refund[1] == (
        "From then on it is due by 4 December 2026, 14 days after the withdrawal; if "
        "that day is over by then, it is due the same day."
    )
    assert send_back == [
        (
            "The goods should have been sent by 4 December 2026, and nothing is known "
            "of it. Ask the customer; the withdrawal itself stays valid."
        ),
    ]


def test_a_proof_of_sending_ends_the_waiting(case: Withdrawal) -> None:
    note_dates(case, proof_at=NOW + timedelta(days=2))
    refund, send_back = _sentences(case)
    assert refund[:2] == [
        "The refund was due by 4 December 2026; that was 6 days ago. Pay now.",
        (
            "You may not wait for the goods: it is proved since 22 November 2026, 12:00"
            " that they were sent (art. 13(3))."
        ),
    ]
    assert send_back == [
        "The goods were sent in time, which was by 4 December 2026.",
        "Sent, or sending proved: 22 November 2026, 12:00",
    ]


def test_goods_that_are_back_end_the_waiting(case: Withdrawal) -> None:
    note_dates(case, received_at=NOW + timedelta(days=20))
    refund, send_back = _sentences(case)
    assert refund[:2] == [
        "Refund by the end of 10 December 2026 at the latest.",
        (
            "You may not wait any longer: the goods are back since 10 December 2026, "
            "12:00 (art. 13(3))."
        ),
    ]
    assert send_back[0] == "The goods were sent after the last day, 4 December 2026."


def test_what_was_not_shipped_is_refunded_at_once(alpenglow: House) -> None:
    make_order(
        alpenglow.shop,
        number="AG-8",
        email="berta@example.org",
        shipments=[],
        lines=[line_data(fulfilled_quantity=0)],
    )
    refund, send_back = _sentences(
        withdraw(alpenglow, contract="AG-8", at=NOW + timedelta(days=19))
    )
    assert refund[:2] == [
        "Refund by the end of 23 December 2026 at the latest.",
        (
            "You may not wait: as far as is known nothing was shipped, so nothing has"
            " to come back first."
        ),
    ]
    assert send_back == [
        "Nothing was shipped, as far as is known: nothing is to come back."
    ]


def test_a_refund_that_is_paid_is_told_even_when_closed(case: Withdrawal) -> None:
    note_dates(case, refunded_at=NOW + timedelta(days=3))
    assert _sentences(case)[0] == ["Refunded on 23 November 2026, 12:00."]
    decide(case, Decision.ACCEPTED, reason="", actor=SYSTEM, now=NOW)
    assert _sentences(case)[0] == ["Refunded on 23 November 2026, 12:00."]


def test_what_is_offered_depends_on_the_case(
    desk: Client, case: Withdrawal, unknown: Withdrawal
) -> None:
    assert _offered(desk, case) == ["note", "accept"]
    assert _offered(desk, unknown) == ["match", "note", "accept"]
    mail_given_up({"withdrawal_id": case.pk, "template": "acknowledged"}, "Full")
    assert _offered(desk, case) == ["send-again", "note", "accept"]
    decide(case, Decision.REFUSED, reason="Tailored", actor=SYSTEM, now=NOW)
    assert _offered(desk, case) == ["send-again"]


def test_an_order_is_chosen_among_those_of_the_same_customer(
    desk: Client, unknown: Withdrawal, alpenglow: House
) -> None:
    status, told = _post(desk, unknown, "match", order=alpenglow.order.pk)
    assert (status, told) == (302, ["This withdrawal is about order AG-1001."])
    assert (unknown.order, unknown.flags) == (alpenglow.order, [])
    assert OutboxMessage.objects.filter(kind="withdrawal_return").count() == 1


def test_an_order_is_named_by_its_number(
    desk: Client, unknown: Withdrawal, alpenglow: House
) -> None:
    order = make_order(alpenglow.shop, number="AG-9", email="other@example.org")
    status, _told = _post(desk, unknown, "match", number=" ag 9")
    assert (status, unknown.order) == (302, order)


def test_a_number_of_two_shops_needs_the_shop(
    desk: Client, unknown: Withdrawal, alpenglow: House
) -> None:
    make_order(alpenglow.shop, number="AG-9")
    second = make_shop(alpenglow.brand, name="Outlet")
    order = make_order(second, number="AG-9")
    assert _post(desk, unknown, "match", number="AG-9") == (
        422,
        ["Several orders have this number: choose the shop."],
    )
    status, _told = _post(desk, unknown, "match", number="AG-9", shop=second.pk)
    assert (status, unknown.order) == (302, order)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Choose an order or type its number."),
        ({"number": "AG-404"}, "Alpenglow has no order with this number."),
        ({"number": "ML-2002"}, "Alpenglow has no order with this number."),
    ],
)
def test_an_order_that_is_not_there_is_told(
    data: dict[str, str],
    error: str,
    desk: Client,
    unknown: Withdrawal,
    alpenglow: House,
    lune: House,
) -> None:
    assert _post(desk, unknown, "match", **data) == (422, [error])


def test_another_brands_order_and_shop_cannot_be_chosen(
    desk: Client, unknown: Withdrawal, alpenglow: House, lune: House
) -> None:
    make_shop(alpenglow.brand, name="Outlet")
    status, _told = _post(desk, unknown, "match", order=lune.order.pk)
    assert (status, unknown.order) == (422, None)
    status, _told = _post(desk, unknown, "match", number="AG-1001", shop=lune.shop.pk)
    assert (status, unknown.order) == (422, None)


def test_somebody_was_faster(
    desk: Client, unknown: Withdrawal, alpenglow: House
) -> None:
    match_order(unknown, alpenglow.order, actor=SYSTEM)
    assert _post(desk, unknown, "match", number="AG-1001") == (
        302,
        ["This is not possible any more: somebody has dealt with it meanwhile."],
    )


def test_dates_are_noted_and_told(desk: Client, case: Withdrawal) -> None:
    assert _post(desk, case, "note", received_at="2026-11-25T09:30") == (
        302,
        ["Noted."],
    )
    assert str(case.received_at) == "2026-11-25 08:30:00+00:00"  # typed in Berlin
    assert case.proof_at is None
    assert "Noted so far: 25 November 2026, 09:30" in _page(desk, case).content.decode()


def test_the_minute_of_the_withdrawal_is_not_before_it(
    desk: Client, alpenglow: House
) -> None:
    made = withdraw(alpenglow, at=NOW + timedelta(seconds=42))
    assert _post(desk, made, "note", proof_at="2026-11-20T13:00")[0] == 302


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"proof_at": "2026-12-10T13:01"}, "This is in the future."),
        (
            {"refunded_at": "2026-11-20T12:59"},
            "This is before the withdrawal (20 November 2026, 13:00).",
        ),
        ({"received_at": "yesterday"}, "Enter a valid date/time."),
        ({}, "Fill in at least one date."),
    ],
)
def test_a_date_that_cannot_be_is_refused(
    data: dict[str, str], error: str, desk: Client, case: Withdrawal
) -> None:
    assert _post(desk, case, "note", **data) == (422, [error])
    assert (case.proof_at, case.received_at, case.refunded_at) == (None, None, None)


def test_nothing_is_sent_back_of_what_was_not_shipped(
    desk: Client, case: Withdrawal
) -> None:
    Withdrawal.objects.update(was_shipped=False)
    page = _page(desk, case)
    [note] = [one for one in page.context["actions"] if one.action.name == "note"]
    assert list(note.form.fields) == ["refunded_at"]


def test_the_acknowledgement_is_sent_again(desk: Client, case: Withdrawal) -> None:
    mail_given_up({"withdrawal_id": case.pk, "template": "acknowledged"}, "Full")
    assert _waiting("acknowledged") == 1
    assert _post(desk, case, "send-again") == (
        302,
        ["The acknowledgement is being sent again."],
    )
    assert (_waiting("acknowledged"), case.undeliverable) == (2, "")
    assert _post(desk, case, "send-again")[1] == [
        "This is not possible any more: somebody has dealt with it meanwhile."
    ]
    assert _waiting("acknowledged") == 2


def test_a_case_is_closed_when_it_is_refunded(desk: Client, case: Withdrawal) -> None:
    note_dates(case, refunded_at=NOW + timedelta(days=1))
    assert _post(desk, case, "accept") == (302, ["The case is closed as accepted."])
    assert (case.decision, case.decided_by) == ("accepted", "alice")
    assert _waiting("refused") == 0


def test_a_case_without_a_refund_is_closed_on_purpose_only(
    desk: Client, case: Withdrawal
) -> None:
    assert _post(desk, case, "accept") == (
        422,
        [
            (
                "No refund is noted. Note its date first, or tick this: no list and no"
                " reminder shows a closed case."
            ),
        ],
    )
    assert case.closed_at is None
    assert _post(desk, case, "accept", anyway="on")[0] == 302
    assert case.decision == "accepted"


def test_a_refusal_warns_and_tells_the_customer_why(
    desk: Client, case: Withdrawal
) -> None:
    page = _page(desk, case, "refuse")
    assert page.context["grounds"] == []
    assert "Nothing is known that speaks for a refusal" in page.content.decode()
    status, told = _post(desk, case, "refuse", reason="It was made to measure.")
    assert (status, told) == (
        302,
        ["The withdrawal is refused, and the customer is told why."],
    )
    assert (case.decision, case.decision_reason, case.decided_by) == (
        "refused",
        "It was made to measure.",
        "alice",
    )
    assert _waiting("refused") == 1
    assert "It was made to measure." in _page(desk, case).content.decode()


def test_a_refusal_shows_what_speaks_for_it(
    desk: Client, unknown: Withdrawal, alpenglow: House
) -> None:
    unknown.flags = [
        ["unknown_order", {"contract": "my jacket"}],
        ["possibly_late", {"last_day": "2026-11-19"}],
    ]
    unknown.save()
    context = _page(desk, unknown, "refuse").context
    assert context["grounds"] == [
        (
            "Submitted after 19 November 2026, the last day if the goods arrived as"
            " reckoned; their delivery is not known."
        ),
    ]
    assert context["is_only_possibly_late"] is True


def test_a_refusal_needs_words(desk: Client, case: Withdrawal) -> None:
    assert _post(desk, case, "refuse", reason="  ") == (
        422,
        ["This field is required."],
    )
    assert (case.closed_at, _waiting("refused")) == (None, 0)


def test_a_closed_case_is_not_decided_again(desk: Client, case: Withdrawal) -> None:
    decide(case, Decision.ACCEPTED, reason="", actor=SYSTEM, now=NOW)
    faster = ["This is not possible any more: somebody has dealt with it meanwhile."]
    assert _post(desk, case, "refuse", reason="Late") == (302, faster)
    assert _post(desk, case, "accept", anyway="on") == (302, faster)
    assert (case.decision, _waiting("refused")) == ("accepted", 0)
    assert _page(desk, case, "refuse").status_code == 302


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_not_to_be_had_by_a_link(
    name: str, desk: Client, case: Withdrawal
) -> None:
    assert _page(desk, case, name).status_code == 405


@pytest.mark.parametrize("name", [*ACTIONS, "refuse"])
def test_an_action_without_the_token_of_the_page_is_refused(
    name: str, alice: User, case: Withdrawal
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    response = client.post(reverse(f"withdrawals:{name}", args=[case.pk]))
    assert response.status_code == 403


@pytest.mark.parametrize("name", [*ACTIONS, "refuse"])
def test_other_brands_staff_changes_nothing(
    name: str, charlie: User, case: Withdrawal, sign_in: SignIn
) -> None:
    data = {"reason": "No", "anyway": "on", "proof_at": "2026-11-25T09:30"}
    url = reverse(f"withdrawals:{name}", args=[case.pk])
    assert sign_in(charlie).post(url, data).status_code == 404
    case.refresh_from_db()
    assert (case.closed_at, case.proof_at) == (None, None)
