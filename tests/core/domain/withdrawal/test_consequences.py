"""Flags, clocks and costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from retour_core.domain.money import CurrencyMismatch, Money
from retour_core.domain.windows import (
    OrderDates,
    Parcel,
    Place,
    TermsInvalid,
    window,
)
from retour_core.domain.withdrawal import (
    PATTERNS,
    ContractKind,
    Course,
    FeeNotAllowed,
    FlagKind,
    Known,
    KnownLine,
    Payer,
    RefundState,
    Release,
    SendBackState,
    Statement,
    StatementLine,
    assess,
    check_no_other_fees,
    refund_duty,
    return_fee,
    send_back_duty,
    statutory_terms,
    who_pays_return,
)

BERLIN = ZoneInfo("Europe/Berlin")
SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


ORDERED = at("2026-11-02T10:00:00+01:00")
# Delivered on Saturday 7 November: the last day, 21 November, rolls over to the 23rd.
ARRIVED = Parcel(delivered_at=at("2026-11-07T10:00:00+01:00"))
SENT = Parcel(shipped_at=at("2026-11-02T10:00:00+01:00"))
STATEMENT = Statement(name="Zoë", contract="10042", email="zoe@example.com")
LAMP = KnownLine("1", "Lamp")
SOAP = KnownLine("2", "Soap", exempt_letter="e")
MUG = KnownLine("3", "Mug with name", exempt_letter="c")
PART = replace(STATEMENT, is_partial=True)


def known(parcel: Parcel | None = ARRIVED, **changes: Any) -> Known:
    dates = OrderDates(ORDERED, (parcel,) if parcel else ())
    place = changes.get("place", Place("DE"))
    facts: dict[str, Any] = {
        "order_found": True,
        "place": place,
        "window": window(dates, statutory_terms(), place),
    }
    return Known(**{**facts, **changes})


EARLY = "2026-11-10T12:00:00+01:00"
AFTER = "2026-11-24T00:00:00+01:00"
FLAGS: list[tuple[str, Statement, Known, str, list[FlagKind]]] = [
    ("in time: no flag", STATEMENT, known(), EARLY, []),
    ("on the rolled-over Sunday", STATEMENT, known(), "2026-11-22T23:00:00+01:00", []),
    ("in the last second", STATEMENT, known(), "2026-11-23T23:59:59.999+01:00", []),
    ("a second later", STATEMENT, known(), AFTER, [FlagKind.LATE]),
    (
        "late by a reckoned delivery",
        STATEMENT,
        known(SENT),
        AFTER,
        [FlagKind.POSSIBLY_LATE],
    ),
    (
        "not shipped is never late",
        STATEMENT,
        known(None, is_shipped=False),
        "2027-11-10T12:00:00+01:00",
        [FlagKind.UNSHIPPED],
    ),
    (
        "no order found: nothing else can be judged",
        STATEMENT,
        known(order_found=False, is_shipped=False),
        AFTER,
        [FlagKind.UNKNOWN_ORDER],
    ),
    (
        "a consumer in Switzerland",
        STATEMENT,
        known(place=Place("CH")),
        EARLY,
        [FlagKind.NOT_STATUTORY],
    ),
    (
        "an unknown country is not held against the consumer",
        STATEMENT,
        known(order_found=False, place=Place("")),
        EARLY,
        [FlagKind.UNKNOWN_ORDER],
    ),
    (
        "the whole order with two exempt items",
        STATEMENT,
        known(lines=(LAMP, SOAP, MUG)),
        EARLY,
        [FlagKind.EXEMPT, FlagKind.EXEMPT],
    ),
    (
        "a part without the exempt items",
        replace(PART, lines=(StatementLine("Lamp", 1, "1"),)),
        known(lines=(LAMP, SOAP, MUG)),
        EARLY,
        [],
    ),
    (
        "a part with one of them",
        replace(PART, lines=(StatementLine("Soap", 1, "2"),)),
        known(lines=(LAMP, SOAP, MUG)),
        EARLY,
        [FlagKind.EXEMPT],
    ),
    (
        "a letter that does not exist exempts nothing",
        STATEMENT,
        known(lines=(KnownLine("1", "Lamp", "z"),)),
        EARLY,
        [],
    ),
    (
        "late, abroad and exempt at once",
        STATEMENT,
        known(place=Place("GB"), lines=(MUG,)),
        AFTER.replace("+01:00", "+00:00"),
        [FlagKind.NOT_STATUTORY, FlagKind.LATE, FlagKind.EXEMPT],
    ),
]


@pytest.mark.parametrize(
    ("statement", "facts", "moment", "kinds"),
    [case[1:] for case in FLAGS],
    ids=[case[0] for case in FLAGS],
)
def test_a_statement_is_flagged_and_never_refused(
    statement: Statement, facts: Known, moment: str, kinds: list[FlagKind]
) -> None:
    flags = assess(statement, facts, at=at(moment))

    assert [flag.kind for flag in flags] == kinds
    for flag in flags:
        assert "{" not in PATTERNS[flag.kind].format(**flag.params)


def test_a_flag_is_read_as_a_sentence() -> None:
    flag = assess(STATEMENT, known(lines=(MUG,)), at=at(EARLY))[0]

    assert PATTERNS[flag.kind].format(**flag.params) == (
        "“Mug with name” seems to be exempt, art. 16(c): made to the consumer's"
        " specifications or personalised (at_sale)."
    )


def test_the_law_s_days_cannot_be_shortened() -> None:
    with pytest.raises(TermsInvalid):
        statutory_terms(days=13)
    assert statutory_terms(days=30).days == 30


def test_a_service_counts_from_the_contract() -> None:
    terms = statutory_terms(kind=ContractKind.SERVICE)

    found = window(OrderDates(ORDERED), terms, Place("DE"))

    assert (found.anchor_day, found.is_estimate) == (date(2026, 11, 2), False)


def test_goods_not_sent_have_begun_no_period() -> None:
    found = window(OrderDates(ORDERED), statutory_terms(), Place("DE"))

    assert (found.has_begun, found.is_open(at("2030-01-01T00:00:00+00:00"))) == (
        False,
        True,
    )


def test_a_merchant_that_did_not_inform_has_twelve_months_more() -> None:
    terms = statutory_terms(informed=False)

    found = window(OrderDates(ORDERED, (ARRIVED,)), terms, Place("DE"))

    assert found.last_day == date(2027, 11, 23)


SUBMITTED = at("2026-11-10T23:30:00+01:00")
COURSE = Course(submitted_at=SUBMITTED, zone=BERLIN)
# sentence, course, now, state, last day, release
REFUNDS: list[tuple[str, Course, str, RefundState, str | None, Release | None]] = [
    (
        "nothing came back: withheld",
        COURSE,
        "2026-11-20T12:00:00+01:00",
        RefundState.WITHHELD,
        None,
        None,
    ),
    (
        "still withheld long after the 14 days",
        COURSE,
        "2027-03-01T12:00:00+01:00",
        RefundState.WITHHELD,
        None,
        None,
    ),
    (
        "not shipped: 14 days from the statement",
        replace(COURSE, shipped=False),
        "2026-11-24T23:59:59+01:00",
        RefundState.DUE,
        "2026-11-24",
        Release.NO_RIGHT,
    ),
    (
        "not shipped: overdue with the next day",
        replace(COURSE, shipped=False),
        "2026-11-25T00:00:00+01:00",
        RefundState.OVERDUE,
        "2026-11-24",
        Release.NO_RIGHT,
    ),
    (
        "a merchant that collects may not withhold",
        replace(COURSE, collected_by_trader=True),
        "2026-11-20T12:00:00+01:00",
        RefundState.DUE,
        "2026-11-24",
        Release.NO_RIGHT,
    ),
    (
        "received early: still the 14 days",
        replace(COURSE, received_at=at("2026-11-14T09:00:00+01:00")),
        "2026-11-20T12:00:00+01:00",
        RefundState.DUE,
        "2026-11-24",
        Release.GOODS_RECEIVED,
    ),
    (
        "a carrier's first scan is proof enough",
        replace(COURSE, proof_at=at("2026-11-13T09:00:00+01:00")),
        "2026-11-20T12:00:00+01:00",
        RefundState.DUE,
        "2026-11-24",
        Release.PROOF_OF_SENDING,
    ),
    (
        "of proof and receipt the earlier one counts",
        replace(
            COURSE,
            proof_at=at("2026-11-26T09:00:00+01:00"),
            received_at=at("2026-11-30T09:00:00+01:00"),
        ),
        "2026-12-01T12:00:00+01:00",
        RefundState.OVERDUE,
        "2026-11-26",
        Release.PROOF_OF_SENDING,
    ),
    (
        "received after the 14 days: due that day",
        replace(COURSE, received_at=at("2026-12-01T09:00:00+01:00")),
        "2026-12-01T18:00:00+01:00",
        RefundState.DUE,
        "2026-12-01",
        Release.GOODS_RECEIVED,
    ),
    (
        "what is known only later does not count yet",
        replace(COURSE, received_at=at("2026-12-01T09:00:00+01:00")),
        "2026-11-30T12:00:00+01:00",
        RefundState.WITHHELD,
        None,
        None,
    ),
    (
        "paid back",
        replace(
            COURSE,
            received_at=at("2026-11-14T09:00:00+01:00"),
            refunded_at=at("2026-11-15T09:00:00+01:00"),
        ),
        "2027-11-20T12:00:00+01:00",
        RefundState.DONE,
        "2026-11-24",
        Release.GOODS_RECEIVED,
    ),
    (
        "paid back without waiting for the goods",
        replace(COURSE, refunded_at=at("2026-11-15T09:00:00+01:00")),
        "2026-11-20T12:00:00+01:00",
        RefundState.DONE,
        None,
        None,
    ),
    (
        "the day of the statement is the one in the consumer's zone",
        replace(COURSE, shipped=False, zone=ZoneInfo("Europe/Helsinki")),
        "2026-11-20T12:00:00+01:00",
        RefundState.DUE,
        "2026-11-25",
        Release.NO_RIGHT,
    ),
]


@pytest.mark.parametrize(
    ("course", "now", "state", "last_day", "release"),
    [case[1:] for case in REFUNDS],
    ids=[case[0] for case in REFUNDS],
)
def test_the_refund_clock(
    course: Course,
    now: str,
    state: RefundState,
    last_day: str | None,
    release: Release | None,
) -> None:
    duty = refund_duty(course, at=at(now))

    expected = date.fromisoformat(last_day) if last_day else None
    assert (duty.state, duty.last_day, duty.release) == (state, expected, release)


def test_reminders_come_before_the_last_day_and_stop_with_the_refund() -> None:
    unshipped = replace(COURSE, shipped=False)
    now = at("2026-11-12T12:00:00+01:00")
    done = replace(unshipped, refunded_at=now)

    assert refund_duty(unshipped, at=now).reminders((0, 5, 2, 2)) == (
        date(2026, 11, 19),
        date(2026, 11, 22),
        date(2026, 11, 24),
    )
    assert refund_duty(done, at=now).reminders((5, 2, 0)) == ()
    assert refund_duty(COURSE, at=now).reminders((5, 2, 0)) == ()


# The 14th day after Tuesday 10 November is Tuesday 24 November.
SENDING: list[tuple[str, Course, str, SendBackState]] = [
    (
        "open to the last second",
        COURSE,
        "2026-11-24T23:59:59+01:00",
        SendBackState.OPEN,
    ),
    ("then overdue", COURSE, "2026-11-25T00:00:00+01:00", SendBackState.OVERDUE),
    (
        "sent on the last day, received later",
        replace(COURSE, sent_at=at("2026-11-24T23:59:59+01:00")),
        "2026-12-01T12:00:00+01:00",
        SendBackState.SENT,
    ),
    (
        "sent a second too late",
        replace(COURSE, sent_at=at("2026-11-25T00:00:00+01:00")),
        "2026-12-01T12:00:00+01:00",
        SendBackState.SENT_LATE,
    ),
    (
        "received without a scan",
        replace(COURSE, received_at=at("2026-11-20T12:00:00+01:00")),
        "2026-12-01T12:00:00+01:00",
        SendBackState.SENT,
    ),
    (
        "nothing to send back",
        replace(COURSE, shipped=False),
        "2026-12-01T12:00:00+01:00",
        SendBackState.NOT_NEEDED,
    ),
    (
        "the merchant collects",
        replace(COURSE, collected_by_trader=True),
        "2026-12-01T12:00:00+01:00",
        SendBackState.NOT_NEEDED,
    ),
]


@pytest.mark.parametrize(
    ("course", "now", "state"),
    [case[1:] for case in SENDING],
    ids=[case[0] for case in SENDING],
)
def test_the_clock_of_sending_back(
    course: Course, now: str, state: SendBackState
) -> None:
    assert send_back_duty(course, at=at(now)).state == state


def test_sending_back_rolls_over_days_of_rest() -> None:
    course = replace(COURSE, submitted_at=at("2026-11-07T12:00:00+01:00"))

    duty = send_back_duty(
        course,
        at=SUBMITTED,
        holidays=lambda day: "fair" if day == date(2026, 11, 23) else None,
    )

    assert duty.last_day == date(2026, 11, 24)
    assert duty.due_at == at("2026-11-25T00:00:00+01:00")


@pytest.mark.parametrize(
    ("facts", "payer"),
    [
        pytest.param(
            {"informed_of_cost": True}, Payer.CUSTOMER, id="informed: the customer"
        ),
        pytest.param(
            {"informed_of_cost": False}, Payer.MERCHANT, id="no record of informing"
        ),
        pytest.param(
            {"informed_of_cost": True, "merchant_bears": True},
            Payer.MERCHANT,
            id="the merchant agreed to bear it",
        ),
    ],
)
def test_who_pays_the_way_back(facts: dict[str, bool], payer: Payer) -> None:
    assert who_pays_return(**facts) == payer


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.mark.parametrize(
    ("payer", "cost", "asked", "fee"),
    [
        pytest.param(Payer.CUSTOMER, 590, 400, 400, id="less than the cost"),
        pytest.param(Payer.CUSTOMER, 590, 590, 590, id="the direct cost"),
        pytest.param(Payer.CUSTOMER, 590, 990, 590, id="never more than the cost"),
        pytest.param(Payer.CUSTOMER, 0, 990, 0, id="no cost, no fee"),
        pytest.param(Payer.MERCHANT, 590, 590, 0, id="the merchant pays"),
    ],
)
def test_what_may_be_kept_for_the_way_back(
    payer: Payer, cost: int, asked: int, fee: int
) -> None:
    found = return_fee(payer=payer, direct_cost=eur(cost), asked=eur(asked))

    assert found == eur(fee)


def test_a_fee_below_zero_or_in_another_currency_is_refused() -> None:
    with pytest.raises(FeeNotAllowed):
        return_fee(payer=Payer.CUSTOMER, direct_cost=eur(590), asked=eur(-1))
    with pytest.raises(CurrencyMismatch):
        return_fee(payer=Payer.CUSTOMER, direct_cost=eur(590), asked=Money(1, "SEK"))


def test_a_restocking_fee_is_impossible() -> None:
    check_no_other_fees(eur(0))
    with pytest.raises(FeeNotAllowed):
        check_no_other_fees(eur(0), eur(1))
