"""What the customer gets for each item: only what the decision offers, with or without
JavaScript, on the page of the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from retour_core.domain.policies import Resolution
from retour_core.domain.refunds.shares import percent_half_up
from retour_core.returns.drafts import DraftClosed, choose_resolutions
from retour_core.returns.exchanges import Wish
from retour_core.returns.models import Return, ReturnLine
from retour_portal.flow.access import draft_page
from retour_portal.flow.forms import FlowForm
from retour_portal.flow.presentation import Goods, goods, money_text
from retour_portal.flow.progress import Step, step_marks
from retour_portal.flow.queries import chosen_lines, refund_estimates
from retour_portal.flow.terms import DraftTerms, terms_of
from retour_portal.flow.withdrawal.known import query_of

_WISH_LENGTH = 255


@dataclass(frozen=True)
class Offered:
    """One resolution as the customer reads it."""

    code: str
    title: str
    hint: str
    is_chosen: bool
    wants_wish: bool


@dataclass(frozen=True)
class Question:
    """``key`` is the order line's, as in the other forms of the flow."""

    key: int
    goods: Goods
    offered: list[Offered]
    wish: str
    error: str
    wish_error: str


class ResolutionsForm(FlowForm):
    """``resolution-<order line pk>`` and ``wish-<order line pk>`` for each line that
    has a choice; left out, it stays as it was."""

    def __init__(
        self, ret: Return, terms: DraftTerms, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.ret, self.terms = ret, terms
        decision = terms.asked.decision
        self.offers = {
            line: decision.item(line.order_line.external_id).resolutions
            for line in chosen_lines(ret)
        }
        for line in self.lines:
            key = line.order_line_id
            self.fields[f"resolution-{key}"] = forms.ChoiceField(
                required=False,
                choices=[(one.value, one.value) for one in self.offers[line]],
                error_messages={"invalid_choice": _not_offered(line)},
            )
            self.fields[f"wish-{key}"] = forms.CharField(
                required=False,
                max_length=_WISH_LENGTH,
                error_messages={"max_length": _wish_too_long(line)},
            )

    @property
    def lines(self) -> list[ReturnLine]:
        """Those with something to choose."""
        return [line for line, offers in self.offers.items() if len(offers) > 1]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for line in self.lines:
            wish = f"wish-{line.order_line_id}"
            asked = cleaned.get(f"resolution-{line.order_line_id}")
            is_missing = asked == Resolution.EXCHANGE and not cleaned.get(wish)
            if is_missing and wish not in self.errors:
                self.add_error(wish, _wish_missing(line))
        return cleaned

    def chosen(self) -> dict[int, tuple[Resolution, Wish | None]]:
        """For ``choose_resolutions``; only of a valid form."""
        found: dict[int, tuple[Resolution, Wish | None]] = {}
        for line in self.lines:
            asked = self.cleaned_data[f"resolution-{line.order_line_id}"]
            if asked:
                wish = self.cleaned_data[f"wish-{line.order_line_id}"]
                found[line.pk] = (Resolution(asked), Wish(variant=wish))
        return found

    def questions(self) -> Iterator[Question]:
        lines = self.lines
        bonus = self.terms.asked.policy.store_credit_bonus
        # Only the bonus needs to be told in money.
        worth = refund_estimates(lines) if lines and bonus else {}
        for line in lines:
            name, wish = (
                f"{kind}-{line.order_line_id}" for kind in ("resolution", "wish")
            )
            present = _present(line, self.offers[line])
            chosen = str(self.data.get(name) or present)
            yield Question(
                key=line.order_line_id,
                goods=goods(line.order_line),
                offered=[
                    self._offered(
                        one, worth.get(line.pk, 0), is_chosen=one.value == chosen
                    )
                    for one in self.offers[line]
                ],
                wish=str(self.data.get(wish, line.exchange.get("variant", ""))),
                error=self.error_text(name),
                wish_error=self.error_text(wish),
            )

    def _offered(self, one: Resolution, worth: int, *, is_chosen: bool) -> Offered:
        bonus = percent_half_up(worth, self.terms.asked.policy.store_credit_bonus)
        title, hint = _words(one)
        if one is Resolution.STORE_CREDIT and bonus:
            hint = _("About %(amount)s, of which %(bonus)s are a present from us.") % {
                "amount": money_text(worth + bonus, self.ret.order),
                "bonus": money_text(bonus, self.ret.order),
            }
        return Offered(one.value, title, hint, is_chosen, one is Resolution.EXCHANGE)


def choose(ret: Return, form: ResolutionsForm) -> None:
    """Keep what a valid form says. Raises ``DraftClosed``."""
    chosen = form.chosen()
    if chosen:
        choose_resolutions(ret, chosen)


@draft_page(Step.METHOD)
def resolutions(request: HttpRequest, ret: Return) -> HttpResponse:
    """By itself where nothing is sent back, so that there is no way to choose."""
    posted = request.POST if request.method == "POST" else None
    form = ResolutionsForm(ret, terms_of(ret), posted)
    if not form.lines:
        return redirect("flow:review", private_key=ret.private_key)
    if posted is not None and form.is_valid():
        try:
            choose(ret, form)
        except DraftClosed:
            return redirect("flow:confirmation", private_key=ret.private_key)
        return redirect("flow:review", private_key=ret.private_key)
    context = {
        "ret": ret,
        "order_number": ret.order.number,
        "steps": step_marks(Step.METHOD),
        "withdrawal_query": query_of(ret),
        "chooser": form,
        "problems": form.problems(),
    }
    return render(request, "retour/flow/resolutions.html", context)


def _present(line: ReturnLine, offers: tuple[Resolution, ...]) -> str:
    if line.resolution in offers:
        return str(line.resolution)
    return offers[0].value


def _words(one: Resolution) -> tuple[str, str]:
    return {
        Resolution.REFUND: (
            _("Refund"),
            _("The money goes back the way you paid."),
        ),
        Resolution.EXCHANGE: (
            _("Exchange"),
            _("We send you another one once yours has arrived."),
        ),
        Resolution.STORE_CREDIT: (
            _("Store credit"),
            _("A code to shop with, as soon as your items have arrived."),
        ),
        Resolution.REPLACEMENT: (
            _("Replacement"),
            _("We send you the same item again, free of charge."),
        ),
    }[one]


def _not_offered(line: ReturnLine) -> str:
    return _("Choose one of what is offered for “%(item)s”.") % {
        "item": line.order_line.title
    }


def _wish_missing(line: ReturnLine) -> str:
    return _("Say what you would like instead of “%(item)s”.") % {
        "item": line.order_line.title
    }


def _wish_too_long(line: ReturnLine) -> str:
    return _("Use at most %(count)d characters for what you would like instead.") % {
        "count": _WISH_LENGTH,
        "item": line.order_line.title,
    }
