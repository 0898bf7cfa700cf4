"""Would this return be taken? Everything that is wrong with it, and nothing written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from retour_core.brands.queries import default_return_address
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import unit_shares
from retour_core.domain.policies import Decision
from retour_core.orders.models import Order
from retour_core.policies.deciding import Decided
from retour_core.returns.asking import (
    ask,
    check_answers,
    check_items,
    check_order,
    check_together,
)
from retour_core.returns.choices import RequestKind
from retour_core.returns.drafts import Selection
from retour_core.returns.foreseeing import foreseen
from retour_core.returns.methods import methods_for
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.price_asking import told_price
from retour_core.returns.reasons import Given, ReasonCheck
from retour_core.returns.refusals import MethodNotOffered, NoReturnAddress
from retour_core.returns.table_price import priced
from retour_core.returns.terms import resolution_of
from retour_core.returns.units import check_available


@dataclass(frozen=True)
class Validated:
    """``lines`` are not saved; ``worth`` is what their units were paid with, in minor
    units by order line."""

    asked: Decided
    lines: list[ReturnLine]
    worth: dict[int, int]
    methods: list[ReturnMethod]
    problems: list[DomainError]


def validate_return(
    order: Order,
    selections: Sequence[Selection],
    *,
    now: datetime,
    method: str = "",
    kind: RequestKind = RequestKind.RETURN,
) -> Validated:
    """The decision about ``selections`` and why ``create_return`` would refuse them.

    Raises what makes a question about them impossible: ``LineUnknown``, ``LineTwice``
    or ``QuantityInvalid``. Eleven queries at most, however many lines, and four where
    a table or the carrier says what the customer pays; the carrier may be asked, so
    never to be called inside a transaction.
    """
    draft, lines = foreseen(order, selections, method=method, kind=kind)
    asked = ask(draft, lines, now=now)
    draft.asked_price = told_price(draft, lines, asked, now=now)
    asked = replace(asked, decision=priced(draft, lines, asked, now=now))
    methods = methods_for(draft, asked.decision)
    return Validated(
        asked=asked,
        lines=lines,
        worth={line.order_line_id: _worth(line) for line in lines},
        methods=methods,
        problems=[
            *_problems_of_lines(asked.decision, draft, lines),
            *_problems_of_whole(asked.decision, draft, methods),
        ],
    )


def _problems_of_lines(
    decision: Decision, draft: Return, lines: Sequence[ReturnLine]
) -> Iterator[DomainError]:
    check = ReasonCheck(draft)
    for line in lines:
        given = Given(line.reason, answers=line.answers)
        yield from _refused(check.read, line.order_line, given)
        item = decision.item(line.order_line.external_id)
        yield from _refused(check_available, line.order_line, line.quantity)
        yield from _refused(check_items, decision, [line.order_line])
        yield from _refused(check_answers, decision, [line])
        yield from _refused(resolution_of, line, item, decision)


def _problems_of_whole(
    decision: Decision, draft: Return, methods: Sequence[ReturnMethod]
) -> Iterator[DomainError]:
    yield from _refused(check_order, draft.order)
    yield from _refused(check_together, decision)
    travels = any(item.travels for item in decision.items)
    if travels and draft.method and draft.method not in methods:
        yield MethodNotOffered()
    if default_return_address(draft.order.brand_id) is None:
        yield NoReturnAddress()


def _refused(check: Callable[..., object], *given: object) -> list[DomainError]:
    try:
        check(*given)
    except DomainError as error:
        return [error]
    return []


def _worth(line: ReturnLine) -> int:
    bought = line.order_line
    units = unit_shares(bought.total_incl_minor, bought.ordered)
    first = bought.refunded_elsewhere + bought.net_returned
    return sum(units[first : first + line.quantity])
