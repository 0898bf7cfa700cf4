"""May these items be returned, and how? The brand's policy and rules are asked.

Each check raises a ``DomainError`` that names the item in its context.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from retour_core.brands.models import Brand
from retour_core.domain.policies import (
    Cause,
    Decision,
    ItemDecision,
    NoteCode,
    RequestKind,
    Slot,
    pick_text,
)
from retour_core.orders.models import Order, OrderLine, OrderStatus
from retour_core.policies.deciding import Decided, decide_for
from retour_core.policies.facts import Chosen
from retour_core.returns.actors import Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.gifts import as_gift, sent_from
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.refusals import (
    AnswersMissing,
    NotReturnable,
    NotShippedYet,
    OrderCancelled,
    PhotosMissing,
    TravelsApart,
    WindowClosed,
)
from retour_core.threads.queries import missing_photos


def ask(ret: Return, lines: Iterable[ReturnLine], *, now: datetime) -> Decided:
    """What holds for the lines of a return (with ``order_line``), under its brand.

    The queries of ``decide_for`` and one for the reasons.
    """
    chosen: dict[int, Chosen] = {}
    for line in lines:
        before = chosen.get(line.order_line_id)
        if before is not None:
            # Several resolutions of one line are one question: the first reason counts.
            units = before.quantity + line.quantity
            chosen[line.order_line_id] = replace(before, quantity=units)
            continue
        chosen[line.order_line_id] = Chosen(
            line.order_line, line.quantity, line.reason, _our_fault(ret, line)
        )
    kind = RequestKind(ret.kind)
    asked = list(chosen.values())
    decided = decide_for(
        ret.order, kind, asked, now=now, brand=ret.brand, sent_from=sent_from(ret)
    )
    return as_gift(decided) if ret.is_gift else decided


def ask_all(
    order: Order,
    kind: RequestKind,
    lines: Iterable[OrderLine],
    *,
    now: datetime,
    brand: Brand | None = None,
    sent_from: str = "",
) -> Decided:
    """The same while nothing is chosen yet: each line with all that is left of it."""
    chosen = [Chosen(line, max(line.returnable, 1)) for line in lines]
    return decide_for(order, kind, chosen, now=now, brand=brand, sent_from=sent_from)


def check_order(order: Order) -> None:
    """Raises ``OrderCancelled`` or ``NotShippedYet``; load ``order.brand`` before."""
    if order.status == OrderStatus.CANCELLED:
        raise OrderCancelled
    if not order.has_shipment and not order.brand.allow_unshipped_returns:
        raise NotShippedYet


def check_items(decision: Decision, lines: Iterable[OrderLine]) -> None:
    """Raises ``WindowClosed`` or ``NotReturnable`` for the first item refused."""
    for line in lines:
        item = decision.item(line.external_id)
        if not item.returnable:
            raise refusal_of_item(item, line)


def check_any(decision: Decision, lines: Sequence[OrderLine]) -> None:
    """Raises where none of the lines can be returned: for all of them if their time
    ended on one day, else what is said of the first."""
    items = [decision.item(line.external_id) for line in lines]
    if not items or any(item.returnable for item in items):
        return
    causes = {item.cause_of(Slot.RETURNABLE).cause for item in items}
    last_days = {item.window.last_day for item in items}
    if causes == {Cause.WINDOW} and len(last_days) == 1:
        raise _closed("this order", items[0])
    check_items(decision, lines)


def refusal_of_item(
    item: ItemDecision, line: OrderLine
) -> WindowClosed | NotReturnable:
    known = {"line_id": line.external_id, "item": line.title}
    if item.cause_of(Slot.RETURNABLE).cause is Cause.WINDOW:
        return _closed(f"“{line.title}”", item, **known)
    reason = pick_text(item.refusal, "en")
    return NotReturnable(
        f"“{line.title}” cannot be returned: {reason}",
        **known,
        reasons=dict(item.refusal),
    )


def _closed(what: str, decided: ItemDecision, **known: str) -> WindowClosed:
    last_day, ends_at = decided.window.last_day, decided.window.ends_at
    return WindowClosed(
        f"The time to return {what} ended on {last_day}.",
        **known,
        last_day=last_day and last_day.isoformat(),
        ended_at=ends_at and ends_at.isoformat(),
    )


def check_together(decision: Decision) -> None:
    """Raises ``TravelsApart`` where no one parcel can take all items."""
    if any(note.code is NoteCode.APART for note in decision.whole.notes):
        raise TravelsApart


def check_answers(decision: Decision, lines: Iterable[ReturnLine]) -> None:
    """Raises ``AnswersMissing`` with the keys of the first item's open questions."""
    for line in lines:
        if missing := open_questions(decision, line):
            title = line.order_line.title
            raise AnswersMissing(
                f"Answer the questions about “{title}”: {', '.join(missing)}.",
                line_id=line.order_line.external_id,
                item=title,
                questions=missing,
            )


def open_questions(decision: Decision, line: ReturnLine) -> list[str]:
    """The keys of what is asked about the line and not answered yet."""
    item = decision.item(line.order_line.external_id)
    return [
        key
        for key in item.require_answers
        if not str(line.answers.get(key, "")).strip()
    ]


def check_photos(
    decision: Decision, ret: Return, lines: Sequence[ReturnLine], *, actor: Actor
) -> None:
    """Raises ``PhotosMissing`` for the first item that needs one and has none.

    Only customers are asked: a shop's program and staff have none to give.
    """
    if actor.kind != ActorKind.CUSTOMER:
        return
    wanted = [line for line in lines if needs_photo(decision, ret, line)]
    without = missing_photos(ret, [line.pk for line in wanted]) if wanted else []
    for line in wanted:
        if line.pk in without:
            title = line.order_line.title
            raise PhotosMissing(
                f"Add a photo of “{title}”.",
                line_id=line.order_line.external_id,
                item=title,
            )


def needs_photo(decision: Decision, ret: Return, line: ReturnLine) -> bool:
    """Whether the policy, a rule or the reason asks for a photo; no withdrawal does."""
    if decision.kind is RequestKind.WITHDRAWAL:
        return False
    reason = ret.reasons.get(line.reason)
    by_reason = reason is not None and reason.photo_required
    return by_reason or decision.item(line.order_line.external_id).require_photo


def _our_fault(ret: Return, line: ReturnLine) -> bool | None:
    """None while no reason is given."""
    if not line.reason:
        return None
    reason = ret.reasons.get(line.reason)
    return reason is not None and reason.our_fault
