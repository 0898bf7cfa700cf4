"""A gift slip's units are there once, whoever comes first; and so is a whole slip."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from retour_core.orders.gift_slips import (
    GiftLineUnknown,
    GiftSlipGone,
    give_gift_slip,
    revoke_gift_slip,
)
from retour_core.orders.models import GiftSlip, Order
from retour_core.orders.slips import SLIP_LIFETIME
from retour_core.returns.drafts import (
    LineUnknown,
    Selection,
    choose_lines,
    choose_method,
    give_reasons,
    start_draft,
)
from retour_core.returns.gifts import Recipient
from retour_core.returns.models import Return
from retour_core.returns.operations import submit
from retour_core.returns.units import QuantityNotAvailable
from tests.factories import NOW, line_data, make_brand, make_order, make_shop

TABS = 6
ONE_WRITER = "SQLite has one writer; a test's database in memory even one user"


def order_of(*ids: str) -> Order:
    lines = [line_data(one) for one in ids]
    return make_order(make_shop(make_brand()), lines=lines)


def draft_of(slip: GiftSlip, quantity: int) -> Return:
    recipient = Recipient("Otto", "otto@example.org", slip, {"country": "DE"})
    draft = start_draft(slip.order, locale="en", gift_of=recipient)
    choose_lines(draft, [Selection("1", quantity)])
    give_reasons(draft, {one.pk: ("too_small", "") for one in draft.lines.all()})
    choose_method(draft, "drop_off_point", now=NOW)
    return draft


@pytest.mark.django_db
def test_the_second_return_of_the_last_unit_is_refused() -> None:
    order = order_of("1")
    slip = give_gift_slip(order, by="anna", now=NOW)
    first, second = draft_of(slip, order.lines.get().ordered), draft_of(slip, 1)
    submit(first, now=NOW)
    with pytest.raises(QuantityNotAvailable):
        submit(second, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_several_returns_at_once_one_gets_the_last_units() -> None:
    if connection.vendor == "sqlite":
        pytest.skip(ONE_WRITER)
    order = order_of("1")
    slip = give_gift_slip(order, by="anna", now=NOW)
    drafts = [draft_of(slip, order.lines.get().ordered) for _tab in range(TABS)]
    start = Barrier(TABS)

    def send(draft: Return) -> str:
        start.wait(30)
        try:
            return "sent" if submit(draft, now=NOW) else ""
        except QuantityNotAvailable as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(TABS) as tabs:
        answers = Counter(tabs.map(send, drafts))
    assert answers == {"sent": 1, "quantity_not_available": TABS - 1}


@pytest.mark.django_db(transaction=True)
def test_asked_for_at_once_the_whole_order_has_one_slip() -> None:
    if connection.vendor == "sqlite":
        pytest.skip(ONE_WRITER)
    order = order_of("1")
    start = Barrier(TABS)

    def give(_tab: int) -> str:
        start.wait(30)
        try:
            return give_gift_slip(order, by="anna", now=NOW).code
        finally:
            connection.close()

    with ThreadPoolExecutor(TABS) as tabs:
        assert len(set(tabs.map(give, range(TABS)))) == 1


@pytest.mark.django_db
def test_the_database_keeps_a_second_whole_slip_out() -> None:
    slip = give_gift_slip(order_of("1"), by="anna", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        GiftSlip.objects.create(
            order=slip.order, is_whole=True, created_by="eve", created_at=NOW
        )


@pytest.mark.django_db
def test_all_lines_are_the_whole_order_and_the_same_lines_the_same_slip() -> None:
    order = order_of("1", "2")
    whole = give_gift_slip(order, by="anna", now=NOW)
    assert give_gift_slip(order, by="bo", now=NOW, line_ids=["2", "1"]) == whole
    part = give_gift_slip(order, by="anna", now=NOW, line_ids=["2", "2"])
    assert give_gift_slip(order, by="bo", now=NOW, line_ids=["2"]) == part != whole
    with pytest.raises(GiftLineUnknown):
        give_gift_slip(order, by="anna", now=NOW, line_ids=["3"])


@pytest.mark.django_db
def test_an_expired_or_revoked_slip_makes_room_for_a_new_one() -> None:
    order = order_of("1")
    first = give_gift_slip(order, by="anna", now=NOW)
    second = give_gift_slip(order, by="anna", now=NOW + SLIP_LIFETIME)
    revoke_gift_slip(second, now=NOW)
    third = give_gift_slip(order, by="anna", now=NOW)
    assert len({first.code, second.code, third.code}) == 3


@pytest.mark.django_db
def test_other_items_of_the_order_and_a_revoked_slip_are_refused() -> None:
    order = order_of("1", "2")
    slip = give_gift_slip(order, by="anna", now=NOW, line_ids=["1"])
    draft = draft_of(slip, 1)
    with pytest.raises(LineUnknown):
        choose_lines(draft, [Selection("2", 1)])
    revoke_gift_slip(slip, now=NOW)
    with pytest.raises(GiftSlipGone):
        choose_lines(draft, [Selection("1", 1)])
    with pytest.raises(GiftSlipGone):
        submit(draft, now=NOW)
