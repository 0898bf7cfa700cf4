from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from retour_core.accounts.models import Account
from retour_core.billing.models import LedgerEntry, LedgerIsFinal, Plan
from retour_core.billing.operations import (
    PricesBegun,
    SurchargeInvalid,
    add_surcharge,
    charge_label,
    choose_plan,
    credit_label,
    recharge_label,
    set_prices,
)
from retour_core.billing.queries import entries_of, months_of, statement_of
from retour_core.domain.label_prices import (
    Entry,
    EntryKind,
    PriceList,
    PricesInvalid,
    Tier,
    statement,
)
from retour_core.domain.money import Money
from retour_core.labels.models import Label, LabelState
from retour_core.orders.samples import place_sample
from retour_core.tracking.models import TrackedParcel
from tests.factories import (
    make_brand,
    make_draft,
    make_order,
    make_return,
    make_shop,
)

BEFORE = datetime(2026, 10, 20, 12, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 10, 12, tzinfo=UTC)


def make_plan(*tiers: tuple[int, int], currency: str = "EUR") -> Plan:
    plan = Plan.objects.create(code="growth", name="Growth", currency=currency)
    with time_machine.travel(BEFORE, tick=False):
        set_prices(plan, tiers, valid_from=date(2026, 10, 21))
    return plan


def make_label(order: Any = None) -> Label:
    ret = make_return(order)
    return Label.objects.create(parent=ret, state=LabelState.READY)


@pytest.fixture
def growth(db: Any) -> Plan:
    return make_plan((1, 30), (3, 20))


def labels_of(plan: Plan, count: int) -> list[Label]:
    shop = make_shop()
    choose_plan(shop.brand_id, plan)
    return [make_label(make_order(shop, number=f"N-{n}")) for n in range(count)]


@time_machine.travel(NOVEMBER, tick=False)
def test_each_label_of_a_month_costs_its_tier(growth: Plan) -> None:
    labels = labels_of(growth, 4)
    charged = [charge_label(label) for label in labels]
    assert [(entry.nth, entry.amount_minor) for entry in charged] == [
        (1, 30), (2, 30), (3, 20), (4, 20),
    ]  # fmt: skip
    with time_machine.travel(NOVEMBER + timedelta(days=30), tick=False):
        later = charge_label(
            make_label(make_order(labels[0].parent.order.shop, number="D"))
        )
    assert (later.month, later.nth, later.amount_minor) == ("2026-12", 1, 30)


@time_machine.travel(NOVEMBER, tick=False)
def test_a_label_is_charged_once_however_often_it_is_saved(growth: Plan) -> None:
    [label] = labels_of(growth, 1)
    assert charge_label(label) == charge_label(label)
    assert LedgerEntry.objects.count() == 1


@time_machine.travel(datetime(2026, 11, 30, 23, 30, tzinfo=UTC), tick=False)
def test_the_month_is_the_merchants(growth: Plan) -> None:
    Account.objects.create(name="Nordwand", timezone="Europe/Berlin")
    [label] = labels_of(growth, 1)
    assert charge_label(label).month == "2026-12"


@time_machine.travel(NOVEMBER, tick=False)
def test_a_label_cancelled_unused_is_given_back_once(growth: Plan) -> None:
    [label] = labels_of(growth, 1)
    charge_label(label)
    credit = credit_label(label)
    assert credit is not None
    assert credit.amount_minor == -30
    assert credit_label(label) == credit
    assert LedgerEntry.objects.count() == 2


@time_machine.travel(NOVEMBER, tick=False)
def test_a_label_that_was_handed_in_is_not_given_back(growth: Plan) -> None:
    [label] = labels_of(growth, 1)
    charge_label(label)
    TrackedParcel.objects.create(
        parent=label.parent, label=label, number="00123", sent_at=timezone.now(),
        since=timezone.now(),
    )  # fmt: skip
    assert credit_label(label) is None
    assert LedgerEntry.objects.count() == 1


def test_what_was_never_charged_is_not_given_back(growth: Plan) -> None:
    [label] = labels_of(growth, 1)
    assert credit_label(label) is None


@time_machine.travel(NOVEMBER, tick=False)
def test_a_surcharge_is_passed_on_once_by_the_carriers_reference(growth: Plan) -> None:
    [label] = labels_of(growth, 1)
    for _ in range(2):
        add_surcharge(label, Money(145, "EUR"), reference="INV-7/3", note="over 5 kg")
    add_surcharge(label, Money(10, "EUR"), reference="INV-7/4", note="island")
    amounts = LedgerEntry.objects.values_list("amount_minor", flat=True)
    assert sorted(amounts) == [10, 145]
    for minor, reference in ((0, "x"), (-1, "x"), (5, "")):
        with pytest.raises(SurchargeInvalid):
            add_surcharge(label, Money(minor, "EUR"), reference=reference, note="")


