"""Writing the ledger: in the transaction of what is charged or credited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from retour_core.billing.models import BrandPlan, LedgerEntry, Plan, PlanPrices
from retour_core.billing.plans import day_of, own_plan, plan_in, prices_on, today
from retour_core.domain.errors import DomainError
from retour_core.domain.label_prices import EntryKind, PriceList, Tier
from retour_core.domain.money import Money
from retour_core.labels.models import Label
from retour_core.orders.models import Order
from retour_core.orders.samples import without_samples
from retour_core.tracking.models import TrackedParcel


class SurchargeInvalid(DomainError):
    """A carrier's surcharge is a sum above zero, under the carrier's own reference."""

    code = "surcharge_invalid"


class PricesBegun(DomainError):
    """Prices are changed from a day to come, so that nobody is charged by surprise; a
    plan is changed from today on at the earliest."""

    code = "prices_begun"


class PlanKnown(DomainError):
    """Another plan has this short name."""

    code = "plan_known"


def lock_ledger(brand_id: int) -> BrandPlan:
    """Nobody else writes the brand's entries until the transaction ends."""
    BrandPlan.objects.get_or_create(brand_id=brand_id)
    return BrandPlan.objects.select_for_update(of=("self",)).get(brand_id=brand_id)


@transaction.atomic
def charge_label(label: Label) -> LedgerEntry:
    """Charge a label that was made; again, it answers with the same entry.

    The price is its plan's for this label of this month; a label of a test order costs
    nothing and does not count.
    """
    billing = lock_ledger(label.parent.brand_id)
    known = LedgerEntry.objects.filter(label=label, kind=EntryKind.LABEL).first()
    if known is not None:
        return known
    # One moment says it all: at midnight the month and its numbers begin together.
    now, is_test = timezone.now(), _is_test(label)
    day = day_of(now)
    plan = plan_in(billing, day)
    nth = None if is_test else _charged(billing.brand_id, f"{day:%Y-%m}") + 1
    price = 0 if nth is None else prices_on(plan, day).price_of(nth)
    return _write(label, EntryKind.LABEL, price, plan, at=now, nth=nth, is_test=is_test)


@transaction.atomic
def credit_label(label: Label) -> LedgerEntry | None:
    """Give back what a label cost that was cancelled unused; again, it answers with
    the same entry.

    ``None`` where it was never charged, or was handed in: a carrier's first scan is
    the use of it. The credit is in the month in which it is given.
    """
    charge, times = _charge_of(label)
    if times.credits > times.recharges:
        given = LedgerEntry.objects.filter(label=label, kind=EntryKind.CREDIT)
        return given.latest("pk")
    if charge is None or _was_used(label):
        return None
    return _again(charge, EntryKind.CREDIT, times.credits)


@transaction.atomic
def recharge_label(label: Label) -> LedgerEntry | None:
    """Charge again what was given back for a label that was used, or that its carrier
    did not take back. ``None`` where nothing was given back, or it is charged again."""
    charge, times = _charge_of(label)
    if charge is None or times.credits == times.recharges:
        return None
    return _again(charge, EntryKind.RECHARGE, times.recharges)


@transaction.atomic
def add_surcharge(
    label: Label, money: Money, *, reference: str, note: str, invoice: str = ""
) -> LedgerEntry:
    """Pass on what a carrier charged on top, such as for weight, in its currency.

    The same ``reference`` again answers with the same entry; ``note`` says what it is
    for. Raises ``SurchargeInvalid``.
    """
    if money.minor <= 0 or not reference:
        raise SurchargeInvalid
    billing = lock_ledger(label.parent.brand_id)
    known = LedgerEntry.objects.filter(
        label=label, kind=EntryKind.SURCHARGE, reference=reference
    ).first()
    if known is not None:
        return known
    return _write(
        label,
        EntryKind.SURCHARGE,
        money.minor,
        plan_in(billing, today()),
        currency=money.currency,
        reference=reference,
        note=note[: LedgerEntry.NOTE_LENGTH],
        invoice=invoice,
    )


