"""Pages of the customer's way for a return that never was, in the active language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.domain.errors import DomainError
from retour_core.domain.links import LinkExpired
from retour_portal.backoffice.step_texts import sample_values as values
from retour_portal.flow.forms import LookupForm
from retour_portal.flow.gift_forms import GiftForm, GiftSlipForm
from retour_portal.flow.mailbox import MailForm
from retour_portal.flow.opening import PostalCodeForm
from retour_portal.flow.pages import (
    draft_expired_page,
    message_page,
    order_not_here_page,
    slip_problem_page,
)
from retour_portal.flow.paper import paper_choices
from retour_portal.flow.parcel_number import NumberForm
from retour_portal.flow.progress import Step, step_marks

Context = dict[str, Any]


@dataclass(frozen=True)
class State:
    """One look of a step's page; the first of a step is shown unless another is asked
    for. ``template`` is that of the flow, or ``page`` makes the answer itself."""

    key: str
    name: str | Promise
    template: str = ""
    context: Callable[[], Context] = field(default=dict)
    page: Callable[[HttpRequest], HttpResponse] | None = None


def states_of(step: str) -> list[State]:
    return _STATES[step]


def sample_page(request: HttpRequest, step: str, asked: str) -> HttpResponse:
    by_key: Mapping[str, State] = {state.key: state for state in states_of(step)}
    state = by_key.get(asked, states_of(step)[0])
    if state.page is not None:
        return state.page(request)
    template = f"retour/flow/{state.template or step}.html"
    papers = {"papers": paper_choices(request)}
    return render(request, template, papers | state.context())


def _plain(context: Callable[[], Context] = dict, template: str = "") -> list[State]:
    return [State("", "", template, context)]


def _refused(request: HttpRequest) -> HttpResponse:
    return message_page(
        request,
        title=values.said("This order cannot be returned online"),
        text=values.said("The time is over."),
        status=200,
        order_number=values.ORDER,
        more={"note_slot": "refused.note"},
    )


def _bad_link(request: HttpRequest) -> HttpResponse:
    error: DomainError = LinkExpired()
    return slip_problem_page(request, error)


def _with_form(
    make: Callable[[], Any], step: Step | None = None
) -> Callable[[], Context]:
    return lambda: {"form": make()} | ({"steps": step_marks(step)} if step else {})


_STATES: dict[str, list[State]] = {
    "lookup": _plain(_with_form(LookupForm, Step.FIND)),
    "gift": [
        State("", _("By number"), context=lambda: values.gift(GiftForm())),
        State(
            "code",
            _("By code"),
            context=lambda: values.gift(GiftSlipForm()) | {"by_code": True},
        ),
    ],
    "find_help": [
        State("", _("Before"), context=_with_form(MailForm)),
        State(
            "sent",
            _("Mail is sent"),
            context=lambda: {"form": MailForm(), "is_sent": True, "hours": 24},
        ),
    ],
    "orders": _plain(values.orders),
    "refused": [State("", "", page=_refused)],
    "expired": [State("", "", page=draft_expired_page)],
    "not_here": [State("", "", page=order_not_here_page)],
    "link": [State("", "", page=_bad_link)],
    "items": [
        State("", _("Return"), context=values.items),
        State(
            "claim", _("Faulty"), context=lambda: values.items() | {"is_claim": True}
        ),
    ],
    "reasons": _plain(values.reasons),
    "resolutions": _plain(values.resolutions),
    "method": _plain(values.methods),
    "ways": _plain(values.all_methods, "method"),
    "review": _plain(values.review),
    "group": [
        State("", _("Before"), context=lambda: values.group(is_sent=False)),
        State("sent", _("Sent"), context=lambda: values.group(is_sent=True)),
    ],
    "done": [
        State("", _("Parcel"), "confirmation", values.after),
        State("store", _("Store"), "confirmation", values.at_store),
    ],
    "label": [
        State("", _("Ready"), "confirmation", values.after),
        State("waiting", _("Being made"), "confirmation", values.waiting),
        State("code", _("Code"), "confirmation", values.with_code),
    ],
    "tracking": [
        State("", _("Ready"), context=values.tracking),
        State("question", _("Question"), context=values.asked),
        State("cancelled", _("Cancelled"), context=values.cancelled),
    ],
    "parcel": _plain(lambda: values.after() | {"form": NumberForm()}),
    "messages": [
        State("", _("No message"), context=lambda: values.messages([])),
        State("sent", _("Message sent"), context=lambda: values.messages([True])),
        State("question", _("Question"), context=lambda: values.messages([False])),
    ],
    "pay": _plain(values.paying),
    "pay_onward": _plain(values.paying),
    "pay_waiting": _plain(values.paying),
    "change": _plain(values.change),
    "cancel": _plain(values.after),
    "open": _plain(_with_form(PostalCodeForm)),
    "dropoffs": _plain(lambda: {"asked": {}, "countries": []}),
    "unsubscribe": _plain(),
}
