"""Staff decide otherwise, by name, and not against the law."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from retour_core.domain.policies import (
    Approval,
    Because,
    Cause,
    Decision,
    NoteCode,
    Override,
    OverrideRefused,
    Payer,
    Slot,
    apply_override,
    slot_of,
)
from tests.core.domain.policies.building import (
    decided,
    facts,
    fixed,
    item,
    policy,
    rule,
    windows,
)

LATE = datetime(2026, 12, 20, 12, tzinfo=UTC)


def override(outcome: str, value: Any, **more: Any) -> Override:
    given = {"actor": "Ann", "note": "As agreed.", **more}
    return Override(outcome=outcome, value=value, **given)


def two(*rules: Any, kind: str = "return", **more: Any) -> Decision:
    asked = facts(item("1"), item("2"), kind=kind)
    return decided(*rules, facts=asked, **more)


CHANGES: dict[str, tuple[str, Any, str, Any]] = {
    "refused with a reason": ("not_returnable", {"en": "worn"}, "returnable", False),
    "allowed after all": ("returnable", True, "returnable", True),
    "approved": ("auto_approve", True, "approval", Approval.AUTOMATIC),
    "to be looked at": ("needs_approval", True, "approval", Approval.AGENT),
    "a fee, which is charged": ("fee", fixed("5"), "fee_payer", Payer.CUSTOMER),
    "no fee": ("fee", {}, "fee_payer", Payer.MERCHANT),
    "who pays": ("fee_payer", "customer", "fee_payer", Payer.CUSTOMER),
    "restocking": ("restocking_percent", "5", "restocking_percent", 5),
    "methods": ("methods", ["pick_up"], "methods", ("pick_up",)),
    "resolutions": ("resolutions", ["exchange"], "resolutions", ("exchange",)),
    "kept": ("keep_item", True, "keep_item", True),
    "another address": ("return_address", 8, "return_address", 8),
    "another carrier": ("carrier", 8, "carrier", 8),
    "no photo": ("require_photo", False, "require_photo", False),
    "other questions": ("require_answers", ["why"], "require_answers", ("why",)),
    "a message": ("message", {"en": "Hi"}, "message", {"en": "Hi"}),
}


@pytest.mark.parametrize(
    ("outcome", "value", "field", "expected"), CHANGES.values(), ids=CHANGES
)
def test_any_outcome_of_one_item_can_be_decided_otherwise(
    outcome: str, value: Any, field: str, expected: Any
) -> None:
    before = two()
    after = apply_override(before, override(outcome, value, line="1"))
    changed = after.item("1")
    assert getattr(changed, field) == expected
    assert changed.cause_of(slot_of(outcome)) == (
        Because(cause=Cause.STAFF, actor="Ann", note="As agreed.")
    )
    assert after.item("2") == before.item("2")
    assert [o.outcome for o in after.overrides] == [outcome]
    assert Decision.model_validate(after.model_dump(mode="json")) == after


def test_the_given_decision_stays_as_it_was() -> None:
    before = two()
    kept = before.model_copy(deep=True)
    apply_override(before, override("keep_item", True))
    assert before == kept


def test_without_a_line_every_item_and_the_whole_change() -> None:
    after = apply_override(two(), override("needs_approval", True))
    assert [i.approval for i in after.items] == [Approval.AGENT] * 2
    assert after.general.approval is Approval.AGENT
    assert after.whole.approval is Approval.AGENT


def test_an_override_says_what_it_replaced_and_when() -> None:
    refused = two(rule(not_returnable={"en": "no"}))
    asked = override("returnable", True, line="1", at=LATE)
    [recorded] = apply_override(refused, asked).overrides
    assert (recorded.before, recorded.at) == ({"1": False}, LATE)


def test_the_last_override_counts_and_all_are_kept() -> None:
    once = apply_override(two(), override("return_address", 3, line="1"))
    twice = apply_override(once, override("return_address", 4, line="1", actor="Bo"))
    assert twice.item("1").return_address == 4
    assert twice.item("1").cause_of(Slot.RETURN_ADDRESS).actor == "Bo"
    assert [o.before for o in twice.overrides] == [{"1": None}, {"1": 3}]


def test_a_later_window_reopens_what_was_late() -> None:
    late = two(now=LATE)
    after = apply_override(
        late, override("extend_window_days", 20, line="1"), window_of=windows()
    )
    assert [i.returnable for i in late.items] == [False, False]
    assert [i.returnable for i in after.items] == [True, False]
    assert after.item("1").window.last_day == date(2026, 12, 30)
    assert after.item("1").cause_of(Slot.RETURNABLE).cause is Cause.POLICY


def test_a_window_that_is_still_too_short_reopens_nothing() -> None:
    after = apply_override(
        two(now=LATE), override("extend_window_days", 5), window_of=windows()
    )
    assert [i.returnable for i in after.items] == [False, False]
    assert after.general.window.terms.days == 35


def test_a_late_item_can_be_taken_without_touching_the_window() -> None:
    after = apply_override(two(now=LATE), override("returnable", True, line="2"))
    assert after.item("2").returnable is True
    assert after.item("2").window.is_late is True


def test_a_later_window_takes_the_flag_from_a_late_request() -> None:
    late = two(now=LATE, policy=policy(when_late="accept"))
    after = apply_override(
        late, override("window_days", "unlimited"), window_of=windows()
    )
    assert [n.code for n in late.items[0].notes] == [NoteCode.LATE]
    assert after.items[0].notes == ()


REFUSED: dict[str, tuple[Override, str]] = {
    "an outcome that is none": (
        override("colour", "red"),
        "“colour” is nothing that is decided.",
    ),
    "nobody decided": (
        override("keep_item", True, actor=" "),
        "Say who decides otherwise.",
    ),
    "an item nobody asked about": (
        override("keep_item", True, line="9"),
        "No item “9” was decided about.",
    ),
    "a value that does not fit": (
        override("window_days", -3),
        "Write a whole number of days from 0 to 3660, or “unlimited”.",
    ),
    "no value": (override("fee", None), "Fill in what it shall be instead."),
    "a window nobody reckons": (
        override("extend_window_days", 3),
        "A window can only be changed where it is reckoned.",
    ),
}


@pytest.mark.parametrize(("asked", "message"), REFUSED.values(), ids=REFUSED)
def test_an_override_that_makes_no_sense_is_refused(
    asked: Override, message: str
) -> None:
    with pytest.raises(OverrideRefused) as refused:
        apply_override(two(), asked)
    assert refused.value.message == message


UNLAWFUL = {
    "an approval": ("needs_approval", True),
    "a photo": ("require_photo", True),
    "a question": ("require_answers", ["why"]),
    "a fee": ("fee", fixed("5")),
    "a restocking fee": ("restocking_percent", "5"),
    "credit only": ("resolutions", ["store_credit"]),
    "a refusal in time": ("not_returnable", {"en": "no"}),
}


@pytest.mark.parametrize(("outcome", "value"), UNLAWFUL.values(), ids=UNLAWFUL)
def test_staff_cannot_gate_or_charge_a_withdrawal(outcome: str, value: Any) -> None:
    with pytest.raises(OverrideRefused) as refused:
        apply_override(two(kind="withdrawal"), override(outcome, value))
    assert refused.value.context["why"].startswith("withdrawal_")


@pytest.mark.parametrize(
    ("exemption", "now"),
    [
        pytest.param("c", datetime(2026, 11, 20, tzinfo=UTC), id="it seems exempt"),
        pytest.param("", LATE, id="it is late"),
    ],
)
def test_a_contested_withdrawal_can_be_refused_by_a_person(
    exemption: str, now: datetime
) -> None:
    asked = facts(item(exemption=exemption), kind="withdrawal")
    decision = decided(facts=asked, now=now)
    after = apply_override(decision, override("not_returnable", {"en": "too late"}))
    assert after.whole.returnable is False


def test_the_withdrawal_of_an_unknown_order_is_refused_by_nobody() -> None:
    unknown = facts(kind="withdrawal").model_copy(update={"items": ()})
    with pytest.raises(OverrideRefused):
        apply_override(decided(facts=unknown), override("not_returnable", {"en": "no"}))
