from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from oscar.core.loading import get_class, get_model

from retour_shop.errors import RetourError
from retour_shop.platforms.oscar.models import BookedRefund
from retour_shop.platforms.oscar.refunds import book_refund, poll_refunds, refund_booked
from retour_shop.testing import Trouble
from tests.shop_plugin import orders, wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid() -> Any:
    """Two jackets at 100.00 and shipping of 4.90, all paid."""
    order = orders.place()
    orders.pay(order)
    return order


def _refund(order: Any, amount: str = "100.00", quantity: int = 1) -> Any:
    return wire.refund(order, order.lines.get(), amount=amount, quantity=quantity)


def _ask(retour: Any, refund: Any) -> Any:
    retour.refunds[refund.id] = refund
    return refund


def test_a_settled_refund_is_booked_and_reported(
    worker: Any, retour: Any, paid: Any
) -> None:
    refund = _ask(retour, _refund(paid))

    report = worker.run_once()

    event = paid.payment_events.get()
    assert report.refunds == 1
    assert (event.event_type.name, event.amount) == ("Refunded", Decimal("100.00"))
    assert [entry.quantity for entry in event.line_quantities.all()] == [1]
    assert paid.sources.get().amount_refunded == Decimal("100.00")
    assert paid.notes.get().message == (
        "Retour refunded 100.00 EUR for R-1: 1 x Jacket."
    )
    assert retour.refunds[refund.id].state == "success"
    assert retour.reports[0][1].reference == f"payment-event-{event.pk}"
    assert BookedRefund.objects.get().reported_at is not None


def test_units_booked_for_retour_are_not_told_as_the_shops_own(
    worker: Any, retour: Any, paid: Any
) -> None:
    orders.refunded(paid, paid.lines.get(), 1)
    _ask(retour, _refund(paid, "90.00"))
    worker.run_once()

    worker.run_once()

    assert retour.orders[str(paid.pk)].lines[0].refunded_quantity == 1


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(reset=True),
        Trouble(reset=True, taken=True),
        Trouble(status=500),
        Trouble(truncate=True),
    ],
    ids=str,
)
def test_a_report_that_goes_wrong_is_repeated_and_the_booking_is_not(
    worker: Any, retour: Any, paid: Any, trouble: Trouble
) -> None:
    worker.run_once()
    refund = _ask(retour, _refund(paid))
    pages = Trouble()
    retour.troubles.extend([pages, trouble])

    client = worker._client
    with pytest.raises(RetourError):
        poll_refunds(client)
    poll_refunds(client)

    assert BookedRefund.objects.count() == 1
    assert paid.payment_events.count() == 1
    assert paid.sources.get().amount_refunded == Decimal("100.00")
    assert retour.refunds[refund.id].state == "success"
    assert len({key for _, _, key in retour.reports}) == 1


def test_a_crash_inside_the_booking_leaves_nothing_of_it(
    retour: Any, paid: Any, monkeypatch: Any
) -> None:
    refund = _refund(paid)
    source = get_model("payment", "Source")
    refund_source = source.refund

    def crash(*args: Any, **kwargs: Any) -> None:
        refund_source(*args, **kwargs)
        raise SystemExit

    monkeypatch.setattr(source, "refund", crash)
    with pytest.raises(SystemExit):
        book_refund(refund)
    monkeypatch.undo()

    assert (BookedRefund.objects.count(), paid.payment_events.count()) == (0, 0)
    assert book_refund(refund).outcome == "success"
    assert paid.sources.get().amount_refunded == Decimal("100.00")


