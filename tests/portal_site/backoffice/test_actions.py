from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from retour_core.domain.states import ReturnState
from retour_core.labels.models import Label, LabelState
from retour_core.labels.operations import label_given_up
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.operations import approve, cancel, reject
from retour_core.returns.receiving import receive
from retour_core.returns.refunding import refund
from retour_portal.backoffice.returns.actions import ACTIONS
from tests.portal_site.backoffice.conftest import House, SignIn, make_ready, submit


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


def _bring(ret: Return, state: str) -> Return:
    """Take a requested return to ``state`` as the world would."""
    steps = {
        "rejected": lambda: reject(ret, actor=SYSTEM, reason="Worn"),
        "cancelled": lambda: cancel(ret, actor=SYSTEM),
    }
    if state == "requested":
        return ret
    if state in steps:
        return steps[state]()
    approve(ret, actor=SYSTEM)
    if state == "label_pending":
        return ret
    if state == "label_failed":
        Label.objects.create(parent=ret)
        label_given_up({"return_id": ret.pk}, "The carrier does not know 10119")
        return ret
    make_ready(ret)
    if state == "ready":
        return ret
    receive(ret, actor=SYSTEM)
    if state == "settled":
        refund(ret, actor=SYSTEM)
    return ret


def _post(desk: Client, ret: Return, name: str, **data: Any) -> tuple[int, list[str]]:
    response = desk.post(reverse(f"returns:{name}", args=[ret.pk]), data)
    ret.refresh_from_db()
    told = [str(message).strip() for message in get_messages(response.wsgi_request)]
    return response.status_code, told


def _counts(ret: Return, good: Any, not_good: Any) -> dict[str, Any]:
    line = ret.lines.get()
    return {f"line-{line.pk}-good": good, f"line-{line.pk}-not_good": not_good}


def _data(ret: Return, name: str) -> dict[str, Any]:
    return {
        "reject": {"reason": "Worn outdoors"},
        "receive": _counts(ret, 1, 0),
        "refund": {"amount": "99.00", "reference": "bank 7"},
    }.get(name, {})


WORKS = [
    ("approve", "requested", "label_pending"),
    ("approve", "rejected", "label_pending"),
    ("reject", "requested", "rejected"),
    ("retry-label", "label_failed", "label_pending"),
    ("receive", "ready", "inspected"),
    ("refund", "inspected", "settled"),
    ("cancel", "requested", "cancelled"),
    ("cancel", "label_failed", "cancelled"),
    ("cancel", "ready", "cancelled"),
]
REFUSED = [
    ("approve", "settled"),
    ("approve", "cancelled"),
    ("reject", "ready"),
    ("retry-label", "ready"),
    ("receive", "requested"),
    ("receive", "settled"),
    ("refund", "ready"),
    ("cancel", "inspected"),
    ("cancel", "settled"),
]


@pytest.mark.parametrize(("name", "before", "after"), WORKS)
def test_an_action_moves_the_return_and_names_the_agent(
    name: str, before: str, after: str, desk: Client, alpenglow: House
) -> None:
    ret = _bring(alpenglow.ret, before)
    status, told = _post(desk, ret, name, **_data(ret, name))
    assert (status, len(told), ret.state) == (302, 1, after)
    staff = ret.events.filter(actor_kind="staff")
    assert {event.actor_name for event in staff} == {"alice"}


