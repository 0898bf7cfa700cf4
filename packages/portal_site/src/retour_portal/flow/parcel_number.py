"""The number of a parcel that the customer sends with a carrier of their own."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from retour_core.domain.errors import DomainError
from retour_core.domain.tracking_numbers import normalise_tracking_number
from retour_core.returns.models import Return
from retour_core.tracking.operations import (
    NumberDoubtful,
    enter_number,
    takes_number,
)
from retour_portal.flow.access import submitted_page
from retour_portal.flow.forms import Problem
from retour_portal.flow.messages import sentence_for


class NumberForm(forms.Form):
    """``sure`` is the number in doubt that the customer ticked to keep: of another
    one, typed since, there may be other doubts."""

    number = forms.CharField(
        label=gettext_lazy("Tracking number of your parcel"),
        max_length=100,
        error_messages={
            "required": gettext_lazy("Enter the number on your receipt."),
            "max_length": gettext_lazy("That is too long for a tracking number."),
        },
    )
    sure = forms.CharField(required=False, max_length=100)

    @property
    def is_sure(self) -> bool:
        number, kept = self.cleaned_data["number"], self.cleaned_data.get("sure", "")
        return normalise_tracking_number(number) == normalise_tracking_number(kept)


@submitted_page("GET", "HEAD", "POST")
def parcel_number(request: HttpRequest, ret: Return) -> HttpResponse:
    page = redirect("flow:tracking", private_key=ret.private_key)
    if not takes_number(ret):
        return page
    form = NumberForm(request.POST if request.method == "POST" else None)
    doubted = ""
    if form.is_valid():
        number = form.cleaned_data["number"]
        try:
            enter_number(ret, number, sure=form.is_sure)
        except DomainError as error:
            form.add_error("number", sentence_for(error))
            doubted = number if isinstance(error, NumberDoubtful) else ""
        else:
            return page
    errors = [str(error) for error in form.errors.get("number", [])]
    context = {
        "ret": ret,
        "order_number": ret.order.number,
        "form": form,
        "doubted": doubted,
        "problems": [Problem("id_number", error) for error in errors],
    }
    status = 409 if errors else 200
    return render(request, "retour/flow/parcel.html", context, status=status)
