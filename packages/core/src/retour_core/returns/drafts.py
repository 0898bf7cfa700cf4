"""A return while the customer is still choosing; it holds no units yet."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from retour_core.brands.languages import spoken
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import METHODS_WITH_LABEL, ReturnMethod
from retour_core.domain.policies import Resolution
from retour_core.domain.rma import new_rma_number
from retour_core.domain.states import ReturnState
from retour_core.orders.models import Order, OrderLine
from retour_core.returns.asking import ask, check_items, check_together
from retour_core.returns.choices import RequestKind
from retour_core.returns.draft_rows import rows_for
from retour_core.returns.exchanges import ExchangeInvalid, Wish, check_wish
from retour_core.returns.gifts import Recipient, covered_by
from retour_core.returns.methods import methods_for
from retour_core.returns.models import Return
from retour_core.returns.reasons import Given, ReasonCheck, ReasonMissing
from retour_core.returns.refusals import MethodNotOffered, check_parcels
from retour_core.returns.reserved import take_reserved
from retour_core.returns.transition import lock_return
from retour_core.returns.units import check_available

# A private link to a draft opens it for this long (the portal checks it too).
DRAFT_LIFETIME = timedelta(hours=24)


class DraftClosed(DomainError):
    """This return has been submitted already and cannot be changed any more."""

    code = "draft_closed"


class NothingChosen(DomainError):
    """Choose at least one item to return."""

    code = "nothing_chosen"


class LineUnknown(DomainError):
    """This item does not belong to the order."""

    code = "line_unknown"


class LineTwice(DomainError):
    """Name each item once for each resolution and put its whole quantity there."""

    code = "line_twice"


class QuantityInvalid(DomainError):
    """A quantity must be a whole number of at least 1."""

    code = "quantity_invalid"


class KindNotOffered(DomainError):
    """A withdrawal is declared by the withdrawal function, not chosen here."""

    code = "kind_not_offered"


@dataclass(frozen=True)
class Selection:
    """One line chosen; ``line_id`` is the shop's own id of the order line.

    ``reason`` is a key of the brand's list, "" for not yet; ``answers`` are by the
    question's key, as in ``returns.reasons.Given``. No ``resolution`` means the refund,
    or the first one offered where no refund is; several of one line need different
    ones. ``exchange`` is what is wanted instead; without it, the same product.
    """

    line_id: str
    quantity: int
    reason: str = ""
    comment: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    resolution: Resolution | None = None
    exchange: Wish | None = None


@transaction.atomic
def start_draft(
    order: Order,
    *,
    locale: str,
    kind: RequestKind = RequestKind.RETURN,
    gift_of: Recipient | None = None,
) -> Return:
    """A draft for ``order`` with its own private link; any number may exist.

    Where a label for it lay in the parcel, it is the draft of that label.

    With ``gift_of`` it is of a present and theirs, not the buyer's. A ``locale`` nobody
    knows (shops send what they have) or the brand does not speak becomes the brand's.
    """
    known = spoken(order.brand, locale)
    if gift_of is None:
        reserved = take_reserved(order, locale=known, kind=kind, now=timezone.now())
        if reserved is not None:
            return reserved
    return Return.objects.create(
        rma_number=new_rma_number(secrets.randbits),
        order=order,
        brand_id=order.brand_id,
        kind=kind,
        locale=known,
        email=gift_of.email if gift_of else order.email,
        is_gift=gift_of is not None,
        gift_slip=gift_of.slip if gift_of else None,
        sender=gift_of.sender(order) if gift_of else dict(order.shipping_address),
    )


@transaction.atomic
def choose_lines(ret: Return, selections: Sequence[Selection]) -> Return:
    """Replace what the draft sends back.

    Raises ``NothingChosen``, ``LineUnknown``, ``LineTwice``, ``QuantityInvalid``,
    ``QuantityNotAvailable`` (what is left now; submitting checks again), what
    ``ReasonCheck.read`` raises, ``ExchangeInvalid`` or ``DraftClosed``; by a gift slip
    ``LineUnknown`` for what it does not cover, and ``GiftSlipGone``. Reasons,
    answers and photos already given for a line are kept; those of a line that is no
    longer chosen go with it.
    """
    draft = _open_draft(ret)
    if not selections:
        raise NothingChosen
    lines = lines_of(draft.order, selections, of=covered_by(draft.gift_slip))
    asked: Counter[int] = Counter()
    for selection, line in zip(selections, lines, strict=True):
        asked[line.pk] += selection.quantity
        check_available(line, asked[line.pk])
    check = ReasonCheck(draft)
    wanted = [
        (line, selection.resolution or Resolution.REFUND)
        for selection, line in zip(selections, lines, strict=True)
    ]
    for row, selection in zip(rows_for(draft, wanted), selections, strict=True):
        row.quantity = selection.quantity
        if selection.reason:
            given = Given(selection.reason, selection.comment, selection.answers)
            row.reason, row.answers = given.reason, check.read(row.order_line, given)
        row.comment = selection.comment or row.comment
        row.resolution = selection.resolution or row.resolution
        row.exchange = _exchange(selection, draft.order) or row.exchange
        row.save()
    return draft


@transaction.atomic
def choose_resolutions(
    ret: Return, chosen: Mapping[int, tuple[Resolution, Wish | None]]
) -> None:
    """Resolution and, for an exchange, the wish by primary key of the return line;
    lines left out stay as they are. Raises ``ExchangeInvalid``, ``DraftClosed``."""
    draft = _open_draft(ret)
    for line in draft.lines.filter(pk__in=list(chosen)):
        line.resolution, wish = chosen[line.pk]
        is_exchange = line.resolution == Resolution.EXCHANGE
        line.exchange = _dump(wish, draft.order) if wish and is_exchange else {}
        line.save(update_fields=["resolution", "exchange"])


@transaction.atomic
def choose_kind(ret: Return, kind: RequestKind) -> Return:
    """Make the draft a return or a claim; what was chosen for the other kind goes.

    Raises ``DraftClosed``, ``KindNotOffered``.
    """
    draft = _open_draft(ret)
    if RequestKind.WITHDRAWAL in (kind, draft.kind):
        raise KindNotOffered
    if draft.kind != kind:
        draft.lines.all().delete()
        draft.kind, draft.method = kind, ""
        draft.save(update_fields=["kind", "method", "updated_at"])
    return draft


@transaction.atomic
def give_reasons(
    ret: Return,
    reasons: Mapping[int, Given | tuple[str, str]],
    *,
    now: datetime | None = None,
) -> None:
    """What is given by primary key of the return line; every line needs a reason.

    With ``now`` an item that is not taken back for its reason is refused at once
    (``NotReturnable``, ``WindowClosed``, ``TravelsApart``); submitting asks again.
    Raises ``ReasonMissing``, what ``ReasonCheck.read`` raises, or ``DraftClosed``.
    """
    draft = _open_draft(ret)
    check = ReasonCheck(draft)
    lines = list(draft.lines.select_related("order_line"))
    for line in lines:
        given = Given(*reasons.get(line.pk, ("", "")))
        if not given.reason:
            raise ReasonMissing
        line.answers = check.read(line.order_line, given)
        line.reason, line.comment = given.reason, given.comment
        line.save(update_fields=["reason", "comment", "answers"])
    if now is not None and draft.kind != RequestKind.WITHDRAWAL:
        decision = ask(draft, lines, now=now).decision
        check_items(decision, [line.order_line for line in lines])
        check_together(decision)


@transaction.atomic
def choose_method(ret: Return, method: str, *, now: datetime, parcels: int = 1) -> None:
    """``parcels`` counts where the way back has labels of ours.

    Raises ``MethodNotOffered`` for a way back these items cannot take, or
    ``TooManyParcels``.
    """
    draft = _open_draft(ret)
    lines = draft.lines.select_related("order_line")
    asked = ask(draft, lines, now=now)
    if method not in methods_for(draft, asked.decision):
        raise MethodNotOffered
    draft.method = ReturnMethod(method)
    draft.parcels = parcels if draft.method in METHODS_WITH_LABEL else 1
    check_parcels(draft.parcels, asked.policy)
    draft.save(update_fields=["method", "parcels", "updated_at"])


def _open_draft(ret: Return) -> Return:
    draft = lock_return(ret.pk)
    if draft.current_state is not ReturnState.DRAFT:
        raise DraftClosed
    return draft


def lines_of(
    order: Order, selections: Sequence[Selection], *, of: Collection[int] | None = None
) -> list[OrderLine]:
    """The order lines meant, one for each selection, whatever is left of them; with
    ``of`` only those with these keys are known.

    Raises ``LineUnknown``, ``LineTwice`` or ``QuantityInvalid``.
    """
    lines = (line for line in order.lines.all() if of is None or line.pk in of)
    known = {line.external_id: line for line in lines}
    seen: set[tuple[str, Resolution]] = set()
    found: list[OrderLine] = []
    for selection in selections:
        line = known.get(selection.line_id)
        if line is None:
            raise LineUnknown(line_id=selection.line_id)
        key = (selection.line_id, selection.resolution or Resolution.REFUND)
        if key in seen:
            raise LineTwice(line_id=selection.line_id, item=line.title)
        if type(selection.quantity) is not int or selection.quantity < 1:
            raise QuantityInvalid(line_id=selection.line_id, item=line.title)
        seen.add(key)
        found.append(line)
    return found


def _exchange(selection: Selection, order: Order) -> dict[str, Any]:
    wish = selection.exchange
    if wish is None:
        return {}
    if selection.resolution is not Resolution.EXCHANGE:
        raise ExchangeInvalid(
            "Only an exchange says what is wanted instead: ask for that resolution.",
            field="exchange",
            line_id=selection.line_id,
        )
    return _dump(wish, order)


def _dump(wish: Wish, order: Order) -> dict[str, Any]:
    check_wish(wish, order.currency)
    return wish.dump()
