from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from retour_core.brands.models import Brand
from retour_core.domain.withdrawal import FlagKind
from retour_core.orders.numbers import number_key
from retour_core.withdrawals.models import Withdrawal
from retour_core.withdrawals.queries import overdue, with_course
from retour_portal.backoffice.access import PROCESSES_RETURNS, brand_ids_with
from retour_portal.backoffice.listing import ListingView
from retour_portal.backoffice.withdrawals.standing import (
    Badge,
    refund_badge,
    send_back_badge,
)
from retour_portal.backoffice.withdrawals.words import (
    FLAG_LABELS,
    case_label,
    case_state,
    flag_badges,
    mail_label,
    mail_state,
)

_CELLS = "retour_backoffice/withdrawals/cells"
_STATED = ("name", "email", "contract")


class WithdrawalFilters(WagtailFilterSet):
    case = django_filters.ChoiceFilter(
        label=_("Case"),
        choices=[
            ("open", pgettext_lazy("case", "open")),
            ("closed", pgettext_lazy("case", "closed")),
        ],
        empty_label=pgettext_lazy("withdrawals", "All"),
        widget=forms.RadioSelect,
        method="filter_case",
    )
    refund = django_filters.ChoiceFilter(
        label=_("Refund"),
        choices=[("overdue", _("overdue"))],
        empty_label=pgettext_lazy("withdrawals", "All"),
        widget=forms.RadioSelect,
        method="filter_overdue",
    )
    order = django_filters.ChoiceFilter(
        label=_("Order"),
        choices=[("unknown", _("unknown")), ("known", _("known"))],
        empty_label=pgettext_lazy("withdrawals", "All"),
        widget=forms.RadioSelect,
        method="filter_order",
    )
    flag = django_filters.MultipleChoiceFilter(
        label=_("To look at"),
        choices=[(kind.value, label) for kind, label in FLAG_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
        method="filter_flag",
    )
    mail = django_filters.ChoiceFilter(
        label=_("Acknowledgement"),
        choices=[("undeliverable", _("undeliverable"))],
        empty_label=pgettext_lazy("withdrawals", "All"),
        widget=forms.RadioSelect,
        method="filter_mail",
    )
    brand = django_filters.ModelMultipleChoiceFilter(
        label=_("Brand"),
        queryset=Brand.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
    )
    submitted_at = django_filters.DateFromToRangeFilter(
        label=_("Submitted"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Withdrawal
        fields = ["brand", "submitted_at"]

    def filter_case(
        self, queryset: QuerySet[Withdrawal], _name: str, value: str
    ) -> QuerySet[Withdrawal]:
        return queryset.filter(closed_at__isnull=value == "open")

    def filter_order(
        self, queryset: QuerySet[Withdrawal], _name: str, value: str
    ) -> QuerySet[Withdrawal]:
        return queryset.filter(order__isnull=value == "unknown")

    def filter_mail(
        self, queryset: QuerySet[Withdrawal], _name: str, _value: str
    ) -> QuerySet[Withdrawal]:
        return queryset.exclude(undeliverable="")

    def filter_overdue(
        self, queryset: QuerySet[Withdrawal], _name: str, _value: str
    ) -> QuerySet[Withdrawal]:
        brand_ids = brand_ids_with(self.request.user, PROCESSES_RETURNS)
        late = overdue(brand_ids, now=timezone.now())
        return queryset.filter(pk__in=[row.pk for row in late])

    def filter_flag(
        self, queryset: QuerySet[Withdrawal], _name: str, value: list[str]
    ) -> QuerySet[Withdrawal]:
        if not value:
            return queryset
        # As text, for SQLite looks into no list. A quote within somebody's words has
        # a backslash before it, so that nobody can write a flag into their contract.
        asked = Q()
        for kind in value:
            asked |= Q(flags_text__contains=f'["{FlagKind(kind).value}"')
        return queryset.alias(flags_text=Cast("flags", TextField())).filter(asked)


class BadgeColumn(Column):
    """A badge of ``standing``; an empty cell where there is nothing to say."""

    cell_template_name = f"{_CELLS}/badge.html"

    def __init__(
        self, name: str, *, badge_of: Callable[[Withdrawal], Badge], **kwargs: Any
    ) -> None:
        super().__init__(name, accessor=badge_of, **kwargs)


class FlagsColumn(Column):
    cell_template_name = f"{_CELLS}/flags.html"


class PersonColumn(Column):
    """The name, and below it the order or what the customer calls the contract."""

    cell_template_name = f"{_CELLS}/person.html"


class SubmittedColumn(Column):
    """When, and below it what became of the acknowledgement."""

    cell_template_name = f"{_CELLS}/submitted.html"

    def get_cell_context_data(
        self, instance: Any, parent_context: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(
            instance, parent_context
        )
        return {
            **context,
            "mail_state": mail_state(instance),
            "mail_label": mail_label(instance),
        }


class WithdrawalListing(ListingView):
    """With the way to the link and texts a shop must show."""

    queryset = with_course()
    search_fields = ["reference", *(f"record__content__{name}" for name in _STATED)]
    columns_shown = [
        PersonColumn(
            "name", label=_("Customer"), accessor=lambda row: row.content.get("name")
        ),
        Column(
            "brand", label=_("Brand"), accessor="brand.name", sort_key="brand__name"
        ),
        SubmittedColumn("submitted_at", label=_("Submitted"), sort_key="submitted_at"),
        FlagsColumn("flags", label=_("To look at"), accessor=flag_badges),
        BadgeColumn("refund", label=_("Refund"), badge_of=refund_badge),
        BadgeColumn("send_back", label=_("Sent back"), badge_of=send_back_badge),
        BadgeColumn(
            "case",
            label=_("Case"),
            badge_of=lambda row: Badge(f"case-{case_state(row)}", case_label(row)),
        ),
    ]
    export_values = {
        "name": lambda row: row.content.get("name", ""),
        "email": lambda row: row.content.get("email", ""),
        "contract": lambda row: row.content.get("contract", ""),
        "order": lambda row: row.order.number if row.order else "",
        "flags": lambda row: ", ".join(label for _kind, label in flag_badges(row)),
        "refund": lambda row: refund_badge(row).label,
        "send_back": lambda row: send_back_badge(row).label,
        "acknowledgement": mail_label,
        "case": case_label,
    }

    @cached_property
    def header_buttons(self) -> list[Any]:
        button = HeaderButton(
            label=_("Link and texts for your shop"),
            url=reverse("withdrawals:texts"),
            icon_name="code",
            classname="retour-texts-link",
        )
        return [*super().header_buttons, button]

    def search_queryset(self, queryset: QuerySet[Withdrawal]) -> QuerySet[Withdrawal]:
        if not self.is_searching:
            return queryset
        asked = self.search_query.strip()
        found = Q(order__number_key=number_key(asked))
        for field in self.search_fields:
            found |= Q(**{f"{field}__icontains": asked})
        return queryset.filter(found)