@pytest.mark.parametrize(
    ("amount", "quantity", "message"),
    [
        (
            "300.00",
            1,
            "Only 204.90 EUR of this order can still be refunded, not 300.00 EUR.",
        ),
        ("100.00", 3, "The selected quantity for line #{line} is too large"),
    ],
)
def test_a_refund_the_shop_cannot_book_is_reported_as_failed(
    worker: Any, retour: Any, paid: Any, amount: str, quantity: int, message: str
) -> None:
    refund = _ask(retour, _refund(paid, amount, quantity))

    worker.run_once()

    [(_, result, _)] = retour.reports
    assert result.outcome == "failure"
    assert result.message == message.format(line=paid.lines.get().pk)
    assert retour.refunds[refund.id].state == "failure"
    assert paid.payment_events.count() == 0
    assert paid.sources.get().amount_refunded == 0


def test_a_refund_in_another_currency_or_of_no_order_is_refused(paid: Any) -> None:
    other = _refund(paid).model_copy(update={"currency": "CHF"})
    unknown = _refund(paid).model_copy(update={"order_id": "99999", "id": "x"})
    nonsense = _refund(paid).model_copy(update={"order_id": "gid://1", "id": "y"})

    assert book_refund(other).message == "The order is in EUR, the refund in CHF."
    assert book_refund(unknown).outcome == "failure"
    assert book_refund(nonsense).outcome == "failure"


def test_a_gift_card_and_a_card_share_a_refund() -> None:
    order = orders.place()
    card = orders.pay(order, "50.00")
    rest = orders.pay(order, "154.90")

    book_refund(_refund(order, "120.00"))

    card.refresh_from_db()
    rest.refresh_from_db()
    assert (card.amount_refunded, rest.amount_refunded) == (
        Decimal("50.00"),
        Decimal("70.00"),
    )


@pytest.mark.parametrize(
    ("payouts", "given"),
    [
        (("70.00", "50.00"), ("70.00", "50.00")),
        (("20.00", "100.00"), ("20.00", "100.00")),
        # Less than the whole, or more than a source holds: the rest from the oldest.
        (("0.00", "20.00"), ("100.00", "20.00")),
        (("120.00", "0.00"), ("100.00", "20.00")),
    ],
)
def test_each_source_gives_back_what_retour_names(
    payouts: tuple[str, str], given: tuple[str, str]
) -> None:
    order = orders.place()
    card = orders.pay(order, "100.00")
    gift = orders.pay(order, "104.90", by="Gift card")
    named = ((str(card.pk), payouts[0]), (str(gift.pk), payouts[1]))
    line = order.lines.get()

    booked = book_refund(wire.refund(order, line, amount="120.00", payouts=named))

    card.refresh_from_db()
    gift.refresh_from_db()
    assert booked.outcome == "success"
    assert (card.amount_refunded, gift.amount_refunded) == tuple(map(Decimal, given))
    assert [t.amount for t in gift.transactions.all()] == [Decimal(given[1])]


def test_a_source_that_is_gone_leaves_its_part_to_the_others() -> None:
    order = orders.place()
    card = orders.pay(order)
    named = (("99999", "60.00"), (str(card.pk), "40.00"))
    line = order.lines.get()

    booked = book_refund(wire.refund(order, line, amount="100.00", payouts=named))

    card.refresh_from_db()
    assert (booked.outcome, card.amount_refunded) == ("success", Decimal("100.00"))


def test_a_crash_between_two_sources_leaves_neither_refunded(monkeypatch: Any) -> None:
    order = orders.place()
    sources = [orders.pay(order, "100.00"), orders.pay(order, "104.90", by="Gift card")]
    named = tuple((str(source.pk), "60.00") for source in sources)
    refund = wire.refund(order, order.lines.get(), amount="120.00", payouts=named)
    source = get_model("payment", "Source")
    refund_source = source.refund

    def crash(self: Any, *args: Any, **kwargs: Any) -> None:
        if self.pk == sources[1].pk:
            raise SystemExit
        refund_source(self, *args, **kwargs)

    monkeypatch.setattr(source, "refund", crash)
    with pytest.raises(SystemExit):
        book_refund(refund)
    monkeypatch.undo()
    before = [s.amount_refunded for s in order.sources.order_by("pk")]
    book_refund(refund)

    after = [s.amount_refunded for s in order.sources.order_by("pk")]
    assert (before, after) == ([0, 0], [60, 60])


