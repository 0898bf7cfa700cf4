"""“It was a gift”: whoever got it starts a return in their own name.

What they prove is what every visitor proves, the order's number and a postal code of
it. From there on no page and no mail shows a price, and the buyer is not written to.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from retour_core.orders.models import Order
from retour_core.returns.drafts import start_draft
from retour_core.returns.gifts import Recipient
from retour_portal.flow.access import brand_of, own_site_posts
from retour_portal.flow.forms import LookupForm
from retour_portal.flow.lookup import find
from retour_portal.flow.presentation import language
from retour_portal.flow.progress import Step, step_marks


class GiftForm(LookupForm):
    name = forms.CharField(
        max_length=100,
        label=_("Your name"),
        error_messages={
            "required": _("Enter your name."),
            "max_length": _("That is too long for a name."),
        },
    )
    email = forms.EmailField(
        max_length=254,
        label=_("Your e-mail address"),
        error_messages={
            "required": _("Enter your e-mail address: the label is sent there."),
            "invalid": _("Enter an e-mail address like name@example.com."),
        },
    )


@own_site_posts
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def gift(request: HttpRequest) -> HttpResponse:
    brand = brand_of(request)
    if request.method != "POST":
        typed = {"number": request.GET.get("number", "")[:100]}
        return _page(request, GiftForm(initial=typed))
    form = GiftForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    return find(request, brand, form, page=_page, start=_start)


def _start(request: HttpRequest, order: Order, form: GiftForm) -> HttpResponse:
    del request
    recipient = Recipient(form.cleaned_data["name"], form.cleaned_data["email"])
    draft = start_draft(order, locale=language(), gift_of=recipient)
    return redirect("flow:items", private_key=draft.private_key)


def _page(request: HttpRequest, form: GiftForm) -> HttpResponse:
    context = {
        "form": form,
        "problems": form.problems(),
        "steps": step_marks(Step.FIND),
    }
    return render(request, "retour/flow/gift.html", context)
