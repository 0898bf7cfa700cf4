"""Making, finding and revoking the slips that let a present's recipient return it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from retour_core.domain.errors import DomainError
from retour_core.domain.gift_codes import normalise_gift_code
from retour_core.orders.locks import lock_order
from retour_core.orders.models import GiftSlip, Order

if TYPE_CHECKING:
    from retour_core.brands.models import Brand


class GiftLineUnknown(DomainError):
    """A gift slip is for lines of its own order that the shop did not remove.

    ``context["line_id"]`` is the shop's id of the line.
    """

    code = "gift_line_unknown"


class GiftSlipGone(DomainError):
    """This gift slip was revoked; ask the shop for another."""

    code = "gift_slip_gone"


@transaction.atomic
def give_gift_slip(
    order: Order, *, by: str, now: datetime, line_ids: Collection[str] = ()
) -> GiftSlip:
    """A slip for the lines with these ids of the shop's, or for the whole order.

    Asked for again it is the same one while it is good, so that a repeated call makes
    no second code. All lines of an order are the whole order. Raises
    ``GiftLineUnknown``.
    """
    lock_order(order.pk)
    known = {one.external_id: one for one in order.lines.filter(is_removed=False)}
    for line_id in line_ids:
        if line_id not in known:
            raise GiftLineUnknown(line_id=line_id)
    chosen = [known[line_id] for line_id in dict.fromkeys(line_ids)]
    is_whole = not chosen or len(chosen) == len(known)
    wanted = None if is_whole else frozenset(line.pk for line in chosen)
    present = order.gift_slips.filter(revoked_at=None).prefetch_related("lines")
    for slip in present:
        if slip.covered() != wanted:
            continue
        if now < slip.expires_at:
            return slip
        revoke_gift_slip(slip, now=now)
    slip = GiftSlip.objects.create(
        order=order, is_whole=is_whole, created_by=by, created_at=now
    )
    if not is_whole:
        slip.lines.set(chosen)
    return slip


@transaction.atomic
def revoke_gift_slip(slip: GiftSlip, *, now: datetime) -> None:
    """From now on it opens nothing; again changes nothing. Behind the order's lock, so
    that no return is sent with it meanwhile."""
    lock_order(slip.order_id)
    GiftSlip.objects.filter(pk=slip.pk, revoked_at=None).update(revoked_at=now)


def find_gift_slip(brand: Brand, code: str) -> GiftSlip | None:
    """The brand's good slip with this code, however it was typed, and its order.

    Another brand's, a revoked, an expired and an invented one are the same answer. One
    query, also for what cannot be a code.
    """
    slip = (
        GiftSlip.objects.filter(
            order__brand=brand, code=normalise_gift_code(code) or "-", revoked_at=None
        )
        .select_related("order__brand", "order__shop")
        .first()
    )
    return slip if slip is not None and slip.is_good else None


def gives_gift_slips(brand: Brand) -> bool:
    """Whether the brand ever made one. One query."""
    return GiftSlip.objects.filter(order__brand=brand).exists()


def check_gift_slip(slip: GiftSlip | None) -> None:
    """Raises ``GiftSlipGone`` for one that was revoked since it began a draft.

    One that has only expired meanwhile still sends what it began.
    """
    if slip is not None and slip.revoked_at is not None:
        raise GiftSlipGone