def test_a_shop_without_payment_sources_still_books_the_event() -> None:
    order = orders.place()

    assert book_refund(_refund(order)).outcome == "success"
    assert order.payment_events.get().amount == Decimal("100.00")


def test_a_shop_is_told_of_each_booking_once(paid: Any) -> None:
    heard: list[str] = []

    def listen(booked: BookedRefund, **kwargs: Any) -> None:
        heard.append(booked.rma_number)

    refund_booked.connect(listen)
    book_refund(_refund(paid))
    book_refund(_refund(paid))
    refund_booked.disconnect(listen)

    assert heard == ["R-1"]


@pytest.mark.parametrize("trouble", [RuntimeError, SystemExit])
def test_a_listener_that_fails_or_a_crash_is_told_again_before_retour_hears(
    worker: Any, retour: Any, paid: Any, trouble: type[BaseException]
) -> None:
    refund = _ask(retour, _refund(paid))
    heard: list[str] = []

    def pay_out(booked: BookedRefund, **kwargs: Any) -> None:
        heard.append(booked.retour_id)
        if len(heard) == 1:
            raise trouble

    refund_booked.connect(pay_out)
    try:
        with suppress(SystemExit):
            poll_refunds(worker._client)
        before = retour.refunds[refund.id].state
        BookedRefund.objects.update(telling_until=None)  # as if the lease were over
        polls = [poll_refunds(worker._client) for _ in range(2)]
    finally:
        refund_booked.disconnect(pay_out)

    assert (before, polls) == ("pending", [1, 0])
    assert heard == [refund.id, refund.id]
    assert retour.refunds[refund.id].state == "success"
    assert paid.sources.get().amount_refunded == Decimal("100.00")


def test_nobody_else_tells_while_a_worker_does(paid: Any) -> None:
    refund = _refund(paid)
    heard: list[str] = []

    def ask_again(booked: BookedRefund, **kwargs: Any) -> None:
        heard.append(booked.retour_id)
        assert not book_refund(refund).is_told

    refund_booked.connect(ask_again)
    booked = book_refund(refund)
    refund_booked.disconnect(ask_again)

    assert (heard, booked.is_told) == ([refund.id], True)


def test_a_refund_that_breaks_the_shops_code_holds_no_other_back(
    worker: Any, retour: Any, paid: Any, monkeypatch: Any
) -> None:
    worker.run_once()
    broken = _ask(retour, _refund(paid))
    good = _ask(retour, _refund(paid, amount="50.00", quantity=0))
    handler = get_class("order.processing", "EventHandler")
    handle = handler.handle_payment_event

    def stumble(
        self: Any, order: Any, kind: Any, amount: Any, *more: Any, **k: Any
    ) -> Any:
        if amount == Decimal("100.00"):
            raise ValueError("no such gateway")
        return handle(self, order, kind, amount, *more, **k)

    monkeypatch.setattr(handler, "handle_payment_event", stumble)

    assert poll_refunds(worker._client) == 1
    assert retour.refunds[broken.id].state == "pending"
    assert retour.refunds[good.id].state == "success"
    assert BookedRefund.objects.get().retour_id == good.id


@pytest.mark.django_db(transaction=True)
def test_two_workers_book_a_refund_once() -> None:
    order = orders.place()
    orders.pay(order)
    refund = _refund(order)
    both = Barrier(3)
    booked: list[int] = []

    def book() -> None:
        both.wait()
        booked.append(book_refund(refund).pk)
        connections.close_all()

    threads = [Thread(target=book) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(booked) == 3
    assert len(set(booked)) == 1
    assert order.payment_events.count() == 1
    assert order.sources.get().amount_refunded == Decimal("100.00")
