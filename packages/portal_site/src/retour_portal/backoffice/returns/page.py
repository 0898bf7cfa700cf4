from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.admin import messages

from retour_core.domain.countries import country_name
from retour_core.domain.errors import DomainError
from retour_core.domain.states import ReturnState
from retour_core.domain.tracking_numbers import Parcel, parcel_of
from retour_core.labels.queries import labels_of
from retour_core.returns.actors import Actor
from retour_core.returns.answered import Answered, answers_of
from retour_core.returns.links import tracking_url
from retour_core.returns.models import Return
from retour_core.returns.parts import Settled, latest_parts
from retour_core.tracking.queries import Followed, parcels_of
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.returns.action import ReturnAction
from retour_portal.backoffice.returns.actions import ACTIONS, next_actions
from retour_portal.backoffice.returns.breakdown import breakdown_of
from retour_portal.backoffice.returns.customs import customs_panel
from retour_portal.backoffice.returns.decision import shown_decision
from retour_portal.backoffice.returns.fee_forms import PaidOtherwiseForm
from retour_portal.backoffice.returns.fee_panel import fee_card
from retour_portal.backoffice.returns.forms import ActionForm
from retour_portal.backoffice.returns.overridable import overridable
from retour_portal.backoffice.returns.printing import PAPERS, printers_paper
from retour_portal.backoffice.returns.thread_panel import MessageForm, thread_panel
from retour_portal.backoffice.returns.timeline import timeline

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class OfferedAction:
    """An action as the page shows it; ``is_open`` unfolds its form, and the likeliest
    has the loudest button."""

    action: ReturnAction
    form: ActionForm
    url: str
    is_open: bool
    is_likeliest: bool


class AboutReturn(ObjectPage):
    """A screen about one return that was submitted."""

    def get_rows(self) -> QuerySet[Return]:
        return (
            Return.objects.submitted()
            .select_related("brand", "order__shop", "order__brand", "return_address")
            .select_related("policy", "thread")
            .prefetch_related("lines__order_line", "events", "refunds", "credits")
            .prefetch_related("replacements", "labels")
        )


class ReturnPage(AboutReturn):
    """Everything about one return on one screen, and what can be done next."""

    template_name = "retour_backoffice/returns/page.html"
    bound: tuple[str, ActionForm] | None = None
    message_form: MessageForm | None = None
    fee_form: PaidOtherwiseForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ret: Return = self.object
        currency = ret.order.currency
        refunds = list(ret.refunds.all())
        parts = latest_parts(ret)
        events = sorted(ret.events.all(), key=lambda event: (event.at, event.pk))
        return super().get_context_data(
            **kwargs,
            actions=self._offered(parts),
            credits=[
                (
                    row,
                    money_text(row.worth_minor, currency),
                    money_text(row.bonus_minor, currency),
                )
                for row in ret.credits.all()
            ],
            replacements=[
                (row, money_text(row.difference_minor, currency))
                for row in ret.replacements.all()
            ],
            customs=customs_panel(ret),
            fee=(fee := fee_card(ret)),
            fee_form=self.fee_form
            or PaidOtherwiseForm(ret=ret, refund=fee.failed if fee else None),
            is_fee_open=self.fee_form is not None,
            decision=shown_decision(ret, ret.lines.all()),
            overridable=overridable(ret),
            parcels=_parcels(ret),
            labels=labels_of(ret),
            papers=PAPERS.items(),
            printers_paper=printers_paper(self.request, ret.brand),
            lines=self._lines(),
            refund_total=money_text(
                sum(line.refund_minor for line in ret.lines.all()), currency
            ),
            refunds=[(row, money_text(row.amount_minor, currency)) for row in refunds],
            breakdown=breakdown_of(ret),
            sender_country=country_name(
                ret.sender.get("country", ""), get_language() or "en"
            ),
            timeline=timeline(events, currency=currency, brand=ret.brand),
            thread=thread_panel(ret, self.message_form),
            tracking_url=tracking_url(ret),
        )

    def _lines(self) -> list[tuple[Any, str, list[Answered]]]:
        """Each with its worth and what the customer answered, in the reader's words."""
        ret: Return = self.object
        lines = list(ret.lines.all())
        answers = answers_of(ret, lines, get_language() or "en")
        return [
            (line, money_text(line.refund_minor, ret.order.currency), answers[line.pk])
            for line in lines
        ]

    def _offered(self, parts: Settled) -> list[OfferedAction]:
        offered = next_actions(self.object, parts)
        bound_name, bound_form = self.bound or ("", None)
        if bound_form is not None and bound_name not in {a.name for a in offered}:
            offered.insert(0, ACTIONS[bound_name])
        likeliest = self._likeliest(offered)
        return [
            OfferedAction(
                action,
                bound_form
                if bound_form is not None and action.name == bound_name
                else action.form(ret=self.object),
                reverse(f"returns:{action.name}", args=[self.object.pk]),
                is_open=action.name in (bound_name, likeliest),
                is_likeliest=action.name == likeliest,
            )
            for action in offered
        ]

    def _likeliest(self, offered: list[ReturnAction]) -> str:
        # Whoever rejected a return has decided: to approve it still is an exception.
        if not offered or self.object.current_state is ReturnState.REJECTED:
            return ""
        first = offered[0]
        # What a rule lets the customer keep is approved as plainly as anything.
        is_plain = first.weight == "primary" or first.name == "approve-kept"
        return first.name if is_plain else ""


def _parcels(ret: Return) -> list[tuple[Followed, Parcel]]:
    return [
        (one, parcel_of(one.parcel.number, is_ours=one.parcel.is_ours))
        for one in parcels_of(ret)
    ]


class ReturnActionView(ReturnPage):
    """Carries out one action: POST only, one operation, then back to the page."""

    permission_required = "change"
    http_method_names = ["post"]
    action_name = ""

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        action = ACTIONS[self.action_name]
        form = action.form(request.POST, ret=self.object)
        if not form.is_valid():
            self.bound = (action.name, form)
            return self.refused()
        try:
            told = action.perform(
                self.object, Actor.staff(cast("User", request.user)), form
            )
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, told)
        return redirect("returns:inspect", self.object.pk)