@time_machine.travel(NOVEMBER, tick=False)
def test_a_test_orders_label_costs_nothing_and_does_not_count(growth: Plan) -> None:
    shop = make_shop()
    choose_plan(shop.brand_id, growth)
    order = place_sample(shop, email="a@b.example", locale="en", now=NOVEMBER)
    sample = Label.objects.create(parent=make_draft(order), state=LabelState.READY)
    tried = charge_label(sample)
    real = charge_label(make_label(make_order(shop, number="R-1")))
    assert (tried.amount_minor, tried.nth, tried.is_test) == (0, None, True)
    assert (real.amount_minor, real.nth) == (30, 1)
    month = statement_of(shop.brand, "2026-11")
    assert (month.totals, month.free.test_labels) == ({"EUR": 30}, 1)


@pytest.mark.django_db
def test_who_hosts_for_themselves_pays_nothing() -> None:
    assert charge_label(make_label()).amount_minor == 0


@time_machine.travel(NOVEMBER, tick=False)
def test_new_prices_begin_on_a_day_to_come_and_change_no_entry(growth: Plan) -> None:
    first, second = labels_of(growth, 2)
    assert charge_label(first).amount_minor == 30
    with pytest.raises(PricesBegun):
        set_prices(growth, [(1, 99)], valid_from=date(2026, 11, 10))
    set_prices(growth, [(1, 99)], valid_from=date(2026, 11, 11))
    with time_machine.travel(NOVEMBER + timedelta(days=1), tick=False):
        assert charge_label(second).amount_minor == 99
    assert charge_label(first).amount_minor == 30


@pytest.mark.django_db
def test_nothing_in_the_ledger_is_changed_or_deleted() -> None:
    entry = charge_label(make_label())
    for change in (
        entry.save,
        entry.delete,
        LedgerEntry.objects.all().delete,
        lambda: LedgerEntry.objects.update(amount_minor=0),
    ):
        with pytest.raises(LedgerIsFinal):
            change()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "minor"), [("label", -1), ("credit", 1), ("surcharge", 0)]
)
def test_the_database_knows_which_sign_an_entry_has(kind: str, minor: int) -> None:
    entry = charge_label(make_label())
    entry.pk, entry.kind, entry.amount_minor, entry.nth = None, kind, minor, None
    entry.reference = "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()


@time_machine.travel(NOVEMBER, tick=False)
def test_a_statement_adds_up_by_kind_and_price(growth: Plan) -> None:
    labels = labels_of(growth, 4)
    for label in labels:
        charge_label(label)
    credit_label(labels[3])
    add_surcharge(labels[0], Money(145, "EUR"), reference="INV-7/3", note="over 5 kg")
    brand = labels[0].parent.brand
    month = statement_of(brand, "2026-11")
    assert [(line.kind, line.count, line.minor) for _c, line in month.lines] == [
        ("label", 2, 60),
        ("label", 2, 40),
        ("credit", 1, -20),
        ("surcharge", 1, 145),
    ]
    assert month.totals == {"EUR": 225}
    assert months_of(brand) == ["2026-11"]
    assert sum(entry.amount_minor for entry in entries_of(brand, "2026-11")) == 225


@time_machine.travel(NOVEMBER, tick=False)
def test_another_brands_labels_are_not_on_the_statement(growth: Plan) -> None:
    [label] = labels_of(growth, 1)
    charge_label(label)
    other = make_brand("other")
    assert statement_of(other, "2026-11").totals == {}
    assert months_of(other) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(EntryKind), st.integers(-(10**6), 10**6)), max_size=60
    )
)
def test_a_statement_adds_up_to_exactly_its_entries(
    rows: list[tuple[Any, int]],
) -> None:
    entries = [Entry(kind, minor) for kind, minor in rows]
    made = statement(entries)
    assert made.total_minor == sum(entry.minor for entry in entries)
    assert sum(line.count for line in made.lines) == len(entries)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=5), st.integers(1, 400))
def test_every_label_has_the_price_of_the_last_tier_begun(
    prices: list[int], nth: int
) -> None:
    tiers = tuple(Tier(1 + 100 * n, minor) for n, minor in enumerate(prices))
    expected = prices[min((nth - 1) // 100, len(prices) - 1)]
    assert PriceList(tiers).price_of(nth) == expected


@pytest.mark.parametrize(
    "tiers", [(), ((2, 5),), ((1, 5), (1, 4)), ((1, 5), (9, 4), (3, 1)), ((1, -1),)]
)
def test_prices_with_holes_are_refused(tiers: Any) -> None:
    with pytest.raises(PricesInvalid):
        PriceList(tuple(Tier(*tier) for tier in tiers))


def test_charges_and_credits_of_a_label_take_turns(growth: Plan) -> None:
    [label] = labels_of(growth, 1)
    assert (recharge_label(label), credit_label(label)) == (None, None)
    charge_label(label)
    assert recharge_label(label) is None
    for _round in range(2):
        given = credit_label(label)
        assert given == credit_label(label)
        assert recharge_label(label) is not None
        assert recharge_label(label) is None
    rows = LedgerEntry.objects.filter(label=label).order_by("pk")
    assert [(row.kind, row.amount_minor, row.reference) for row in rows] == [
        ("label", 30, ""),
        ("credit", -30, ""),
        ("recharge", 30, ""),
        ("credit", -30, "2"),
        ("recharge", 30, "2"),
    ]