@transaction.atomic
def set_prices(
    plan: Plan, tiers: Sequence[tuple[int, int]], *, valid_from: date
) -> PlanPrices:
    """Prices from a day to come on, in minor units of the plan's currency.

    They take the place of others from that same day, which nobody was charged yet.

    Raises ``PricesInvalid`` or ``PricesBegun``.
    """
    PriceList(tuple(Tier(start, minor) for start, minor in tiers))
    if valid_from <= today():
        raise PricesBegun
    prices, _created = PlanPrices.objects.update_or_create(
        plan=plan, valid_from=valid_from, defaults={"tiers": [list(t) for t in tiers]}
    )
    return prices


@transaction.atomic
def open_plan(code: str, *, name: str, currency: str) -> Plan:
    """A new plan, free until it has prices; ``code`` and currency are for good.

    Raises ``PlanKnown``.
    """
    plan, is_new = Plan.objects.get_or_create(
        code=code, defaults={"name": name, "currency": currency}
    )
    if not is_new:
        raise PlanKnown
    return plan


@transaction.atomic
def choose_plan(brand_id: int, plan: Plan, *, valid_from: date | None = None) -> None:
    """Labels charged from that day on, else from now on, cost what this plan says.

    It takes the place of a change that was to come. Raises ``PricesBegun`` for a day
    that is over.
    """
    billing, day = lock_ledger(brand_id), today()
    if valid_from is not None and valid_from < day:
        raise PricesBegun
    if valid_from is None or valid_from == day:
        billing.plan, billing.next_plan, billing.next_from = plan, None, None
    else:
        billing.plan = own_plan(billing, day)
        billing.next_plan, billing.next_from = plan, valid_from
    billing.save(update_fields=["plan", "next_plan", "next_from"])


class _Times(NamedTuple):
    """There is at most one credit more than there are recharges."""

    credits: int
    recharges: int


def _charge_of(label: Label) -> tuple[LedgerEntry | None, _Times]:
    """Behind the ledger's lock."""
    lock_ledger(label.parent.brand_id)
    entries = list(LedgerEntry.objects.filter(label=label))
    charges = [entry for entry in entries if entry.kind == EntryKind.LABEL]
    kinds = [entry.kind for entry in entries]
    times = _Times(kinds.count(EntryKind.CREDIT), kinds.count(EntryKind.RECHARGE))
    return (charges[0] if charges else None), times


def _again(charge: LedgerEntry, kind: EntryKind, before: int) -> LedgerEntry:
    sign = -1 if kind is EntryKind.CREDIT else 1
    return _write(
        charge.label,
        kind,
        sign * charge.amount_minor,
        charge.plan,
        currency=charge.currency,
        reference=str(before + 1) if before else "",
        is_test=charge.is_test,
    )


def _charged(brand_id: int, month: str) -> int:
    """How many labels of the month count: the last one's number, as counting them
    would take longer with each."""
    rows = LedgerEntry.objects.filter(
        brand_id=brand_id, month=month, kind=EntryKind.LABEL, nth__isnull=False
    )
    last: int | None = rows.aggregate(last=Max("nth"))["last"]
    return last or 0


def _write(
    label: Label,
    kind: EntryKind,
    amount_minor: int,
    plan: Plan,
    *,
    at: datetime | None = None,
    **more: Any,
) -> LedgerEntry:
    now = at or timezone.now()
    return LedgerEntry.objects.create(
        brand_id=label.parent.brand_id,
        label=label,
        kind=kind,
        amount_minor=amount_minor,
        plan=plan,
        month=f"{day_of(now):%Y-%m}",
        at=now,
        **{"currency": plan.currency, **more},
    )


def _is_test(label: Label) -> bool:
    orders = Order.objects.filter(pk=label.parent.order_id)
    return not without_samples(orders).exists()


def _was_used(label: Label) -> bool:
    parcels = TrackedParcel.objects.filter(label=label, sent_at__isnull=False)
    return bool(parcels.exists())
