"""The draft's pages: items, reasons, way back, and the last look before sending."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from retour_core.domain.errors import DomainError
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import ReturnState
from retour_core.payments.charging import fee_of
from retour_core.returns.choices import RequestKind
from retour_core.returns.drafts import (
    DraftClosed,
    choose_method,
    give_reasons,
)
from retour_core.returns.estimating import expected_deductions
from retour_core.returns.gifts import sent_from
from retour_core.returns.models import Return
from retour_core.returns.operations import submit
from retour_core.returns.units import check_available
from retour_portal.flow.access import draft_page
from retour_portal.flow.forms import (
    FlowForm,
    ItemsForm,
    MethodForm,
    Problem,
)
from retour_portal.flow.handover import stops_of
from retour_portal.flow.items import asked_kind, items_context
from retour_portal.flow.messages import refusal_of, sentence_for
from retour_portal.flow.operations import choose_items
from retour_portal.flow.pages import not_returnable_page
from retour_portal.flow.photos import photo_lines, take_photos
from retour_portal.flow.presentation import (
    address_lines,
    deductions,
    item_rows,
    masked_address,
    money_text,
)
from retour_portal.flow.progress import Step, earliest_open_step, step_marks
from retour_portal.flow.queries import (
    chosen_lines,
    offer_of,
    refund_estimates,
    return_of_key,
)
from retour_portal.flow.reasons import ReasonsForm, required_questions
from retour_portal.flow.resolutions import ResolutionsForm, choose
from retour_portal.flow.settlement import money_lines
from retour_portal.flow.telling import needs_approval, notices_of, told_of_way
from retour_portal.flow.terms import terms_of
from retour_portal.flow.ways import way
from retour_portal.flow.withdrawal.known import query_of
from retour_portal.places.nearby import DROP_OFF_METHODS, nearby
from retour_portal.places.stores import stores_of


@draft_page(Step.ITEMS)
def items(request: HttpRequest, ret: Return) -> HttpResponse:
    kind = asked_kind(request, RequestKind(ret.kind))
    try:
        offer = offer_of(
            ret.order,
            kind=kind,
            brand=ret.brand,
            slip=ret.gift_slip,
            sent_from=sent_from(ret),
            now=timezone.now(),
        )
        offer.check()
    except DomainError as error:
        return not_returnable_page(
            request,
            ret.order,
            error,
            kind=kind,
            group=ret.group,
            is_known=ret.gift_slip is None,
        )
    chosen = {line.order_line_id: line.quantity for line in chosen_lines(ret)}
    posted = request.POST if request.method == "POST" else None
    form = ItemsForm(offer, chosen=chosen, data=posted)
    if posted is not None and form.is_valid():
        try:
            choose_items(ret, kind, form.selections)
        except DraftClosed:
            return _closed(ret)
        except DomainError as error:
            form.add_error(None, sentence_for(error))
        else:
            return redirect("flow:reasons", private_key=ret.private_key)
    context = _form_context(form) | items_context(offer, kind, ret.order)
    return _step_page(request, ret, Step.ITEMS, context)


@draft_page(Step.REASONS)
def reasons(request: HttpRequest, ret: Return) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    photos = take_photos(request, ret)
    form = ReasonsForm(
        ret,
        chosen_lines(ret),
        None if photos.was_all else posted,
        questions=required_questions(ret),
    )
    if photos.was_all:
        form.data = request.POST  # shown again as typed, not judged yet
    if posted is not None and form.is_valid() and not photos.problems:
        try:
            give_reasons(ret, form.reasons(), now=timezone.now())
        except DraftClosed:
            return _closed(ret)
        except DomainError as error:
            form.add_error(None, sentence_for(error))
        else:
            # What a reason brings, another question or a photo, is asked on this page.
            return redirect(_next_step(ret).url_name, private_key=ret.private_key)
    context = {
        "form": form,
        "problems": [*form.problems(), *photos.problems],
        "photo_fields": photos.fields(),
    }
    return _step_page(request, ret, Step.REASONS, context)


@draft_page(Step.METHOD)
def method(request: HttpRequest, ret: Return) -> HttpResponse:
    terms = terms_of(ret)
    if not terms.travels:
        return redirect("flow:resolutions", private_key=ret.private_key)
    posted = request.POST if request.method == "POST" else None
    form = MethodForm(ret, posted)
    chooser = ResolutionsForm(ret, terms, posted)
    if posted is not None and form.is_valid() & chooser.is_valid():
        try:
            choose(ret, chooser)
            way_back = form.cleaned_data["method"]
            choose_method(ret, way_back, now=terms.now, parcels=form.parcels())
        except DraftClosed:
            return _closed(ret)
        except DomainError as error:
            form.add_error("method", sentence_for(error))
        else:
            return redirect("flow:review", private_key=ret.private_key)
    context = _form_context(form) | {"told": told_of_way(terms), "chooser": chooser}
    context["problems"] = [*chooser.problems(), *form.problems()]
    if DROP_OFF_METHODS.intersection(form.offered):
        context["nearby"] = nearby(ret)
    if ReturnMethod.IN_STORE in form.offered:
        context["stores"] = stores_of(ret.brand)
    return _step_page(request, ret, Step.METHOD, context)


@draft_page(Step.REVIEW)
def review(request: HttpRequest, ret: Return) -> HttpResponse:
    if request.method != "POST":
        return _review_page(request, ret, refusal=_gone_meanwhile(ret), status=200)
    if ret.group:
        # Sent off with the other orders, on their common page.
        return redirect("flow:group", private_key=ret.group.private_key)
    try:
        sent = submit(ret, now=timezone.now())
    except DomainError as error:
        return _review_page(request, ret, refusal=error, status=409)
    is_due = sent.current_state is ReturnState.AWAITING_PAYMENT
    onward = "flow:pay" if is_due else "flow:confirmation"
    return redirect(onward, private_key=ret.private_key)


def _review_page(
    request: HttpRequest,
    ret: Return,
    *,
    refusal: DomainError | None,
    status: int,
) -> HttpResponse:
    lines = chosen_lines(ret)
    refunds = refund_estimates(lines)
    terms = terms_of(ret)
    decision = terms.asked.decision
    paid = money_lines(lines)
    off = expected_deductions(decision, paid, refunds)
    total = sum(refunds[line.pk] for line in paid)
    # Paid before the label is made, it is not taken off.
    before = fee_of(ret, decision, lines, refunds)
    if before is not None:
        off = replace(off, fee_minor=0)
    total -= off.restocking_minor + off.fee_minor
    context = {
        "rows": item_rows(ret, lines, refunds),
        "deductions": deductions(off, ret.order),
        "total": money_text(total, ret.order),
        "label_fee": money_text(before.minor, ret.order) if before else "",
        "has_money": bool(paid) and not ret.is_gift,
        "way": way(ReturnMethod(ret.method)) if terms.travels else None,
        "told": told_of_way(terms) if terms.travels else [],
        "notices": notices_of(terms, ret),
        "needs_approval": needs_approval(decision),
        "stops": stops_of(
            ret,
            sender=masked_address(ret.sender),
            address=address_lines(terms.return_address),
        )
        if terms.travels
        else [],
        "email": ret.email,
        "photo_lines": photo_lines(ret),
        "problems": [Problem("refusal", refusal_of(ret.order, refusal))]
        if refusal
        else [],
        "is_refused": refusal is not None,
    }
    return _step_page(request, ret, Step.REVIEW, context, status=status)


def _gone_meanwhile(ret: Return) -> DomainError | None:
    """Why a draft left open cannot be sent: another has its items. No query."""
    try:
        for line in chosen_lines(ret):
            check_available(line.order_line, line.quantity)
    except DomainError as error:
        return error
    return None


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
        "withdrawal_query": query_of(ret),
    }
    template = f"retour/flow/{step.value}.html"
    return render(request, template, shared | context, status=status)


def _form_context(form: FlowForm) -> dict[str, object]:
    return {"form": form, "problems": form.problems()}


def _next_step(ret: Return) -> Step:
    """Where a draft goes on once its reasons are saved."""
    fresh = return_of_key(ret.brand, ret.private_key)
    return earliest_open_step(fresh, chosen_lines(fresh), before=Step.METHOD)


def _closed(ret: Return) -> HttpResponse:
    return redirect("flow:confirmation", private_key=ret.private_key)
