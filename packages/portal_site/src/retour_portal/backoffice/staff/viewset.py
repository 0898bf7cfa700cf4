from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from retour_core.accounts.models import StaffRole
from retour_portal.backoffice.listing import StateColumn
from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.backoffice.staff import pages
from retour_portal.backoffice.staff.forms import ChangeRoleForm
from retour_portal.backoffice.staff.words import (
    person_name,
    standing_of,
    standing_words,
)


def _edit_url(staff_role: StaffRole) -> str:
    return reverse("staff:edit", args=[staff_role.pk])


class StaffViewSet(BrandScopedViewSet):
    """A row is a person in a brand: who works for two brands has two."""

    model = StaffRole
    name = "staff"
    icon = "group"
    menu_label = _("Staff")
    offered = frozenset({"index", "add", "edit", "delete"})
    ordering = ("brand__name", "user__last_name", "user__username")
    list_display = [
        TitleColumn(
            "person",
            label=_("Person"),
            accessor=lambda row: person_name(row.user),
            get_url=_edit_url,
        ),
        Column("email", label=_("E-mail"), accessor="user.email"),
        Column("brand", label=_("Brand"), accessor="brand.name"),
        Column("role", label=_("Role"), accessor="get_role_display"),
        StateColumn(
            "standing",
            label=_("Status"),
            accessor=standing_words,
            state_of=lambda row: f"staff-{standing_of(row)}",
        ),
        DateColumn("last_login", label=_("Last sign-in"), accessor="user.last_login"),
    ]
    list_filter = ["brand", "role"]
    search_fields = [
        *("user__first_name", "user__last_name", "user__email", "user__username")
    ]
    list_export = [
        *("user.first_name", "user.last_name", "user.email", "user.username"),
        *("brand.name", "get_role_display", "user.last_login"),
    ]
    export_headings = {
        "user.first_name": _("First name"),
        "user.last_name": _("Last name"),
        "user.email": _("E-mail"),
        "user.username": _("User name"),
        "brand.name": _("Brand"),
        "get_role_display": _("Role"),
        "user.last_login": _("Last sign-in"),
    }
    export_filename = "staff"
    index_view_class = pages.StaffListing
    edit_view_class = pages.ChangeRolePage
    delete_view_class = pages.RemovePersonPage
    index_template_name = "retour_backoffice/staff/index.html"
    edit_template_name = pages.ChangeRolePage.template_name
    delete_template_name = pages.RemovePersonPage.template_name
    model_form = ChangeRoleForm

    @property
    def add_view(self) -> Any:
        return self.construct_view(pages.AddPersonPage)

    def get_urlpatterns(self) -> list[Any]:
        invite = self.construct_view(pages.InviteAgainView)
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/invite/", invite, name="invite"),
        ]
