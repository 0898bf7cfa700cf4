"""What somebody who withdraws types: name, contract, e-mail, whole or part; no more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from retour_core.domain.wire import FieldProblem
from retour_core.domain.withdrawal import (
    Statement,
    StatementLine,
    check_statement,
    clean_statement,
)
from retour_core.domain.withdrawal.statement import (
    CONTRACT_LENGTH,
    EMAIL_LENGTH,
    LINE_LENGTH,
    MESSAGE_LENGTH,
    MOST_LINES,
    NAME_LENGTH,
)
from retour_core.orders.models import Order, OrderLine
from retour_portal.flow.forms import FlowForm, ItemChoice
from retour_portal.flow.presentation import goods
from retour_portal.flow.withdrawal.presentation import line_text

WHOLE, PART = "whole", "part"

_WHOLE_NUMBER = re.compile(r"\d{1,6}")
# "2 × blue jacket", as the hint of the field shows it.
_COUNTED = re.compile(r"([1-9]\d{0,3})\s*[x×]\s+(\S.*)", re.IGNORECASE)
_SENTENCES = {
    ("name", "required"): gettext_noop("Enter your name."),
    ("contract", "required"): gettext_noop(
        "Enter your order number, or describe what you bought and when."
    ),
    ("email", "required"): gettext_noop(
        "Enter an e-mail address: your confirmation is sent there."
    ),
    ("email", "email_unclear"): gettext_noop(
        "Enter a complete e-mail address, such as name@example.com."
    ),
    ("lines", "required"): gettext_noop(
        "Say what you withdraw from, or choose the whole contract."
    ),
}
_LENGTHS = {
    "name": NAME_LENGTH,
    "contract": CONTRACT_LENGTH,
    "email": EMAIL_LENGTH,
    "message": MESSAGE_LENGTH,
    "lines": LINE_LENGTH,
}


class StatementForm(FlowForm):
    """With ``lines``, check boxes ``line-<pk>`` and ``quantity-<pk>`` stand for
    ``items``, a text of one item a line; with ``order``, its number is not asked for.

    What may be submitted is decided by ``check_statement`` alone. ``statement`` is
    there once a form was found valid.
    """

    name = forms.CharField(required=False)
    contract = forms.CharField(required=False)
    email = forms.CharField(required=False)
    scope = forms.CharField(required=False)
    items = forms.CharField(required=False)

    def __init__(
        self,
        *,
        begun: Statement,
        order: Order | None,
        lines: Sequence[OrderLine],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.begun, self.order, self.lines = begun, order, lines
        for line in lines:
            self.fields[f"line-{line.pk}"] = forms.BooleanField(required=False)
            self.fields[f"quantity-{line.pk}"] = forms.CharField(required=False)
        self.fields["message"] = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.statement = clean_statement(self._typed(cleaned))
        for problem in check_statement(self.statement):
            self._report(problem)
        self._check_ordered()
        return cleaned

    def first_target(self) -> str:
        return f"id_line-{self.lines[0].pk}" if self.lines else "id_items"

    @property
    def is_partial(self) -> bool:
        chosen = self.data.get("scope", WHOLE) if self.is_bound else None
        return self.begun.is_partial if chosen is None else chosen == PART

    @property
    def shown(self) -> dict[str, str]:
        """What the text fields hold: as typed just now, else as begun."""
        texts = {
            "name": self.begun.name,
            "contract": self.begun.contract,
            "email": self.begun.email,
            "message": self.begun.message,
            "items": "\n".join(line_text(line) for line in self.begun.lines),
        }
        return {name: str(self.data.get(name, text)) for name, text in texts.items()}

    def choices(self) -> list[ItemChoice]:
        begun = {line.line_id: line.quantity for line in self.begun.lines}
        return [self._choice(line, begun.get(line.external_id)) for line in self.lines]

    def _choice(self, line: OrderLine, begun: int | None) -> ItemChoice:
        box, count = f"line-{line.pk}", f"quantity-{line.pk}"
        is_chosen = box in self.data if self.is_bound else begun is not None
        return ItemChoice(
            line=line,
            goods=goods(line),
            available=line.ordered,
            is_chosen=is_chosen,
            quantity=str(self.data.get(count, begun or line.ordered)),
            error=self.error_text(box, count),
        )

    def _typed(self, cleaned: Mapping[str, Any]) -> Statement:
        fields = ("name", "contract", "email", "message")
        texts = {field: str(cleaned.get(field, "")) for field in fields}
        if self.order is not None:
            texts["contract"] = self.order.number
        self.ticked = [line for line in self.lines if cleaned.get(f"line-{line.pk}")]
        return Statement(
            **texts,
            is_partial=self.is_partial,
            lines=tuple(self._stated(cleaned)),
        )

    def _stated(self, cleaned: Mapping[str, Any]) -> list[StatementLine]:
        if not self.lines:
            return _written_items(str(cleaned.get("items", "")))
        return [
            StatementLine(
                _title(line),
                _number(str(cleaned.get(f"quantity-{line.pk}", ""))),
                line.external_id,
            )
            for line in self.ticked
        ]

    def _report(self, problem: FieldProblem) -> None:
        _root, field, *within = problem.pointer.split("/")
        if field == "lines" and within[1:] == ["quantity"] and self.ticked:
            line = self.ticked[int(within[0])]
            self.add_error(f"quantity-{line.pk}", _quantity_unclear(line))
            return
        text = _sentence(field, problem.code)
        if field != "lines":
            self.add_error(field, text)
        else:
            self.add_error(None if self.lines else "items", text)

    def _check_ordered(self) -> None:
        """More than was ordered is a slip, to be mended before it is on record."""
        if not self.is_partial:
            return
        for line, stated in zip(self.ticked, self.statement.lines, strict=False):
            if stated.quantity > line.ordered:
                self.add_error(f"quantity-{line.pk}", _quantity_unclear(line))


def _written_items(text: str) -> list[StatementLine]:
    found = []
    for row in filter(None, (row.strip() for row in text.splitlines())):
        counted = _COUNTED.fullmatch(row)
        found.append(
            StatementLine(counted[2], int(counted[1]))
            if counted
            else StatementLine(row)
        )
    return found


def _number(text: str) -> int:
    """0, which no statement may hold, for what is no number."""
    return int(text) if _WHOLE_NUMBER.fullmatch(text.strip()) else 0


def _title(line: OrderLine) -> str:
    title = f"{line.title} – {line.variant}" if line.variant else line.title
    return title[:LINE_LENGTH]


def _sentence(field: str, code: str) -> str:
    if code == "too_many":
        return _("Name at most %(most)s items, or choose the whole contract.") % {
            "most": MOST_LINES
        }
    if code == "too_long":
        return _("Use at most %(most)s characters here.") % {"most": _LENGTHS[field]}
    return _(_SENTENCES.get((field, code), _SENTENCES["lines", "required"]))


def _quantity_unclear(line: OrderLine) -> str:
    return _("“%(title)s”: enter a whole number from 1 to %(available)s.") % {
        "title": line.title,
        "available": line.ordered,
    }
