"""After a withdrawal: return and label, mails, clocks, the merchant's decision."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.domain.withdrawal import (
    RefundState,
    SendBackState,
    StatementLine,
    load_evidence,
)
from retour_core.orders.models import Shop
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import claim, deliver
from retour_core.returns.actors import Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.receiving import receive
from retour_core.tracking.operations import ingest
from retour_core.withdrawals.deliveries import mail_given_up
from retour_core.withdrawals.models import Decision, Withdrawal, WithdrawalRecord
from retour_core.withdrawals.operations import (
    MatchedAlready,
    OtherBrand,
    ReasonNeeded,
    decide,
    match_order,
    note_dates,
)
from retour_core.withdrawals.queries import (
    follow_up,
    overdue,
    with_course,
    withdrawal_of_key,
)
from retour_core.withdrawals.records import evidence
from retour_core.withdrawals.returning import start_return
from tests.core.withdrawals.conftest import Withdraw
from tests.factories import NOW, grant, make_brand, make_order, make_return, make_shop

ANNA = Actor(ActorKind.STAFF, "anna")


def _drain() -> None:
    while ids := claim(10, now=timezone.now()):
        for message_id in ids:
            deliver(message_id)


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def _again(withdrawal: Withdrawal) -> Withdrawal:
    return with_course().get(pk=withdrawal.pk)


def test_the_acknowledgement_has_content_time_and_zone_and_a_pdf(
    withdraw: Withdraw, shop: Shop
) -> None:
    made = withdraw("NW-1", message="Too big.\nSorry")
    _drain()
    to_anna, to_merchant = mail.outbox
    assert to_anna.to == ["anna@example.org"]
    assert to_anna.subject == (
        f"Nordwand: we have received your withdrawal {made.reference}"
    )
    time = "20 November 2026, 13:00:00 (Europe/Berlin, UTC+01:00)"
    for text in (str(to_anna.body), _text(to_anna.attachments[0][1])):
        flat = " ".join(text.split())
        for told in (time, "Anna Berg", "NW-1", "the whole contract"):
            assert told in flat
    assert to_anna.attachments[0][0] == f"{made.reference}.pdf"
    assert to_merchant.to == ["help@nordwand.example"]
    assert to_merchant.reply_to == ["anna@example.org"]
    made.refresh_from_db()
    assert made.acknowledged_at is not None


def test_the_acknowledgement_is_in_the_consumers_language(withdraw: Withdraw) -> None:
    made = withdraw(locale="fr")
    _drain()
    assert made.content["words"]["confirm"] == "confirmer la rétractation"
    assert mail.outbox[0].subject == (
        f"Nordwand : nous avons reçu votre rétractation {made.reference}"
    )
    # French sets a no-break space before a colon.
    assert "\u00a0: Anna Berg" in str(mail.outbox[0].body)


def test_an_acknowledgement_that_cannot_be_delivered_is_shown(
    withdraw: Withdraw,
) -> None:
    made = withdraw()
    mail_given_up(
        {"withdrawal_id": made.pk, "template": "acknowledged"}, "No such mailbox"
    )
    made.refresh_from_db()
    assert made.undeliverable == "No such mailbox"


def test_goods_that_were_shipped_get_an_approved_return(
    withdraw: Withdraw, shop: Shop
) -> None:
    grant(shop.brand, approval="agent")
    make_order(shop, number="NW-1")
    # Far beyond the merchant's own window: a withdrawal is never gated.
    made = withdraw(at=NOW + timedelta(days=400))
    _drain()
    made.refresh_from_db()
    assert made.ret is not None
    assert (made.ret.kind, made.ret.state) == ("withdrawal", "ready")
    assert [(line.quantity, line.reason) for line in made.ret.lines.all()] == [(2, "")]


def test_starting_the_return_again_answers_the_first(
    withdraw: Withdraw, shop: Shop
) -> None:
    make_order(shop, number="NW-1")
    made = withdraw()
    first = start_return(made)
    assert start_return(made) == first


def test_only_what_was_withdrawn_from_and_is_left_comes_back(
    withdraw: Withdraw, shop: Shop
) -> None:
    order = make_order(shop, number="NW-1")
    make_return(order, {"1": 1})
    made = withdraw(lines=(StatementLine("Jacket", 2, "1"),))
    started = start_return(made)
    assert started is not None
    assert [line.quantity for line in started.lines.all()] == [1]


def test_with_nothing_left_there_is_no_second_return(
    withdraw: Withdraw, shop: Shop
) -> None:
    order = make_order(shop, number="NW-1")
    make_return(order, {"1": 2})
    assert start_return(withdraw()) is None
    assert start_return(withdraw("nobody knows")) is None


def test_a_brand_without_a_return_address_is_told_so(
    withdraw: Withdraw, brand: Brand, shop: Shop
) -> None:
    make_order(shop, number="NW-1")
    brand.return_addresses.all().delete()
    withdraw()
    _drain()
    dead = OutboxMessage.objects.get(kind="withdrawal_return")
    assert dead.dead_at is not None


def test_a_person_matches_what_was_not_found(withdraw: Withdraw, shop: Shop) -> None:
    order = make_order(shop, number="NW-1")
    made = withdraw("my jacket")
    matched = match_order(made, order, actor=ANNA)
    assert (matched.order, matched.flags, matched.decided_by) == (order, [], "anna")
    with pytest.raises(MatchedAlready):
        match_order(made, order, actor=ANNA)
    _drain()
    made.refresh_from_db()
    assert made.ret is not None


def test_no_withdrawal_is_matched_with_another_brands_order(
    withdraw: Withdraw,
) -> None:
    foreign = make_order(make_shop(make_brand("maison")))
    with pytest.raises(OtherBrand):
        match_order(withdraw("x"), foreign, actor=ANNA)


def test_the_refund_may_wait_for_goods_or_proof_and_is_then_due_in_14_days(
    withdraw: Withdraw, shop: Shop
) -> None:
    make_order(shop, number="NW-1")
    made = withdraw()
    now = NOW + timedelta(days=3)
    waiting = follow_up(_again(made), now=now)
    assert (waiting.refund.state, waiting.send_back.state) == (
        RefundState.WITHHELD,
        SendBackState.OPEN,
    )
    note_dates(made, proof_at=now)
    due = follow_up(_again(made), now=now)
    assert (due.refund.state, str(due.refund.last_day)) == (
        RefundState.DUE,
        "2026-12-04",
    )
    assert overdue([made.brand_id], now=NOW + timedelta(days=20)) == [made]
    note_dates(made, refunded_at=NOW + timedelta(days=4))
    assert overdue([made.brand_id], now=NOW + timedelta(days=20)) == []


def test_a_closed_withdrawal_is_no_longer_overdue(
    withdraw: Withdraw, shop: Shop
) -> None:
    made = withdraw()
    note_dates(made, proof_at=NOW)
    decide(made, Decision.ACCEPTED, reason="", actor=ANNA, now=NOW)
    assert overdue([made.brand_id], now=NOW + timedelta(days=20)) == []


def test_a_refusal_needs_a_reason_and_tells_it(withdraw: Withdraw) -> None:
    made = withdraw()
    _drain()
    mail.outbox.clear()
    with pytest.raises(ReasonNeeded):
        decide(made, Decision.REFUSED, reason=" ", actor=ANNA, now=NOW)
    decide(made, Decision.REFUSED, reason="It was tailored.", actor=ANNA, now=NOW)
    _drain()
    [told] = mail.outbox
    assert "It was tailored." in str(told.body)


def test_overdue_asks_the_database_the_same_for_one_and_three(
    withdraw: Withdraw, brand: Brand, shop: Shop, django_assert_num_queries: object
) -> None:
    for count in (1, 3):
        while Withdrawal.objects.count() < count:
            number = f"NW-{Withdrawal.objects.count()}"
            make_order(shop, number=number)
            start_return(withdraw(number))
        # Withdrawals, their returns' moves and refunds.
        with django_assert_num_queries(3):  # type: ignore[operator]
            overdue([brand.pk], now=NOW)


def test_a_private_link_opens_its_brands_withdrawal_only(withdraw: Withdraw) -> None:
    made = withdraw()
    assert withdrawal_of_key(made.brand, made.private_key) == made
    assert withdrawal_of_key(make_brand("maison"), made.private_key) is None


def test_evidence_shows_one_customer_and_verifies(
    withdraw: Withdraw, brand: Brand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, other = withdraw("mine"), withdraw("other")
    file = tmp_path / "evidence.json"
    file.write_bytes(evidence(brand, only=[mine]))
    _chain, records = load_evidence(file.read_bytes())
    assert [record.content is None for record in records] == [False, True]
    call_command("verify_evidence", str(file))
    call_command("verify_evidence", str(file), head=f"2:{other.record.hash}")
    assert (
        capsys.readouterr().out.splitlines()
        == [f"brand-{brand.pk}: 2 records, chain whole"] * 2
    )


@pytest.mark.parametrize("head", ["2:0000", "9:abc"])
def test_a_file_without_the_noted_seal_is_told(
    withdraw: Withdraw, brand: Brand, tmp_path: Path, head: str
) -> None:
    withdraw()
    file = tmp_path / "evidence.json"
    file.write_bytes(evidence(brand))
    with pytest.raises(SystemExit):
        call_command("verify_evidence", str(file), head=head)


def test_a_changed_file_is_told(
    withdraw: Withdraw, brand: Brand, tmp_path: Path
) -> None:
    withdraw()
    document = json.loads(evidence(brand))
    document["records"][0]["content"]["name"] = "Somebody else"
    file = tmp_path / "evidence.json"
    file.write_text(json.dumps(document))
    with pytest.raises(SystemExit):
        call_command("verify_evidence", str(file))
    file.write_text("{}")
    with pytest.raises(CommandError):
        call_command("verify_evidence", str(file))


def test_the_command_verifies_every_brand(
    withdraw: Withdraw, capsys: pytest.CaptureFixture[str]
) -> None:
    record = withdraw().record
    call_command("verify_withdrawals")
    assert capsys.readouterr().out == "Nordwand: 1 records, chain whole\n"
    WithdrawalRecord.objects.filter(pk=record.pk).update(hash="0" * 64)
    with pytest.raises(SystemExit):
        call_command("verify_withdrawals")


@pytest.mark.parametrize("received_first", [False, True])
def test_a_scan_dates_the_sending_and_the_news_of_it_the_proof(
    withdraw: Withdraw, shop: Shop, *, received_first: bool
) -> None:
    """Sent on the last but one day, told of two days after the 14 were over."""
    make_order(shop, number="NW-1")
    with time_machine.travel(NOW, tick=False):
        made = withdraw()
        _drain()
    ret = _again(made).ret
    assert ret is not None
    now = NOW + timedelta(days=16)
    scan = Scan(
        number=ret.tracked_parcels.get().number,
        status=TrackingStatus.ACCEPTED,
        code="accepted",
        at=NOW + timedelta(days=13),
    )
    with time_machine.travel(now, tick=False):
        if received_first:
            receive(ret, actor=ANNA)
        before = follow_up(_again(made), now=now).send_back.state
        ingest("generic", [scan], received_at=now)
    after = follow_up(_again(made), now=now)
    late = SendBackState.SENT_LATE if received_first else SendBackState.OVERDUE
    assert (before, after.send_back.state) == (late, SendBackState.SENT)
    assert (after.refund.state, str(after.refund.last_day)) == (
        RefundState.DUE,
        "2026-12-06",
    )