@pytest.mark.parametrize(("name", "before"), REFUSED)
def test_an_action_the_state_forbids_changes_nothing_and_says_why(
    name: str, before: str, desk: Client, alpenglow: House
) -> None:
    ret = _bring(alpenglow.ret, before)
    events = ret.events.count()
    status, told = _post(desk, ret, name, **_data(ret, name))
    assert (status, ret.state, ret.events.count()) == (302, before, events)
    assert "cannot become" in told[0]


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_not_to_be_had_by_a_link(
    name: str, desk: Client, alpenglow: House
) -> None:
    response = desk.get(reverse(f"returns:{name}", args=[alpenglow.ret.pk]))
    alpenglow.ret.refresh_from_db()
    assert (response.status_code, alpenglow.ret.state) == (405, "requested")


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_without_the_token_of_the_page_is_refused(
    name: str, alice: User, alpenglow: House
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    response = client.post(reverse(f"returns:{name}", args=[alpenglow.ret.pk]))
    alpenglow.ret.refresh_from_db()
    assert (response.status_code, alpenglow.ret.state) == (403, "requested")


@pytest.mark.parametrize("name", ACTIONS)
def test_nobody_else_carries_out_an_action(
    name: str, eve: User, charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse(f"returns:{name}", args=[alpenglow.ret.pk])
    for user in (eve, charlie):
        assert sign_in(user).post(url, {"reason": "x"}).status_code == 404
    assert Client().post(url, {"reason": "x"}).status_code == 302
    alpenglow.ret.refresh_from_db()
    assert alpenglow.ret.state == "requested"


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("requested", ["approve", "approve-kept", "reject", "cancel"]),
        ("rejected", ["approve", "approve-kept"]),
        ("label_pending", ["cancel"]),
        ("label_failed", ["retry-label", "cancel"]),
        ("ready", ["receive", "add-parcel", "renew-label", "cancel"]),
        ("inspected", ["refund"]),
        ("settled", []),
        ("cancelled", []),
    ],
)
def test_the_page_offers_what_the_state_allows(
    state: str, offered: list[str], desk: Client, alpenglow: House
) -> None:
    ret = _bring(alpenglow.ret, state)
    response = desk.get(reverse("returns:inspect", args=[ret.pk]))
    assert [entry.action.name for entry in response.context["actions"]] == offered
    for name in ACTIONS:
        shown = f'action="{reverse(f"returns:{name}", args=[ret.pk])}"'
        assert (shown in response.content.decode()) == (name in offered)


def test_only_the_likeliest_action_is_unfolded(desk: Client, alpenglow: House) -> None:
    def shown() -> list[tuple[str, bool, bool]]:
        page = desk.get(reverse("returns:inspect", args=[alpenglow.ret.pk]))
        offered = page.context["actions"]
        return [(one.action.name, one.is_open, one.is_likeliest) for one in offered]

    assert shown()[:2] == [("approve", True, True), ("approve-kept", False, False)]
    _bring(alpenglow.ret, "rejected")
    assert shown() == [("approve", False, False), ("approve-kept", False, False)]


def test_items_without_a_way_back_are_kept_without_a_second_question(
    desk: Client, alpenglow: House
) -> None:
    Return.objects.update(method="")
    page = desk.get(reverse("returns:inspect", args=[alpenglow.ret.pk]))
    first = page.context["actions"][0]
    assert (first.action.name, first.is_open) == ("approve-kept", True)
    assert list(first.form.fields) == []


def test_a_rejection_without_a_reason_is_sent_back_with_the_field(
    desk: Client, alpenglow: House
) -> None:
    response = desk.post(
        reverse("returns:reject", args=[alpenglow.ret.pk]), {"reason": "  "}
    )
    alpenglow.ret.refresh_from_db()
    assert (response.status_code, alpenglow.ret.state) == (422, "requested")
    [bound] = [e for e in response.context["actions"] if e.form.is_bound]
    assert (bound.is_open, list(bound.form.errors)) == (True, ["reason"])


@pytest.mark.parametrize(
    ("good", "not_good"), [(2, 0), (1, 1), (-1, 0), ("", 0), ("two", 0)]
)
def test_a_count_that_cannot_be_is_refused_at_its_line(
    good: Any, not_good: Any, desk: Client, alpenglow: House
) -> None:
    ret = _bring(alpenglow.ret, "ready")
    status, _told = _post(desk, ret, "receive", **_counts(ret, good, not_good))
    assert (status, ret.state) == (422, "ready")


def test_what_came_damaged_is_booked_as_such(desk: Client, alpenglow: House) -> None:
    ret = _bring(alpenglow.ret, "ready")
    _post(desk, ret, "receive", **_counts(ret, 0, 1))
    line = ret.lines.get()
    assert (line.received_good, line.received_not_good) == (0, 1)


