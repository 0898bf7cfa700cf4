"""Every statement is recorded, acknowledged and flagged; none is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from retour_core.brands.models import Brand
from retour_core.domain.withdrawal import (
    Statement,
    StatementInvalid,
    StatementLine,
)
from retour_core.orders.models import Shop
from retour_core.outbox.models import OutboxMessage
from retour_core.withdrawals.drafts import (
    discard_old_drafts,
    is_stale,
    start_draft,
    state,
    statement_of,
)
from retour_core.withdrawals.models import (
    RecordIsFinal,
    Withdrawal,
    WithdrawalDraft,
    WithdrawalRecord,
)
from retour_core.withdrawals.operations import confirm
from retour_core.withdrawals.records import verify
from tests.core.withdrawals.conftest import Withdraw
from tests.factories import NOW, line_data, make_brand, make_order, make_shop


def _kinds(withdrawal: Withdrawal) -> list[str]:
    return [kind for kind, _params in withdrawal.flags]


def test_a_withdrawal_in_time_is_recorded_to_the_second_with_its_zone(
    withdraw: Withdraw, shop: Shop
) -> None:
    make_order(shop, number="NW-1")
    at = datetime(2026, 11, 20, 12, 0, 59, 999_999, tzinfo=UTC)
    made = withdraw("Order NW-1 please", at=at)
    assert made.order is not None
    assert made.order.number == "NW-1"
    assert made.flags == []
    content = made.content
    assert (content["submitted_at"], content["local_time"], content["zone"]) == (
        "2026-11-20T12:00:59+00:00",
        "2026-11-20T13:00:59+01:00",
        "Europe/Berlin",
    )
    assert content["words"] == {
        "language": "en",
        "entry": "withdraw from contract here",
        "confirm": "confirm withdrawal",
    }


def test_the_acknowledgement_the_merchant_and_the_return_are_announced_at_once(
    withdraw: Withdraw, shop: Shop
) -> None:
    make_order(shop, number="NW-1")
    made = withdraw()
    told = OutboxMessage.objects.order_by("pk").values_list("kind", "payload")
    assert list(told) == [
        ("withdrawal_mail", {"withdrawal_id": made.pk, "template": "acknowledged"}),
        ("withdrawal_mail", {"withdrawal_id": made.pk, "template": "merchant"}),
        ("withdrawal_return", {"withdrawal_id": made.pk}),
    ]


def test_an_order_nobody_knows_is_accepted_and_flagged(withdraw: Withdraw) -> None:
    made = withdraw("the lamp of last Monday")
    assert made.order is None
    assert made.flags == [["unknown_order", {"contract": "the lamp of last Monday"}]]


@pytest.mark.parametrize(
    ("days_after_delivery", "flags"),
    [
        # Delivered Tuesday 10 November; the 24th is a Tuesday.
        (14, []),
        (15, ["late"]),
    ],
)
def test_a_late_withdrawal_is_accepted_and_flagged(
    withdraw: Withdraw, shop: Shop, days_after_delivery: int, flags: list[str]
) -> None:
    make_order(shop, number="NW-1")
    at = datetime(2026, 11, 10, 12, tzinfo=UTC) + timedelta(days=days_after_delivery)
    assert _kinds(withdraw(at=at)) == flags


def test_an_order_not_shipped_is_flagged_and_gets_no_return(
    withdraw: Withdraw, shop: Shop
) -> None:
    make_order(
        shop,
        number="NW-1",
        shipments=[],
        lines=[
            {
                "id": "1",
                "title": "Jacket",
                "quantity": 1,
                "fulfilled_quantity": 0,
                "total_incl_tax": "99.00",
            }
        ],
    )
    made = withdraw()
    assert (made.was_shipped, _kinds(made)) == (False, ["unshipped"])
    assert OutboxMessage.objects.filter(kind="withdrawal_return").count() == 0


def test_a_customer_outside_the_eu_is_accepted_and_flagged(
    withdraw: Withdraw, shop: Shop
) -> None:
    address = {
        "name": "Anna Berg",
        "street": "Bahnhofstrasse 1",
        "postal_code": "8001",
        "city": "Zürich",
        "country": "CH",
    }
    make_order(shop, number="NW-1", shipping_address=address)
    assert withdraw().flags == [["not_statutory", {"country": "CH"}]]


@pytest.mark.parametrize("email", ["other@example.org", "anna@example.com"])
def test_an_order_is_matched_only_for_who_knows_its_email(
    withdraw: Withdraw, shop: Shop, email: str
) -> None:
    make_order(shop, number="NW-1")
    assert withdraw(email=email).order is None


def test_a_mailbox_that_only_looks_alike_is_another(
    withdraw: Withdraw, shop: Shop
) -> None:
    order = make_order(shop, number="NW-1", email="mike@firm.example")
    assert (
        withdraw(email="m\N{LATIN SMALL LETTER DOTLESS I}ke@firm.example").order is None
    )
    assert withdraw(email="Mike@FIRM.example").order == order


def test_an_order_of_another_brand_is_not_matched(withdraw: Withdraw) -> None:
    make_order(make_shop(make_brand("maison")), number="NW-1")
    assert withdraw().order is None


def test_one_number_in_two_shops_is_left_to_a_person(
    withdraw: Withdraw, brand: Brand
) -> None:
    for name in ("first", "second"):
        make_order(make_shop(brand, name=name), number="NW-1")
    assert _kinds(withdraw()) == ["unknown_order"]


def test_a_double_click_is_one_withdrawal(brand: Brand) -> None:
    draft = state(
        start_draft(brand, locale="en"),
        Statement(name="Anna", contract="NW-1", email="anna@example.org"),
    )
    first = confirm(draft, now=NOW)
    second = confirm(draft, now=NOW + timedelta(seconds=1))
    assert first.pk == second.pk
    assert second.submitted_at == NOW
    assert WithdrawalRecord.objects.count() == 1


def test_the_same_words_from_another_page_are_another_statement(
    withdraw: Withdraw,
) -> None:
    assert withdraw("same").pk != withdraw("same").pk


def test_an_incomplete_statement_is_not_kept(brand: Brand) -> None:
    draft = start_draft(brand, locale="en")
    with pytest.raises(StatementInvalid) as refused:
        state(draft, Statement(name="", contract="NW-1", email="anna"))
    assert [problem.pointer for problem in refused.value.problems] == [
        "/name",
        "/email",
    ]
    with pytest.raises(StatementInvalid):
        confirm(draft, now=NOW)


def test_somebody_known_need_not_type_again(brand: Brand, shop: Shop) -> None:
    order = make_order(shop, number="NW-1")
    draft = start_draft(brand, locale="en", order=order)
    assert statement_of(draft) == Statement(
        name="Anna Berg", contract="NW-1", email="anna@example.org"
    )
    assert confirm(draft, now=NOW).order == order


def test_part_of_an_order_may_be_withdrawn_from(withdraw: Withdraw, shop: Shop) -> None:
    make_order(shop, number="NW-1")
    made = withdraw(lines=(StatementLine("Jacket", 1, "1"),))
    assert (made.content["scope"], made.content["lines"]) == (
        "partial",
        [{"description": "Jacket", "line_id": "1", "quantity": 1}],
    )


def test_records_follow_one_another_and_cannot_be_changed(
    withdraw: Withdraw, brand: Brand
) -> None:
    first, second = withdraw("1").record, withdraw("2").record
    assert (first.sequence, second.sequence) == (1, 2)
    assert second.previous_hash == first.hash
    with pytest.raises(RecordIsFinal):
        first.save()
    with pytest.raises(RecordIsFinal):
        first.delete()
    assert verify(brand) == []


def test_a_changed_record_breaks_the_chain(withdraw: Withdraw, brand: Brand) -> None:
    record = withdraw("1").record
    withdraw("2")
    content = {**record.content, "contract": "another"}
    WithdrawalRecord.objects.filter(pk=record.pk).update(content=content)
    assert [(found.sequence, found.kind) for found in verify(brand)] == [(1, "content")]


def test_the_database_refuses_two_records_at_one_place(withdraw: Withdraw) -> None:
    record = withdraw("1").record
    twin = WithdrawalRecord(
        brand=record.brand,
        sequence=1,
        recorded_at=record.recorded_at,
        content_hash="c",
        previous_hash="p",
        hash="h",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_drafts_are_forgotten_after_a_day(brand: Brand) -> None:
    draft = start_draft(brand, locale="en")
    day = draft.created_at + timedelta(hours=24)
    assert not is_stale(draft, now=day - timedelta(seconds=1))
    assert is_stale(draft, now=day)
    assert discard_old_drafts(now=day) == 0
    assert discard_old_drafts(now=day + timedelta(seconds=1)) == 1
    assert WithdrawalDraft.objects.count() == 0


def test_an_item_the_shop_calls_exempt_is_a_flag_and_no_refusal(
    withdraw: Withdraw, shop: Shop
) -> None:
    cream = line_data("2", title="Sun cream", exemption="e")
    make_order(shop, number="NW-1", lines=[line_data(), cream])
    made = withdraw()
    [[kind, params]] = made.flags
    assert (kind, params["item"], params["letter"]) == ("exempt", "Sun cream", "e")
