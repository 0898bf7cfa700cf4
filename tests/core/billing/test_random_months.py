"""Whatever happens: ledger, statement, table and document say the same sum."""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import time_machine

from retour_core.accounts.models import Account
from retour_core.billing.models import LedgerEntry, Plan
from retour_core.billing.operations import (
    add_surcharge,
    charge_label,
    choose_plan,
    credit_label,
    open_plan,
    recharge_label,
    set_prices,
)
from retour_core.billing.plans import today
from retour_core.billing.queries import entries_of, months_of, statement_of
from retour_core.billing.sheets import statement_csv, statement_pdf
from retour_core.brands.models import Brand
from retour_core.domain.money import Money, format_money
from retour_core.labels.models import Label, LabelState
from tests.factories import make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
BEGUN = datetime(2026, 10, 30, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
STEPS = 90


class HalfAYear:
    """Labels made, given back, charged again; surcharges, new prices, other plans."""

    def __init__(self, clock: Any, seed: int) -> None:
        Account.objects.create(name="Nordwand", timezone="Europe/Berlin")
        self.clock, self.chance = clock, random.Random(seed)
        shop = make_shop(make_brand())
        self.brand: Brand = shop.brand
        self.parent = make_return(make_order(shop))
        self.plans: list[Plan] = [
            open_plan(code, name=code, currency=currency)
            for code, currency in (("a", "EUR"), ("b", "EUR"), ("c", "CHF"))
        ]
        self.labels: list[Label] = []

    def step(self, number: int) -> None:
        self.clock.shift(timedelta(hours=self.chance.randrange(110)))
        acts = [self.make, self.make, self.make, self.off, self.again, self.surcharge]
        if number % 6 == 0:
            acts = [self.reprice, self.change]
        self.chance.choice(acts)()

    def make(self) -> None:
        label = Label.objects.create(
            parent=self.parent, parcel=len(self.labels) + 1, state=LabelState.READY
        )
        self.labels.append(label)
        charge_label(label)
        charge_label(label)

    def off(self) -> None:
        if self.labels:
            credit_label(self.chance.choice(self.labels))

    def again(self) -> None:
        if self.labels:
            recharge_label(self.chance.choice(self.labels))

    def surcharge(self) -> None:
        if self.labels:
            money = Money(
                self.chance.randrange(1, 99_999), self.chance.choice(["EUR", "JPY"])
            )
            reference = str(self.chance.randrange(12))
            label = self.chance.choice(self.labels)
            add_surcharge(label, money, reference=reference, note="=over 5 kg")

    def reprice(self) -> None:
        tiers = [(1, self.chance.randrange(90)), (4, self.chance.randrange(60))]
        begins = today() + timedelta(days=self.chance.randrange(1, 9))
        set_prices(self.chance.choice(self.plans), tiers, valid_from=begins)

    def change(self) -> None:
        begins = self.chance.choice([None, today() + timedelta(days=3)])
        choose_plan(self.brand.pk, self.chance.choice(self.plans), valid_from=begins)


def sums(amounts: list[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for currency, minor in amounts:
        found[currency] += minor
    return found


def document_of(brand: Brand, month: str) -> str:
    made = pypdfium2.PdfDocument(statement_pdf(statement_of(brand, month), locale="en"))
    text = " ".join(page.get_textpage().get_text_bounded() for page in made)
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("seed", range(4))
def test_every_month_adds_up_to_the_same_everywhere(seed: int) -> None:
    with time_machine.travel(BEGUN, tick=False) as clock:
        year = HalfAYear(clock, seed)
        for number in range(STEPS):
            year.step(number)
    brand, months = year.brand, months_of(year.brand)

    for month in months:
        entries = list(entries_of(brand, month))
        ledger = sums([(one.currency, one.amount_minor) for one in entries])
        rows = list(csv.DictReader(statement_csv(iter(entries)).splitlines()))
        told = [
            (row["currency"], Money.from_decimal(row["amount"], row["currency"]).minor)
            for row in rows
        ]
        statement, text = statement_of(brand, month), document_of(brand, month)
        assert statement.totals == ledger == sums(told)
        for currency, minor in ledger.items():
            shown = format_money(Money(minor, currency), "en").replace("\xa0", " ")
            assert f"Total {shown}" in text
        numbers = [one.nth for one in entries if one.kind == "label"]
        assert numbers == [*range(1, len(numbers) + 1)]
        assert {one.at.astimezone(BERLIN).strftime("%Y-%m") for one in entries} == {
            month
        }

    assert len(months) > 4
    every = LedgerEntry.objects.count()
    assert every == sum(len(list(entries_of(brand, month))) for month in months)
    for label in year.labels:
        kinds = Counter(label.ledger.values_list("kind", flat=True))
        assert kinds["label"] == 1
        assert kinds["credit"] - kinds["recharge"] in (0, 1)
