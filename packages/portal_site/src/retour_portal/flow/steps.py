"""The draft's pages: items, reasons, way back, and the last look before sending."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from retour_core.brands.queries import default_return_address
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import ReturnMethod
from retour_core.returns.drafts import (
    DraftClosed,
    choose_lines,
    choose_method,
    give_reasons,
)
from retour_core.returns.models import Return
from retour_core.returns.operations import submit
from retour_portal.flow.access import draft_page
from retour_portal.flow.forms import (
    FlowForm,
    ItemsForm,
    MethodForm,
    Problem,
)
from retour_portal.flow.messages import refusal_of, sentence_for
from retour_portal.flow.pages import not_returnable_page
from retour_portal.flow.presentation import (
    address_lines,
    day_text,
    item_rows,
    masked_address,
    money_text,
)
from retour_portal.flow.progress import Step, step_marks
from retour_portal.flow.queries import chosen_lines, offer_of, refund_estimates
from retour_portal.flow.reasons import ReasonsForm, required_questions
from retour_portal.flow.withdrawal.known import order_query
from retour_portal.flow.words import way


@draft_page(Step.ITEMS)
def items(request: HttpRequest, ret: Return) -> HttpResponse:
    try:
        offer = offer_of(ret.order, now=timezone.now())
    except DomainError as error:
        return not_returnable_page(request, ret.order, error)
    chosen = {line.order_line_id: line.quantity for line in chosen_lines(ret)}
    posted = request.POST if request.method == "POST" else None
    form = ItemsForm(offer.lines, chosen=chosen, data=posted)
    if posted is not None and form.is_valid():
        try:
            choose_lines(ret, form.selections)
        except DraftClosed:
            return _closed(ret)
        except DomainError as error:
            form.add_error(None, sentence_for(error))
        else:
            return redirect("flow:reasons", private_key=ret.private_key)
    last_day = day_text(offer.last_day, ret.order)
    context = _form_context(form) | {"last_day": last_day}
    return _step_page(request, ret, Step.ITEMS, context)


@draft_page(Step.REASONS)
def reasons(request: HttpRequest, ret: Return) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    lines = chosen_lines(ret)
    asked = required_questions(ret, lines)
    form = ReasonsForm(ret, lines, posted, questions=asked)
    if posted is not None and form.is_valid():
        try:
            give_reasons(ret, form.reasons())
        except DraftClosed:
            return _closed(ret)
        except DomainError as error:
            form.add_error(None, sentence_for(error))
        else:
            return redirect("flow:method", private_key=ret.private_key)
    return _step_page(request, ret, Step.REASONS, _form_context(form))


@draft_page(Step.METHOD)
def method(request: HttpRequest, ret: Return) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = MethodForm(ret, posted)
    if posted is not None and form.is_valid():
        try:
            choose_method(ret, form.cleaned_data["method"])
        except DraftClosed:
            return _closed(ret)
        except DomainError as error:
            form.add_error("method", sentence_for(error))
        else:
            return redirect("flow:review", private_key=ret.private_key)
    return _step_page(request, ret, Step.METHOD, _form_context(form))


@draft_page(Step.REVIEW)
def review(request: HttpRequest, ret: Return) -> HttpResponse:
    if request.method != "POST":
        return _review_page(request, ret)
    try:
        submit(ret, now=timezone.now())
    except DomainError as error:
        return _review_page(request, ret, refusal=error)
    return redirect("flow:confirmation", private_key=ret.private_key)


def _review_page(
    request: HttpRequest, ret: Return, *, refusal: DomainError | None = None
) -> HttpResponse:
    lines = chosen_lines(ret)
    refunds = refund_estimates(lines)
    address = default_return_address(ret.brand_id)
    context = {
        "rows": item_rows(ret, lines, refunds),
        "total": money_text(sum(refunds.values()), ret.order),
        "way": way(ReturnMethod(ret.method)),
        "sender": masked_address(ret.sender),
        "return_address": address_lines(address),
        "email": ret.email,
        "problems": [Problem("refusal", refusal_of(ret.order, refusal))]
        if refusal
        else [],
        "is_refused": refusal is not None,
    }
    status = 200 if refusal is None else 409
    return _step_page(request, ret, Step.REVIEW, context, status=status)


def _step_page(
    request: HttpRequest,
    ret: Return,
    step: Step,
    context: dict[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    shared = {
        "ret": ret,
        "order_number": ret.order.number,
        "steps": step_marks(step),
        "withdrawal_query": order_query(ret.order),
    }
    template = f"retour/flow/{step.value}.html"
    return render(request, template, shared | context, status=status)


def _form_context(form: FlowForm) -> dict[str, object]:
    return {"form": form, "problems": form.problems()}


def _closed(ret: Return) -> HttpResponse:
    return redirect("flow:confirmation", private_key=ret.private_key)
