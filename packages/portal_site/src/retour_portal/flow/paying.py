"""Paying for the label: what it costs, off to the payment service, and back."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from retour_core.domain.errors import DomainError
from retour_core.domain.states import ReturnState
from retour_core.payments.base import PaymentFault
from retour_core.payments.models import FeeRefundState, Payment, PaymentState
from retour_core.payments.paying import start_payment
from retour_core.payments.queries import FeeState, fee_state, pay_by
from retour_core.payments.settling import settle_payment
from retour_core.returns.models import Return
from retour_portal.flow.access import brand_of, submitted_page
from retour_portal.flow.forms import Problem
from retour_portal.flow.keys import PRIVATE_KEY
from retour_portal.flow.messages import sentence_for
from retour_portal.flow.onward import lead_on
from retour_portal.flow.presentation import money_text
from retour_portal.flow.queries import return_of_key

# A page that reloads itself does not ask the service each time.
_ASKED_JUST_NOW = timedelta(seconds=3)
_UNDER_WAY = frozenset({PaymentState.PENDING, PaymentState.AUTHORIZED})
_OFF = frozenset({ReturnState.CANCELLED, ReturnState.EXPIRED})


@dataclass(frozen=True)
class FeePanel:
    """``is_due``: it can be paid now, until ``by``. ``text`` says how it stands."""

    amount: str
    text: str
    is_due: bool = False
    by: str = ""
    is_live: bool = True


def fee_panel(ret: Return) -> FeePanel | None:
    """What a return's own page says of its fee; ``None`` if it was never to be paid
    before the label. No query for those, else four at most."""
    minor, state = ret.label_fee_minor, ret.current_state
    if minor is None and state not in _OFF:
        return None
    fee = fee_state(ret)
    if minor is None:
        # Cancelled: told of only where something was paid.
        if fee.payment is None or fee.payment.paid_at is None:
            return None
        minor = fee.payment.amount_minor
    amount, is_live = money_text(minor, ret.order), _is_live(fee)
    if state is not ReturnState.AWAITING_PAYMENT:
        return FeePanel(amount, _how_it_stands(fee), is_live=is_live)
    by = pay_by(ret)
    return FeePanel(
        amount,
        _("Your label is made as soon as this is paid."),
        is_due=True,
        by=date_format(timezone.localtime(by), "DATE_FORMAT") if by else "",
        is_live=is_live,
    )


@submitted_page("GET", "HEAD", "POST")
def pay(request: HttpRequest, ret: Return) -> HttpResponse:
    if ret.current_state is not ReturnState.AWAITING_PAYMENT:
        return redirect("flow:confirmation", private_key=ret.private_key)
    if request.method != "POST":
        return _pay_page(request, ret)
    try:
        payment = start_payment(ret)
    except DomainError as error:
        return _pay_page(request, ret, refusal=error)
    onward = "flow:pay_onward" if payment.checkout_url else "flow:paid"
    return redirect(onward, private_key=ret.private_key)


@submitted_page("GET", "HEAD")
def onward(request: HttpRequest, ret: Return) -> HttpResponse:
    """Leads to the service. Not by a redirect: browsers hold those that follow a form
    to the page's ``form-action``, which names nobody but us."""
    payment = fee_state(ret).payment
    is_due = ret.current_state is ReturnState.AWAITING_PAYMENT
    if not is_due or payment is None or not payment.checkout_url:
        return redirect("flow:pay", private_key=ret.private_key)
    context = _shared(ret) | {"checkout_url": payment.checkout_url}
    return render(request, "retour/flow/pay_onward.html", context)


@submitted_page("GET", "HEAD")
def paid(request: HttpRequest, ret: Return) -> HttpResponse:
    """Where the service sends the customer, whatever came of it: that is asked."""
    payment = fee_state(ret).payment
    if payment is not None and ret.current_state is ReturnState.AWAITING_PAYMENT:
        payment = _asked(payment)
        ret.refresh_from_db(fields=["state"])
    if payment is None or ret.current_state is not ReturnState.AWAITING_PAYMENT:
        return redirect("flow:confirmation", private_key=ret.private_key)
    if payment.state in _UNDER_WAY or payment.state in ("new", "open"):
        context = _shared(ret) | {
            "is_under_way": payment.state in _UNDER_WAY,
            "checkout_url": payment.checkout_url,
        }
        return render(request, "retour/flow/pay_waiting.html", context)
    return redirect("flow:pay", private_key=ret.private_key)


@never_cache
@require_safe
def follow_paid_link(request: HttpRequest, private_key: str) -> HttpResponse:
    """The address the service knows, in no language; it leads to the customer's."""
    if not re.fullmatch(PRIVATE_KEY, private_key):
        raise Http404
    ret = return_of_key(brand_of(request), private_key)
    return lead_on(request, ret.brand, "flow:paid", private_key, wanted=ret.locale)


def _asked(payment: Payment) -> Payment:
    now = timezone.now()
    is_fresh = payment.checked_at is not None and (
        payment.checked_at > now - _ASKED_JUST_NOW
    )
    if is_fresh:
        return payment
    Payment.objects.filter(pk=payment.pk).update(checked_at=now)
    with suppress(PaymentFault):
        return settle_payment(payment.pk)
    return payment


def _pay_page(
    request: HttpRequest, ret: Return, *, refusal: DomainError | None = None
) -> HttpResponse:
    context = _shared(ret) | {
        "panel": fee_panel(ret),
        "told": _last_attempt(fee_state(ret).payment),
        "problems": [Problem("pay", sentence_for(refusal))] if refusal else [],
    }
    status = 200 if refusal is None else 503
    return render(request, "retour/flow/pay.html", context, status=status)


def _shared(ret: Return) -> dict[str, object]:
    return {
        "ret": ret,
        "order_number": ret.order.number,
        "amount": money_text(ret.label_fee_minor or 0, ret.order),
    }


def _last_attempt(payment: Payment | None) -> str:
    if payment is None:
        return ""
    return {
        PaymentState.FAILED.value: _("The payment did not go through."),
        PaymentState.CANCELED.value: _("The payment was cancelled."),
        PaymentState.EXPIRED.value: _("The time for the payment ran out."),
    }.get(payment.state, "")


def _how_it_stands(fee: FeeState) -> str:
    if fee.refund is None:
        return _("Paid. It is not taken off your refund.")
    if fee.refund.state == FeeRefundState.DONE:
        return _("Given back the way you paid it.")
    if fee.refund.state == FeeRefundState.OTHERWISE:
        return _("The return fee was given back.")
    return _("You get it back the way you paid it.")


def _is_live(fee: FeeState) -> bool:
    return fee.payment is None or fee.payment.is_live
