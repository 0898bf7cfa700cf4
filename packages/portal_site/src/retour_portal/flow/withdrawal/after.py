"""The page of a submitted withdrawal, and its acknowledgement as a PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from retour_core.withdrawals.documents import acknowledgement_pdf
from retour_core.withdrawals.facts import facts_of, seal_text
from retour_core.withdrawals.links import is_proof_of
from retour_portal.flow.access import brand_of
from retour_portal.flow.presentation import language
from retour_portal.flow.withdrawal.access import open_page
from retour_portal.flow.withdrawal.following import following, is_waiting
from retour_portal.flow.withdrawal.queries import withdrawal_with_course


@open_page("GET", "HEAD")
def done(request: HttpRequest, private_key: str) -> HttpResponse:
    withdrawal = withdrawal_with_course(brand_of(request), private_key)
    is_proven = is_proof_of(withdrawal, request.GET.get("proof", ""))
    next_steps = following(withdrawal, now=timezone.now(), is_proven=is_proven)
    context = {
        "withdrawal": withdrawal,
        "facts": facts_of(withdrawal, locale=language()),
        "seal": seal_text(withdrawal),
        "email": withdrawal.content.get("email", ""),
        "following": next_steps,
        "is_waiting": next_steps.is_waiting,
    }
    return render(request, "retour/flow/withdrawal/done.html", context)


@open_page("GET", "HEAD")
def acknowledgement(request: HttpRequest, private_key: str) -> HttpResponse:
    withdrawal = withdrawal_with_course(brand_of(request), private_key)
    pdf = acknowledgement_pdf(withdrawal)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{withdrawal.reference}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@open_page("GET", "HEAD")
def status(request: HttpRequest, private_key: str) -> HttpResponse:
    """What a waiting page asks for: whether waiting for the return is over."""
    withdrawal = withdrawal_with_course(brand_of(request), private_key)
    return JsonResponse({"waiting": is_waiting(withdrawal, now=timezone.now())})
