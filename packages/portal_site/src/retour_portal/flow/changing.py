"""Another way back for a return that was sent off."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from retour_core.domain.errors import DomainError
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import ReturnState
from retour_core.returns.changing import (
    change_method,
    may_start_over,
    other_methods,
    start_over,
)
from retour_core.returns.models import Return
from retour_portal.flow.access import submitted_page
from retour_portal.flow.forms import Problem
from retour_portal.flow.messages import refusal_of
from retour_portal.flow.ways import way


@submitted_page("GET", "HEAD", "POST")
def change(request: HttpRequest, ret: Return) -> HttpResponse:
    """Choose another way, or where a label is made, begin again without it."""
    if request.method == "POST":
        try:
            if "again" in request.POST:
                draft = start_over(ret, now=timezone.now())
                return redirect("flow:method", private_key=draft.private_key)
            change_method(ret, request.POST.get("method", ret.method))
        except DomainError as error:
            return _page(request, ret, error)
        return redirect("flow:tracking", private_key=ret.private_key)
    if not other_methods(ret) and not may_start_over(ret):
        return redirect("flow:tracking", private_key=ret.private_key)
    return _page(request, ret)


def _page(
    request: HttpRequest, ret: Return, refusal: DomainError | None = None
) -> HttpResponse:
    others = other_methods(ret)
    methods = [ReturnMethod(ret.method), *others] if ret.method else []
    problems = [Problem("id_method", refusal_of(ret.order, refusal))] if refusal else []
    context = {
        "ret": ret,
        "order_number": ret.order.number,
        "ways": [way(method) for method in methods],
        "may_choose": bool(others),
        "may_start_over": may_start_over(ret),
        "is_delayed": ret.current_state is ReturnState.LABEL_FAILED,
        "problems": problems,
    }
    status = 409 if refusal else 200
    return render(request, "retour/flow/change.html", context, status=status)
