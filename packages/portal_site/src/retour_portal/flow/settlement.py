"""What a customer reads of how their return is settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from retour_core.domain.states import ReturnState
from retour_core.returns.choices import (
    RefundState,
    ReplacementState,
    ResolutionChoices,
    StoreCreditState,
)
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.part_models import ReplacementItem
from retour_core.returns.parts import Settled, has_failed
from retour_core.returns.refund_models import Refund
from retour_portal.flow.words import StateWords


def resolution_text(line: ReturnLine) -> str:
    """Nothing for a refund: that is what everybody expects."""
    if line.resolution == ResolutionChoices.REFUND:
        return ""
    wish = line.exchange.get("variant") or line.exchange.get("title", "")
    label = str(ResolutionChoices(line.resolution).label)
    return f"{label}: {wish}" if wish else label


def money_lines(lines: Sequence[ReturnLine]) -> list[ReturnLine]:
    """Those that are settled with money alone."""
    return [line for line in lines if line.resolution == ResolutionChoices.REFUND]


@dataclass(frozen=True)
class PartRow:
    """One part of the settlement: what it is and how far; ``code`` is to shop with."""

    title: str
    text: str
    code: str = ""


def part_rows(parts: Settled, money: Callable[[int], str]) -> list[PartRow]:
    """``money`` words minor units, "" where they are not told; what failed is
    being looked into by staff."""
    rows = []
    if parts.credit is not None and not has_failed(parts.credit):
        is_issued = parts.credit.state == StoreCreditState.ISSUED
        rows.append(
            PartRow(
                _credit_title(money(parts.credit.worth_minor)),
                _("Use this code when you shop with us.")
                if is_issued
                else _("Your code is being made."),
                parts.credit.code if is_issued else "",
            )
        )
    rows += [_goods_row(item) for item in parts.replacements if not has_failed(item)]
    return rows


def _credit_title(amount: str) -> str:
    if not amount:
        return _("Store credit")
    return _("Store credit of %(amount)s") % {"amount": amount}


def _goods_row(item: ReplacementItem) -> PartRow:
    names = [f"{item.quantity} × {item.title}", item.variant]
    title = ", ".join(name for name in names if name)
    if item.state == ReplacementState.SENT:
        return PartRow(title, _("Sent to you."))
    return PartRow(title, _("We are getting it ready for you."))


def refund_told(parts: Settled) -> Refund | None:
    """What was decided of money, tried in vain or not, unless something else took the
    place of what failed."""
    refund = parts.refund
    if refund is None or (has_failed(refund) and parts.is_live):
        return None
    return refund


def less_because(ret: Return, refund: Refund | None) -> str:
    """Why less is paid back than computed; of a gift nothing is told of money."""
    return "" if refund is None or ret.is_gift else refund.reason


def words_of(ret: Return, words: StateWords, parts: Settled) -> StateWords:
    """The state's words, where the return is about more than money, or its money did
    not go through."""
    kinds = {line.resolution for line in ret.lines.all()}
    state = ret.current_state
    refund = refund_told(parts)
    if state is ReturnState.INSPECTED and refund is not None and has_failed(refund):
        failed = _("The refund did not go through. We are looking into it.")
        return replace(words, following=failed)
    if kinds <= {ResolutionChoices.REFUND}:
        return _without_money(words) if _gave_nothing(state, refund) else words
    if state is ReturnState.INSPECTED:
        return replace(words, following=_next(kinds))
    if state is ReturnState.SETTLED:
        return replace(words, badge=_("Settled"), following=_done(parts))
    return words


def _gave_nothing(state: ReturnState, refund: Refund | None) -> bool:
    is_settled = state is ReturnState.SETTLED
    return is_settled and refund is not None and not refund.amount_minor


def _without_money(words: StateWords) -> StateWords:
    told = _("No money is paid back for this return.")
    return replace(words, badge=_("Settled"), following=told)


def _next(kinds: set[str]) -> str:
    only = next(iter(kinds)) if len(kinds) == 1 else ""
    return {
        ResolutionChoices.EXCHANGE.value: _(
            "We have received your items. Your exchange comes next."
        ),
        ResolutionChoices.STORE_CREDIT.value: _(
            "We have received your items. Your store credit comes next."
        ),
        ResolutionChoices.REPLACEMENT.value: _(
            "We have received your items. Your replacement comes next."
        ),
    }.get(only, _("We have received your items. What you asked for comes next."))


def _done(parts: Settled) -> str:
    sentences = []
    if parts.replacements:
        kinds = {item.line.resolution for item in parts.replacements}
        sentences.append(
            _("Your exchange is on its way to you.")
            if ResolutionChoices.EXCHANGE in kinds
            else _("Your replacement is on its way to you.")
        )
    if parts.credit is not None:
        sentences.append(_("Your store credit is ready to be used."))
    refund = parts.refund
    if refund and refund.state == RefundState.SUCCESS and refund.amount_minor:
        sentences.append(_("Your refund is on its way."))
    return " ".join(sentences)
