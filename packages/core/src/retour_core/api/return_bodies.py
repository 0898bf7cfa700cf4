"""Bodies about returns, as what the operations take.

The shop names its own order lines; a return may hold several lines of one of them.
"""

from __future__ import annotations

from retour_core.api.problems import ApiProblem
from retour_core.api.schemas import ExchangeIn, ReceiveIn, ReturnIn, SendBackIn
from retour_core.domain.errors import DomainError
from retour_core.domain.money import Money
from retour_core.returns.drafts import LineTwice, LineUnknown, Selection
from retour_core.returns.exchanges import Wish
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.receiving import Received


def selections_of(body: ReturnIn, currency: str) -> list[Selection]:
    """Raises what ``Money.from_decimal`` raises for a price of an exchange."""
    return [
        Selection(
            line.line_id,
            line.quantity,
            line.reason,
            line.comment,
            answers=line.answers,
            resolution=line.resolution,
            exchange=_wish(line.exchange, currency) if line.exchange else None,
        )
        for line in body.lines
    ]


def counted_of(ret: Return, body: ReceiveIn) -> dict[int, Received] | None:
    """By the return lines' primary keys; units fill the lines in their sequence.

    Raises ``LineUnknown``, ``LineTwice``.
    """
    if body.lines is None:
        return None
    by_id = _by_id(ret)
    counted: dict[int, Received] = {}
    for told in body.lines:
        lines = by_id.get(told.line_id)
        if lines is None:
            raise LineUnknown(line_id=told.line_id)
        if lines[0].pk in counted:
            raise LineTwice(line_id=told.line_id)
        good, not_good = told.good, told.not_good
        for line in lines:
            # What is too much stays with the last, where it is refused.
            room = good + not_good if line is lines[-1] else line.missing
            fine = min(good, room)
            poor = min(not_good, room - fine)
            counted[line.pk] = Received(fine, poor)
            good, not_good = good - fine, not_good - poor
    return counted


def sent_back_of(ret: Return, body: SendBackIn) -> dict[int, int]:
    """By the return lines' primary keys. Raises ``LineUnknown``, ``LineTwice``."""
    by_id = _by_id(ret)
    counts: dict[int, int] = {}
    for told in body.lines:
        lines = by_id.get(told.line_id)
        if lines is None:
            raise LineUnknown(line_id=told.line_id)
        if lines[0].pk in counts:
            raise LineTwice(line_id=told.line_id)
        left = told.quantity
        for line in lines:
            most = line.received_not_good - line.sent_back
            part = left if line is lines[-1] else min(left, most)
            counts[line.pk] = part
            left -= part
    return counts


def _by_id(ret: Return) -> dict[str, list[ReturnLine]]:
    found: dict[str, list[ReturnLine]] = {}
    for line in sorted(ret.lines.all(), key=lambda line: line.pk):
        found.setdefault(line.order_line.external_id, []).append(line)
    return found


def _wish(told: ExchangeIn, currency: str) -> Wish:
    price = told.unit_price
    return Wish(
        sku=told.sku,
        title=told.title,
        variant=told.variant,
        unit_price=None if price is None else Money.from_decimal(price, currency),
    )


def problem_at_line(body: ReturnIn, error: DomainError) -> ApiProblem:
    """The refusal of a reason or an answer, with the pointer to its field."""
    context = error.context
    lines = [line.line_id for line in body.lines]
    pointer = f"/lines/{lines.index(context['line_id'])}/"
    pointer += f"answers/{context['question']}" if "question" in context else "reason"
    message = error.message
    if "reasons" in context:
        message += f" There are: {', '.join(context['reasons'])}."
    where = {"pointer": pointer, "in": "body", "code": error.code, "message": message}
    return ApiProblem(422, error.code, message, **context, errors=[where])
