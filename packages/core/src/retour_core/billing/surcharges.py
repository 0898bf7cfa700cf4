"""What carriers charge on top of labels: found by parcel, checked, booked once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from retour_core.billing.models import LedgerEntry
from retour_core.billing.operations import add_surcharge, lock_ledger
from retour_core.domain.currencies import is_currency
from retour_core.domain.label_prices import EntryKind
from retour_core.domain.money import InvalidAmount, Money
from retour_core.domain.rma import normalise_rma_number
from retour_core.domain.tracking_numbers import normalise_tracking_number
from retour_core.labels.models import Label, LabelState

INVOICE_LENGTH = 60
_MADE = (LabelState.READY, LabelState.VOID, LabelState.CANCELLED)
# Minor units: nothing on top of a label costs more, and a mistyped sum is seen.
_MOST = 100_000_000


@dataclass(frozen=True)
class SurchargeRow:
    """As it was written; ``parcel`` is a tracking number or the return's number."""

    number: int
    parcel: str
    amount: str
    currency: str
    what_for: str


@dataclass(frozen=True)
class RowProblem:
    """``column`` is a field of ``SurchargeRow``; ``reason`` a code: “parcel_missing”,
    “parcel_unknown”, “parcel_ambiguous”, “amount”, “currency”, “what_for_missing”,
    “what_for_long” or “other_amount” (the same row was booked with another amount)."""

    number: int
    column: str
    reason: str


@dataclass(frozen=True)
class Surcharge:
    """``is_known`` if it is in the ledger already, or in an earlier row."""

    number: int
    label: Label
    money: Money
    what_for: str
    reference: str
    is_known: bool


class SurchargesRefused(Exception):
    """Some rows cannot be booked, so none of them is."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


def check_surcharges(
    brand_id: int, invoice: str, rows: Iterable[SurchargeRow]
) -> list[Surcharge]:
    """What the rows would book, in their order; three queries.

    A row is known again by invoice, parcel and what it is for. Raises
    ``SurchargesRefused`` with every row that is wrong.
    """
    rows = list(rows)
    labels = _labels_of(brand_id, {row.parcel for row in rows})
    booked = _booked({one.pk for found in labels.values() for one in found})
    problems: list[RowProblem] = []
    found: list[Surcharge] = []
    for row in rows:
        checked = _checked(row, invoice, labels[row.parcel], booked)
        if isinstance(checked, Surcharge):
            found.append(checked)
            booked[checked.reference] = checked.money
        else:
            problems.append(RowProblem(row.number, *checked))
    if problems:
        raise SurchargesRefused(problems)
    return found


@transaction.atomic
def book_surcharges(
    brand_id: int, invoice: str, rows: Iterable[SurchargeRow]
) -> list[Surcharge]:
    """Pass them all on, or none: raises as ``check_surcharges``, and answers like it.

    What is known is not booked again.
    """
    lock_ledger(brand_id)
    found = check_surcharges(brand_id, invoice, rows)
    for one in found:
        if not one.is_known:
            add_surcharge(
                one.label,
                one.money,
                reference=one.reference,
                note=one.what_for,
                invoice=invoice,
            )
    return found


def _checked(
    row: SurchargeRow, invoice: str, labels: list[Label], booked: dict[str, Money]
) -> Surcharge | tuple[str, str]:
    """The surcharge, or which column is wrong and why."""
    wrong = _wrong(row, labels)
    if wrong:
        return wrong
    money = Money.from_written(row.amount, row.currency)
    reference = _reference(invoice, labels[0], row.what_for)
    known = booked.get(reference)
    if known not in (None, money):
        return "amount", "other_amount"
    return Surcharge(
        row.number, labels[0], money, row.what_for, reference, known is not None
    )


def _wrong(row: SurchargeRow, labels: list[Label]) -> tuple[str, str] | None:
    if len(labels) != 1:
        reason = "ambiguous" if labels else "unknown" if row.parcel else "missing"
        return "parcel", f"parcel_{reason}"
    if not 0 < len(row.what_for) <= LedgerEntry.NOTE_LENGTH:
        return "what_for", f"what_for_{'long' if row.what_for else 'missing'}"
    if not is_currency(row.currency):
        return "currency", "currency"
    try:
        minor = Money.from_written(row.amount, row.currency).minor
    except InvalidAmount:
        minor = 0
    return None if 0 < minor <= _MOST else ("amount", "amount")


def _reference(invoice: str, label: Label, what_for: str) -> str:
    """The same for the same words, however they are spaced or capitalised."""
    parts = (invoice, str(label.pk), " ".join(what_for.split()))
    key = "\x1f".join(part.casefold() for part in parts)
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _booked(label_ids: Iterable[int]) -> dict[str, Money]:
    """By reference, which says the invoice as well."""
    entries = LedgerEntry.objects.filter(
        kind=EntryKind.SURCHARGE, label_id__in=label_ids
    )
    rows = entries.values_list("reference", "amount_minor", "currency")
    return {reference: Money(minor, currency) for reference, minor, currency in rows}


def _labels_of(brand_id: int, parcels: Iterable[str]) -> dict[str, list[Label]]:
    """By what was written: the labels meant; several, and it is not said which."""
    spellings = {parcel: _spellings(parcel) for parcel in parcels}
    rma_numbers = {parcel: normalise_rma_number(parcel) for parcel in parcels}
    made = Label.objects.filter(parent__brand_id=brand_id, state__in=_MADE)
    made = made.select_related("parent").order_by("pk")
    written = {one for spelt in spellings.values() for one in spelt}
    by_number: dict[str, list[Label]] = {}
    for label in made.filter(tracking_number__in=written):
        by_number.setdefault(label.tracking_number, []).append(label)
    by_return: dict[str, list[Label]] = {}
    asked = {rma for rma in rma_numbers.values() if rma}
    for label in made.filter(parent__rma_number__in=asked):
        by_return.setdefault(label.parent.rma_number, []).append(label)
    return {
        parcel: [label for one in spellings[parcel] for label in by_number.get(one, ())]
        or _in_use(by_return.get(rma_numbers[parcel] or "", []))
        for parcel in parcels
    }


def _spellings(parcel: str) -> set[str]:
    joined = "".join(parcel.split())
    return {parcel, joined, normalise_tracking_number(parcel)} - {""}


def _in_use(labels: list[Label]) -> list[Label]:
    """Of a return's labels the one that was not replaced, if there is one."""
    ready = [label for label in labels if label.state == LabelState.READY]
    return ready or labels