@pytest.mark.parametrize(
    ("amount", "minor"),
    [("99.00", 9900), ("99", 9900), ("49,50", 4950), ("0", 0), ("202.90", 20290)],
)
def test_a_refund_is_noted_to_the_cent(
    amount: str, minor: int, desk: Client, alpenglow: House
) -> None:
    ret = _bring(alpenglow.ret, "inspected")
    _post(desk, ret, "refund", amount=amount, reference="bank 7", reason="Worn")
    row = ret.refunds.get()
    assert (row.amount_minor, row.currency, row.reference) == (minor, "EUR", "bank 7")


@pytest.mark.parametrize(
    "amount",
    [
        *("", "lots", "1.999", "-5", "-0", "+5", "1e9", "1e309", "NaN", "Infinity"),
        *(
            "1,234.50",
            "1.000",
            "1,000",
            "0.001",
            "٩٩",
            "９９",
            "99 EUR",
            "99,,0",
            "9" * 40,
        ),
    ],
)
def test_an_amount_that_is_none_is_refused(
    amount: str, desk: Client, alpenglow: House
) -> None:
    ret = _bring(alpenglow.ret, "inspected")
    status, _told = _post(desk, ret, "refund", amount=amount)
    assert (status, ret.state, ret.refunds.count()) == (422, "inspected", 0)


def test_more_than_was_paid_is_not_refunded(desk: Client, alpenglow: House) -> None:
    ret = _bring(alpenglow.ret, "inspected")
    url = reverse("returns:refund", args=[ret.pk])
    page = desk.post(url, {"amount": "202.91", "reference": "bank 7"})
    assert (page.status_code, ret.refunds.count()) == (422, 0)
    [offered] = page.context["actions"]
    assert offered.form.errors == {
        "amount": ["At most €202.90: no more is left of what was paid."]
    }
    # What was typed stays.
    assert offered.form["amount"].value() == "202.91"
    assert offered.form["reference"].value() == "bank 7"


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_less_than_computed_is_refused_at_the_reason(
    reason: str, desk: Client, alpenglow: House
) -> None:
    ret = _bring(alpenglow.ret, "inspected")
    url = reverse("returns:refund", args=[ret.pk])
    page = desk.post(url, {"amount": "98.99", "reason": reason})
    ret.refresh_from_db()
    assert (page.status_code, ret.state, ret.refunds.count()) == (422, "inspected", 0)
    [offered] = page.context["actions"]
    assert offered.form.errors == {"reason": ["Say why it is less than €99.00."]}
    assert offered.form["amount"].value() == "98.99"


def test_the_reason_for_less_is_on_the_page_and_in_the_timeline_as_it_was_written(
    desk: Client, alpenglow: House
) -> None:
    ret = _bring(alpenglow.ret, "inspected")
    _post(desk, ret, "refund", amount="50.00", reason=" Worn & <b>torn</b> ")
    assert ret.refunds.get().reason == "Worn & <b>torn</b>"
    page = desk.get(reverse("returns:inspect", args=[ret.pk]))
    told = "Less than computed: Worn &amp; &lt;b&gt;torn&lt;/b&gt;"
    assert page.content.decode().count(told) == 2
    decided = "A refund of €50.00 was decided. Less than computed: Worn & <b>torn</b>"
    assert decided in [entry.sentence for entry in page.context["timeline"]]


def test_all_of_it_keeps_no_reason(desk: Client, alpenglow: House) -> None:
    ret = _bring(alpenglow.ret, "inspected")
    _post(desk, ret, "refund", amount="99.00", reason="Worn")
    assert ret.refunds.get().reason == ""


@pytest.mark.parametrize(
    ("kind", "is_told"), [("return", False), ("withdrawal", True), ("claim", False)]
)
def test_the_reason_says_when_it_is_needed_and_what_a_withdrawal_allows(
    kind: str, is_told: bool, desk: Client, alpenglow: House
) -> None:
    ret = _bring(alpenglow.ret, "inspected")
    Return.objects.filter(pk=ret.pk).update(kind=kind)
    page = desk.get(reverse("returns:inspect", args=[ret.pk]))
    [offered] = page.context["actions"]
    told = offered.form["reason"].help_text
    assert list(offered.form.fields) == ["amount", "reason", "reference"]
    assert told.startswith("Needed only if you pay back less than computed. ")
    assert told.endswith("(directive 2011/83/EU, art. 14(2)).") is is_told


