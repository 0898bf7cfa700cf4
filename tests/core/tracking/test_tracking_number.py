"""The customer's own number."""

from __future__ import annotations

import pytest

from retour_core.domain.errors import DomainError
from retour_core.domain.tracking import TrackingStatus
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.operations import cancel
from retour_core.tracking.models import TrackedParcel
from retour_core.tracking.operations import (
    NumberDoubtful,
    NumberNotExpected,
    NumbersTooMany,
    NumberTaken,
    NumberUnknown,
    enter_number,
    ingest,
)
from tests.core.tracking.scanned import (
    NUMBER,
    hour,
    own_way_shop,
    ready,
    scan,
    state_of,
)
from tests.factories import make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
OTHER = "1Z5R89390357567127"


def test_a_number_typed_with_blanks_is_followed() -> None:
    ret = ready()
    enter_number(ret, " 1z5r8939 0357567127 ")
    ingest("ups", [scan(TrackingStatus.ACCEPTED, 1, OTHER)], received_at=hour(2))
    assert state_of(ret) == "in_transit"
    entered = ReturnEvent.objects.get(kind="return.number_entered")
    assert (entered.actor_kind, entered.data) == ("customer", {"number": OTHER})


def test_entering_it_twice_changes_nothing() -> None:
    ret = ready()
    first, second = enter_number(ret, OTHER), enter_number(ret, OTHER.lower())
    assert first == second
    assert ReturnEvent.objects.filter(kind="return.number_entered").count() == 1


def test_a_corrected_number_takes_the_place_of_the_wrong_one() -> None:
    ret = ready()
    enter_number(ret, OTHER)
    enter_number(ret, NUMBER)
    assert TrackedParcel.objects.get().number == NUMBER


def test_a_number_that_was_scanned_stays_beside_the_new_one() -> None:
    ret = ready()
    enter_number(ret, OTHER)
    ingest("ups", [scan(TrackingStatus.ACCEPTED, 1, OTHER)], received_at=hour(2))
    enter_number(ret, NUMBER)
    numbers = TrackedParcel.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [OTHER, NUMBER]


@pytest.mark.parametrize("text", ["", "hello", "1111111111", "x" * 500, "12 3a"])
@pytest.mark.parametrize("sure", [False, True])
def test_what_is_no_tracking_number_is_refused(text: str, sure: bool) -> None:
    ret = ready()
    with pytest.raises(NumberUnknown):
        enter_number(ret, text, sure=sure)
    assert not TrackedParcel.objects.exists()


def test_a_doubtful_number_is_kept_only_by_who_was_told_of_the_doubt() -> None:
    ret = ready()
    with pytest.raises(NumberDoubtful) as doubted:
        enter_number(ret, "1Z5R89390357567128")
    assert doubted.value.context == {"doubt": "mistyped", "carrier": "UPS"}
    assert not TrackedParcel.objects.exists()

    enter_number(ret, "1Z5R8939 0357567128", sure=True)

    assert TrackedParcel.objects.get().number == "1Z5R89390357567128"


def test_nobody_enters_numbers_without_end() -> None:
    ret = ready()
    for last in range(10):
        enter_number(ret, f"QX4711000{last}", sure=True)
    enter_number(ret, "QX47110009", sure=True)
    with pytest.raises(NumbersTooMany):
        enter_number(ret, OTHER)
    assert TrackedParcel.objects.get().number == "QX47110009"


def test_a_stranger_cannot_follow_somebody_elses_parcel() -> None:
    shop = own_way_shop()
    enter_number(ready(make_order(shop)), OTHER)
    strangers = ready(make_order(shop, email="eve@example.org"))
    with pytest.raises(NumberTaken):
        enter_number(strangers, OTHER)
    assert TrackedParcel.objects.count() == 1


def test_one_customer_may_send_two_returns_in_one_box() -> None:
    shop = own_way_shop()
    for _ in range(2):
        enter_number(ready(make_order(shop)), OTHER)
    assert TrackedParcel.objects.count() == 2


def refused(ret: Return) -> type[DomainError] | None:
    try:
        enter_number(ret, OTHER)
    except DomainError as error:
        return type(error)
    return None


def test_a_return_with_a_label_or_that_is_over_takes_no_number() -> None:
    over = ready()
    cancel(over, actor=SYSTEM)
    with_label = make_return(make_order(make_shop(make_brand("labels"))))
    assert [refused(ret) for ret in (with_label, over)] == [NumberNotExpected] * 2
