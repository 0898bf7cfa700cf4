"""Postal number ranges (UPU S10): kept by account, and drawn from without gaps."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from retour_core.accounts.models import Account
from retour_core.carriers.errors import SettingsInvalid
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.number_models import DrawnNumber, NumberRange
from retour_core.domain.errors import DomainError
from retour_core.domain.identifiers import s10
from retour_core.outbox.operations import put


class RangeUsedUp(DomainError):
    """All numbers of this range are printed: enter the next range at the carrier."""

    code = "number_range_used_up"


@dataclass(frozen=True)
class Wanted:
    """``first`` and ``last`` serial are both included."""

    indicator: str
    country: str
    first: int
    last: int


def keep_range(account: CarrierAccount, wanted: Wanted | None) -> None:
    """Let a saved account draw from that range, or from none.

    A range may grow and shrink behind what is drawn; another one takes its place, and
    what was drawn stays taken. Raises ``SettingsInvalid`` where another account has
    some of its numbers, or some of them are printed already.
    """
    # One after the other, so that two new ranges cannot both find the numbers free.
    Account.objects.select_for_update().first()
    mine = NumberRange.objects.select_for_update().filter(account=account).first()
    if wanted is None:
        NumberRange.objects.filter(account=account).update(account=None)
        return
    _check_free(account, mine, wanted)
    if mine is not None and _is_same(mine, wanted):
        if wanted.last + 1 < mine.next:
            raise SettingsInvalid(fields={"last_serial": "numbers_printed"})
        mine.last = wanted.last
        mine.save(update_fields=["last"])
        return
    NumberRange.objects.filter(account=account).update(account=None)
    NumberRange.objects.create(
        account=account,
        indicator=wanted.indicator,
        country=wanted.country,
        first=wanted.first,
        last=wanted.last,
        next=wanted.first,
    )


@transaction.atomic
def draw(wanted: Wanted, reference: str) -> str:
    """The next number, or the one drawn for the same label before. The merchant is told
    when few are left.

    Raises ``RangeUsedUp``, and ``NumberRange.DoesNotExist`` for a range that is kept
    for no account.
    """
    row = NumberRange.objects.select_for_update().get(
        account__isnull=False,
        indicator=wanted.indicator,
        country=wanted.country,
        first=wanted.first,
    )
    before = DrawnNumber.objects.filter(reference=reference).first()
    if before is not None:
        return str(before.number)
    if not row.left:
        raise RangeUsedUp(f"All {row.size} numbers of {row} are printed.")
    number = s10(row.indicator, row.next, row.country)
    DrawnNumber.objects.create(
        range=row, reference=reference, serial=row.next, number=number
    )
    row.next += 1
    row.save(update_fields=["next"])
    if row.is_low:
        # One mail a range, and another one should it run out again after it grew.
        key = f"number-range-low-{row.pk}-{row.last}"
        put("number_range_low", {"range_id": row.pk}, dedupe_key=key)
    return number


def _is_same(row: NumberRange, wanted: Wanted) -> bool:
    return (row.indicator, row.country, row.first) == (
        wanted.indicator,
        wanted.country,
        wanted.first,
    )


def _check_free(
    account: CarrierAccount, mine: NumberRange | None, wanted: Wanted
) -> None:
    alike = NumberRange.objects.filter(
        indicator=wanted.indicator, country=wanted.country
    )
    others = alike.exclude(account=account).filter(account__isnull=False)
    if others.filter(first__lte=wanted.last, last__gte=wanted.first).exists():
        raise SettingsInvalid(fields={"first_serial": "numbers_of_another"})
    printed = DrawnNumber.objects.filter(
        range__in=alike, serial__range=(wanted.first, wanted.last)
    )
    if mine is not None and _is_same(mine, wanted):
        printed = printed.exclude(range=mine)
    if printed.exists():
        raise SettingsInvalid(fields={"first_serial": "numbers_printed"})
