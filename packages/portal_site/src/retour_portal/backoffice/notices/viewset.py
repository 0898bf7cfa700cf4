from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView

from retour_core.domain.digests import Rhythm
from retour_core.notices.models import NoticeSubscription
from retour_portal.backoffice.listing import ListingView, StateColumn
from retour_portal.backoffice.notices.forms import NoticeForm
from retour_portal.backoffice.refusing import Refusing
from retour_portal.backoffice.scoping import BrandScopedViewSet


class NoticeListing(ListingView):
    queryset = NoticeSubscription.objects.select_related("brand")
    page_title = gettext_lazy("Notices")
    add_item_label = gettext_lazy("Add a recipient")


class _SavedByOperation(Refusing):
    template_name = "retour_backoffice/notices/form.html"
    saved_words: Any = ""

    def carry_out(self, form: Any) -> HttpResponse | None:
        if form.save_or_refuse() is None:
            return None
        messages.success(self.request, self.saved_words)
        return redirect("notices:index")


class AddNotice(_SavedByOperation, CreateView):
    page_title = gettext_lazy("Add a recipient")
    error_message = gettext_lazy("The recipient could not be added.")
    submit_button_label = gettext_lazy("Add the recipient")
    saved_words = gettext_lazy("The recipient is added.")


class EditNotice(_SavedByOperation, EditView):
    error_message = gettext_lazy("The recipient could not be saved.")
    saved_words = gettext_lazy("The recipient is saved.")


def rhythm_words(row: NoticeSubscription) -> str:
    """How often, and when."""
    if row.rhythm == Rhythm.AT_ONCE:
        return row.get_rhythm_display()
    return _("{rhythm}, at {hour}:00").format(
        rhythm=row.get_rhythm_display(), hour=row.hour
    )


class NoticeViewSet(BrandScopedViewSet):
    """Whom of the merchant's a brand writes to about its returns, and how often."""

    model = NoticeSubscription
    name = "notices"
    icon = "mail"
    menu_label = gettext_lazy("Notices")
    offered = frozenset({"index", "add", "edit", "delete"})
    ordering = "pk"
    list_display = [
        TitleColumn("email", label=gettext_lazy("Recipient"), url_name="notices:edit"),
        Column("brand", label=gettext_lazy("Brand"), accessor="brand.name"),
        Column("rhythm", label=gettext_lazy("How often"), accessor=rhythm_words),
        StateColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda row: row.problem or pgettext("recipient", "active"),
            state_of=lambda row: "webhook-failing" if row.problem else "webhook-active",
        ),
    ]
    search_fields = ["email"]
    index_view_class = NoticeListing
    add_view_class = AddNotice
    edit_view_class = EditNotice
    model_form = NoticeForm
