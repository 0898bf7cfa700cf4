"""An order typed in, such as a purchase over the counter."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.accounts.queries import account_zone
from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.domain.wire import MAX_QUANTITY, FieldProblem
from retour_core.imports.errors import told
from retour_core.imports.manual import OrderRefused, enter_order
from retour_core.orders.models import Order, Shop, ShopStatus
from retour_portal.backoffice.breadcrumbs import under
from retour_portal.backoffice.day_input import DayInput
from retour_portal.backoffice.imports.form_page import FormPage
from retour_portal.backoffice.policies import BrandRolePolicy, scoped
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.countries import country_choices

_MORE_LINES = 3
_DECIMAL_COMMA = re.compile(r"^([0-9]+),([0-9]{1,2})$")
_FIELD_OF = {
    "/number": "number",
    "/id": "number",
    "/placed_at": "placed_at",
    "/currency": "currency",
    "/email": "email",
    "/shipping_address/name": "customer_name",
    "/shipping_address/postal_code": "postal_code",
    "/shipping_address/country": "country",
}
_LINE_FIELD_OF = {
    "title": "title",
    "sku": "sku",
    "id": "sku",
    "quantity": "quantity",
    "unit_list_price": "price",
}


class OrderForm(forms.Form):
    shop = forms.ModelChoiceField(
        label=gettext_lazy("Shop"),
        queryset=Shop.objects.exclude(status=ShopStatus.DISCONNECTED).order_by("name"),
        empty_label=None,
    )
    number = forms.CharField(
        label=gettext_lazy("Order number"),
        max_length=100,
        help_text=gettext_lazy("As the customer reads it, such as on the receipt."),
    )
    placed_at = forms.DateField(
        label=gettext_lazy("Date"),
        widget=DayInput(),
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3)
    customer_name = forms.CharField(
        label=gettext_lazy("Customer"), max_length=100, required=False
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code"),
        max_length=20,
        required=False,
        help_text=gettext_lazy(
            "The customer proves with it whose order it is; without it only you can"
            " start a return."
        ),
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]


class PriceField(forms.DecimalField):
    """Takes a decimal comma in every language; “1,234” is refused, not guessed at."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = _DECIMAL_COMMA.sub(r"\1.\2", value.strip())
        return super().to_python(value)


class LineForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Item"), max_length=255)
    sku = forms.CharField(label=gettext_lazy("SKU"), max_length=90, required=False)
    quantity = forms.IntegerField(
        label=gettext_lazy("Quantity"), min_value=1, max_value=MAX_QUANTITY, initial=1
    )
    price = PriceField(
        label=gettext_lazy("Unit price"),
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


LineForms = forms.formset_factory(
    LineForm, extra=_MORE_LINES, min_num=1, validate_min=True, max_num=100
)


class AddOrderView(FormPage):
    form_class = OrderForm
    template_name = "retour_backoffice/imports/add_order.html"
    page_title = gettext_lazy("Add an order")
    lines: Any = None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, reverse("orders:index"), _("Incoming orders"))

    def get_initial(self) -> dict[str, Any]:
        today = timezone.now().astimezone(ZoneInfo(account_zone())).date()
        last = scoped(Order.objects.order_by("-pk"), self.request.user)
        known = last.values("currency", "country").first() or {}
        return {
            "placed_at": today,
            "currency": known.get("currency", "EUR"),
            "country": known.get("country", "DE"),
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" in request.POST:
            return self._with_more_lines()
        self.lines = LineForms(
            request.POST,
            prefix="lines",
            error_messages={"too_few_forms": _("Fill in at least one item.")},
        )
        form = self.get_form()
        are_valid = [form.is_valid(), self.lines.is_valid()]
        return self.form_valid(form) if all(are_valid) else self.form_invalid(form)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        filled = [line for line in self.lines if line.cleaned_data.get("title")]
        try:
            order = enter_order(
                form.cleaned_data["shop"],
                _wire_order(form, filled),
                now=timezone.now(),
                actor=self.request.user.get_username(),
            )
        except OrderRefused as refusal:
            placed = [_tell(problem, form, filled) for problem in refusal.problems]
            if not any(placed):
                form.add_error(None, refusal_words(refusal))
            return self.form_invalid(form)
        except DomainError as refusal:
            form.add_error("shop", told(refusal))
            return self.form_invalid(form)
        self._say(order)
        return redirect("orders:inspect", order.pk)

    def _say(self, order: Order) -> None:
        sentence = _("Order %(number)s is added.") % {"number": order.number}
        if order.brand.allow_unshipped_returns:
            messages.success(self.request, sentence)
            return
        sentence += " " + _(
            "It shows no outbound shipment, and %(brand)s does not allow returns of"
            " such orders: its administrator can, under “Return portal”."
        ) % {"brand": order.brand.name}
        may_allow = BrandRolePolicy(Brand).user_has_permission_for_instance(
            self.request.user, "change", order.brand
        )
        page = messages.button(reverse("return-portal:index"), _("Return portal"))
        messages.success(self.request, sentence, buttons=[page] if may_allow else [])

    def _with_more_lines(self) -> HttpResponse:
        data = self.request.POST.copy()
        total = data.get("lines-TOTAL_FORMS", "")
        count = int(total) if re.fullmatch(r"\d{1,3}", total) else 1
        wanted = min(count + _MORE_LINES, 100)
        data["lines-TOTAL_FORMS"] = str(wanted)
        for number in range(count, wanted):
            # As an empty form has it: else it would not count as untouched.
            data[f"lines-{number}-quantity"] = "1"
        self.request.POST = data  # type: ignore[assignment]
        self.lines = LineForms(data, prefix="lines")
        # What was typed stays as it is; nothing is judged before it is sent.
        form = self.get_form()
        for unjudged in (form, *self.lines):
            unjudged._errors = forms.utils.ErrorDict()  # noqa: SLF001
        response: HttpResponse = self.render_to_response(
            self.get_context_data(form=form)
        )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["lines"] = self.lines or LineForms(prefix="lines")
        return context


def _wire_order(form: forms.Form, lines: list[LineForm]) -> dict[str, Any]:
    data = form.cleaned_data
    now = timezone.now()
    # At noon it is the same day for whoever reads it in another zone.
    noon = datetime.combine(data["placed_at"], time(12), ZoneInfo(account_zone()))
    today = now.astimezone(noon.tzinfo).date()
    placed_at = min(noon, now) if noon.date() == today else noon
    found = [_wire_line(index, line) for index, line in enumerate(lines)]
    total = sum((Decimal(line["total_incl_tax"]) for line in found), Decimal(0))
    return {
        "id": data["number"],
        "number": data["number"],
        "currency": data["currency"],
        "placed_at": placed_at.isoformat(),
        "changed_at": now.isoformat(),
        "email": data["email"],
        "locale": get_language() or "en",
        "shipping_address": {
            "name": data["customer_name"],
            "postal_code": data["postal_code"],
            "country": data["country"],
        },
        "lines": found,
        "total_incl_tax": format(total, "f"),
    }


def _wire_line(index: int, line: LineForm) -> dict[str, Any]:
    data = line.cleaned_data
    return {
        "id": f"#{index + 1}",
        "sku": data["sku"],
        "title": data["title"],
        "quantity": data["quantity"],
        "unit_list_price": format(data["price"], "f"),
        "total_incl_tax": format(data["price"] * data["quantity"], "f"),
    }


def _tell(problem: FieldProblem, form: forms.Form, lines: list[LineForm]) -> bool:
    """Put a problem at the field it is about; not if it only follows from others."""
    if problem.pointer in _FIELD_OF:
        form.add_error(_FIELD_OF[problem.pointer], problem.message)
        return True
    place = re.fullmatch(r"/lines/(\d+)/(\w+)", problem.pointer)
    if place and place[2] in _LINE_FIELD_OF:
        lines[int(place[1])].add_error(_LINE_FIELD_OF[place[2]], problem.message)
    elif problem.pointer.endswith("/total_incl_tax"):
        return False
    else:
        form.add_error(None, f"{problem.pointer}: {problem.message}")
    return True
