"""The sandbox's own page: a person decides what becomes of a payment."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from retour_core.domain.money import Money, format_money
from retour_core.payments.base import PaymentStatus, RefundStatus
from retour_core.payments.hooks import note_news
from retour_core.payments.models import SandboxPayment
from retour_core.payments.sandbox.adapter import decide, spoil_refund
from retour_portal.flow.access import own_site_posts

_MAY = ("paid", "failed", "canceled")
# Of a fee that was given back: what a bank, or a person at the service, does later.
_MAY_BECOME = ("failed", "canceled")


@own_site_posts
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def payment_sandbox(request: HttpRequest, provider_id: str) -> HttpResponse:
    if not settings.RETOUR_PAYMENT_SANDBOX:
        raise Http404
    made = SandboxPayment.objects.filter(provider_id=provider_id).first()
    if made is None:
        raise Http404
    if request.method == "POST" and request.POST.get("status") in _MAY:
        decide(provider_id, PaymentStatus(request.POST["status"]))
        # As any service would: by its webhook, then by sending the customer back.
        note_news(uuid.UUID(made.key), provider_id)
        return redirect(made.redirect_url)
    if request.method == "POST" and request.POST.get("refund") in _MAY_BECOME:
        spoil_refund(provider_id, RefundStatus(request.POST["refund"]))
        note_news(uuid.UUID(made.key), provider_id)
        return redirect(request.path)
    amount = format_money(Money(made.amount_minor, made.currency), "en")
    context = {
        "payment": made,
        "amount": amount,
        "is_open": made.status == "open",
        "is_given_back": bool(made.refund_key) and made.refund_status == "refunded",
    }
    return render(request, "retour/flow/payment_sandbox.html", context)
