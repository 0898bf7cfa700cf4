"""Returns → Staff: who works for which brand, as what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import DeleteView, EditView
from wagtail.log_actions import log

from retour_core.accounts.models import Role, StaffRole
from retour_core.domain.errors import DomainError
from retour_portal.backoffice.breadcrumbs import under
from retour_portal.backoffice.form_page import FormPage
from retour_portal.backoffice.listing import ListingView
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.refusing import refused
from retour_portal.backoffice.staff.forms import AddPersonForm, ChangeRoleForm
from retour_portal.backoffice.staff.operations import (
    add_person,
    change_role,
    invite_again,
    remove_person,
)
from retour_portal.backoffice.staff.words import (
    person_name,
    refusal_words,
    standing_of,
)


def _asker(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the admin asks to sign in
    return request.user


def _language() -> str:
    return get_language() or "en"


class StaffListing(ListingView):
    queryset = StaffRole.objects.select_related("user", "brand")
    page_title = gettext_lazy("Staff")
    add_item_label = gettext_lazy("Add a person")


class AddPersonPage(FormPage):
    index_url_name = ""
    form_class = AddPersonForm
    template_name = "retour_backoffice/staff/add.html"
    page_title = gettext_lazy("Add a person")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, reverse("staff:index"), _("Staff"))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        assert isinstance(form, AddPersonForm)  # noqa: S101 - form_class
        try:
            staff_role = add_person(form.newcomer(), locale=_language())
        except DomainError as refusal:
            form.add_error(
                "email", forms.ValidationError(refusal_words(refusal), refusal.code)
            )
            return self.form_invalid(form)
        log(instance=staff_role, action="wagtail.create", user=self.request.user)
        messages.success(
            self.request,
            _("%(person)s now works for %(brand)s; a mail is on its way to %(email)s.")
            % {
                "person": person_name(staff_role.user),
                "brand": staff_role.brand.name,
                "email": staff_role.user.email,
            },
        )
        return redirect("staff:index")


class ChangeRolePage(EditView):
    template_name = "retour_backoffice/staff/edit.html"
    error_message = gettext_lazy("The role could not be changed.")
    delete_item_label = gettext_lazy("Remove")

    def get_page_subtitle(self) -> str:
        return person_name(self.object.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            person=person_name(self.object.user),
            standing=standing_of(self.object),
        )
        return context

    def form_valid(self, form: ChangeRoleForm) -> HttpResponse:
        role = Role(form.cleaned_data["role"])
        try:
            change_role(self.object, role, by=_asker(self.request))
        except DomainError as refusal:
            form.add_error(
                "role", forms.ValidationError(refusal_words(refusal), refusal.code)
            )
            return refused(self, form)
        except StaffRole.DoesNotExist:
            messages.error(self.request, _("This person was removed meanwhile."))
            return redirect("staff:index")
        log(instance=self.object, action="wagtail.edit", user=self.request.user)
        messages.success(
            self.request,
            _("%(person)s is now: %(role)s, %(brand)s.")
            % {
                "person": person_name(self.object.user),
                "role": role.label,
                "brand": self.object.brand.name,
            },
        )
        return redirect("staff:index")


class RemovePersonPage(DeleteView):
    """Takes the role away; the account and what it did stay."""

    page_title = gettext_lazy("Remove")
    template_name = "retour_backoffice/staff/remove.html"

    def get_page_subtitle(self) -> str:
        return person_name(self.object.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs, person=person_name(self.object.user)
        )
        return context

    def form_valid(self, _form: Any) -> HttpResponseBase:
        person, brand = person_name(self.object.user), self.object.brand.name
        try:
            remove_person(self.object, by=_asker(self.request))
        except DomainError as refusal:
            messages.error(self.request, refusal_words(refusal))
            return redirect("staff:index")
        log(instance=self.object, action="wagtail.delete", user=self.request.user)
        messages.success(
            self.request,
            _("%(person)s no longer works for %(brand)s.")
            % {"person": person, "brand": brand},
        )
        # Somebody who removed themselves may have no list to go back to.
        return redirect("wagtailadmin_home" if self._was_own() else "staff:index")

    def _was_own(self) -> bool:
        return bool(self.object.user_id == self.request.user.pk)


class InviteAgainView(ObjectPage):
    permission_required = "change"
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        try:
            invite_again(self.object, locale=_language())
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(
                request,
                _("A new invitation is on its way to %(email)s.")
                % {"email": self.object.user.email},
            )
        return redirect("staff:index")
