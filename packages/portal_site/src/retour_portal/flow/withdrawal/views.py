"""The two steps: state, confirm. Nothing is asked or offered in between."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from retour_core.domain.withdrawal import Statement, StatementInvalid
from retour_core.orders.models import Order
from retour_core.withdrawals.drafts import state, statement_of
from retour_core.withdrawals.models import WithdrawalDraft
from retour_portal.flow.access import brand_of
from retour_portal.flow.presentation import language
from retour_portal.flow.withdrawal.access import (
    draft_page,
    open_page,
    to_withdrawal,
)
from retour_portal.flow.withdrawal.forms import StatementForm
from retour_portal.flow.withdrawal.known import KnownOrder, known_order
from retour_portal.flow.withdrawal.limits import count_statement, seconds_to_wait
from retour_portal.flow.withdrawal.operations import begin
from retour_portal.flow.withdrawal.operations import confirm as confirm_draft
from retour_portal.flow.withdrawal.pages import limit_page
from retour_portal.flow.withdrawal.presentation import statement_facts, step_marks
from retour_portal.flow.withdrawal.queries import lines_of
from retour_portal.flow.withdrawal.words import confirm_label

_FORM = "retour/flow/withdrawal/statement.html"


@open_page("GET", "HEAD", "POST")
def start(request: HttpRequest) -> HttpResponse:
    """Step one, open to everybody; a draft is kept once it can be submitted."""
    brand = brand_of(request)
    known = known_order(request, brand)
    form = _form(request, _begun(known), known.order)
    form_url = reverse("withdrawal:model_form") + _query(request)
    if request.method == "POST" and form.is_valid():
        now = time.time()
        wait = seconds_to_wait(request, form.statement, now=now)
        if wait is not None:
            return limit_page(request, form.statement, wait, form_url=form_url)
        count_statement(request, form.statement, now=now, is_mailed=False)
        draft = begin(brand, form.statement, order=known.order, locale=language())
        return redirect("withdrawal:confirm", private_key=draft.private_key)
    return _form_page(request, form, form_url=form_url)


@draft_page
def edit(request: HttpRequest, draft: WithdrawalDraft) -> HttpResponse:
    """Step one again, as it was left."""
    form = _form(request, statement_of(draft), draft.order)
    if request.method == "POST" and form.is_valid():
        state(draft, form.statement)
        return redirect("withdrawal:confirm", private_key=draft.private_key)
    return _form_page(request, form, form_url=_form_url(draft))


@draft_page
def confirm(request: HttpRequest, draft: WithdrawalDraft) -> HttpResponse:
    """Step two: the statement, and one button with the law's words on it."""
    statement = statement_of(draft)
    if request.method != "POST":
        return _confirm_page(request, draft, statement)
    now = time.time()
    wait = seconds_to_wait(request, statement, now=now)
    if wait is not None:
        return limit_page(request, statement, wait, form_url=_form_url(draft))
    try:
        made = confirm_draft(draft, locale=language(), now=timezone.now())
    except StatementInvalid:
        return redirect("withdrawal:edit", private_key=draft.private_key)
    count_statement(request, statement, now=now, is_mailed=True)
    return to_withdrawal(draft, made)


def _begun(known: KnownOrder) -> Statement:
    """What the shop vouches for is filled in; a stranger who found the order types."""
    if known.order is None or not known.is_vouched:
        return Statement(name="", contract="", email="")
    return Statement(
        name=known.order.customer_name,
        contract=known.order.number,
        email=known.order.email,
    )


def _form(request: HttpRequest, begun: Statement, order: Order | None) -> StatementForm:
    posted = request.POST if request.method == "POST" else None
    return StatementForm(begun=begun, order=order, lines=lines_of(order), data=posted)


def _form_page(
    request: HttpRequest, form: StatementForm, *, form_url: str
) -> HttpResponse:
    context = {
        "form": form,
        "problems": form.problems(),
        "order": form.order,
        "steps": step_marks(),
        "model_form_url": form_url,
    }
    return render(request, _FORM, context)


def _confirm_page(
    request: HttpRequest, draft: WithdrawalDraft, statement: Statement
) -> HttpResponse:
    change_url = reverse("withdrawal:edit", args=[draft.private_key])
    context = {
        "facts": statement_facts(statement),
        "confirm_label": confirm_label(),
        "change_url": change_url,
        "steps": step_marks(is_confirming=True, change_url=change_url),
    }
    return render(request, "retour/flow/withdrawal/confirm.html", context)


def _form_url(draft: WithdrawalDraft) -> str:
    return reverse("withdrawal:draft_form", args=[draft.private_key])


def _query(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"?{query}" if query else ""