def test_a_gift_asks_for_no_reason(desk: Client, alpenglow: House) -> None:
    ret = _bring(alpenglow.ret, "inspected")
    Return.objects.filter(pk=ret.pk).update(is_gift=True)
    page = desk.get(reverse("returns:inspect", args=[ret.pk]))
    [offered] = page.context["actions"]
    assert list(offered.form.fields) == ["amount", "reference"]


def test_the_amount_proposed_is_what_was_paid(desk: Client, alpenglow: House) -> None:
    ret = _bring(alpenglow.ret, "inspected")
    page = desk.get(reverse("returns:inspect", args=[ret.pk]))
    [offered] = page.context["actions"]
    assert offered.form["amount"].value() == "99.00"


def test_a_second_click_on_refund_pays_once(desk: Client, alpenglow: House) -> None:
    ret = _bring(alpenglow.ret, "inspected")
    _post(desk, ret, "refund", amount="99.00")
    _post(desk, ret, "refund", amount="99.00")
    assert (ret.refunds.count(), ret.state) == (1, "settled")


def test_where_the_shop_pays_the_refund_waits_for_it(
    desk: Client, alpenglow: House
) -> None:
    alpenglow.shop.executes_refunds = True
    alpenglow.shop.save()
    ret = _bring(alpenglow.ret, "inspected")
    _status, told = _post(desk, ret, "refund", amount="99.00")
    page = desk.get(reverse("returns:inspect", args=[ret.pk]))
    assert told == ["A refund of €99.00 waits for the shop."]
    assert (ret.state, page.context["actions"]) == ("inspected", [])


def test_two_agents_approving_at_once_approve_once(
    desk: Client, alpenglow: House
) -> None:
    _post(desk, alpenglow.ret, "approve")
    status, told = _post(desk, alpenglow.ret, "approve")
    approved = alpenglow.ret.events.filter(to_state=ReturnState.APPROVED)
    assert (status, approved.count()) == (302, 1)
    assert "cannot become" in told[-1]


def test_the_label_is_handed_out_to_the_agent_alone(
    desk: Client, charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse("returns:label", args=[alpenglow.ret.pk])
    assert desk.get(url).status_code == 404
    _bring(alpenglow.ret, "ready")
    response = desk.get(url)
    assert b"".join(response) == b"%PDF-1.7 label"
    assert response["Content-Type"] == "application/pdf"
    assert sign_in(charlie).get(url).status_code == 404


def test_a_cancelled_labels_document_is_no_longer_handed_out(
    desk: Client, alpenglow: House
) -> None:
    _bring(alpenglow.ret, "ready")
    Label.objects.update(state=LabelState.CANCELLED)
    url = reverse("returns:label", args=[alpenglow.ret.pk])
    assert desk.get(url).status_code == 404


def test_the_timeline_says_each_step_in_a_sentence(
    desk: Client, alpenglow: House
) -> None:
    ret = _bring(alpenglow.ret, "ready")
    _post(desk, ret, "receive", **_counts(ret, 1, 0))
    _post(desk, ret, "refund", amount="99.00", reference="bank 7")
    page = desk.get(reverse("returns:inspect", args=[ret.pk]))
    assert [(e.actor, e.sentence) for e in page.context["timeline"]] == [
        ("Customer", "The return was requested."),
        ("Retour", "The return was approved."),
        ("Retour", "A label was asked for."),
        ("Retour", "The label is ready, number 00123."),
        ("alice", "Received: 1 in order, 0 not in order."),
        ("alice", "A refund of €99.00 was decided."),
        ("alice", "€99.00 was refunded, reference bank 7."),
    ]


def test_a_customers_words_are_shown_as_text(desk: Client, alpenglow: House) -> None:
    line = submit(alpenglow.order).lines.get()
    line.comment = "<script>alert(1)</script>"
    line.save()
    page = desk.get(reverse("returns:inspect", args=[line.parent_id])).content
    assert b"<script>alert(1)" not in page
    assert b"&lt;script&gt;alert(1)" in page
