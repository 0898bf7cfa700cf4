from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from retour_core.webhooks.models import WebhookEndpoint
from retour_portal.backoffice.listing import PageListing, StateColumn
from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.backoffice.webhooks import editing, page
from retour_portal.backoffice.webhooks.forms import WebhookForm
from retour_portal.backoffice.webhooks.words import state_of, state_words


class WebhookListing(PageListing):
    queryset = WebhookEndpoint.objects.select_related("brand")
    page_title = _("Webhooks")
    add_item_label = _("Add a webhook")


class WebhookViewSet(BrandScopedViewSet):
    """The merchant's systems that are told what happens."""

    model = WebhookEndpoint
    name = "webhooks"
    icon = "link"
    menu_label = _("Webhooks")
    offered = frozenset({"index", "add", "edit", "inspect", "delete"})
    ordering = "pk"
    list_display = [
        TitleColumn(
            "name", label=_("Webhook"), accessor=str, url_name="webhooks:inspect"
        ),
        Column("brand", label=_("Brand"), accessor="brand.name"),
        Column("url", label=_("Address")),
        StateColumn(
            "state",
            label=_("State"),
            accessor=state_words,
            state_of=lambda endpoint: f"webhook-{state_of(endpoint)}",
        ),
    ]
    search_fields = ["url", "description"]
    index_view_class = WebhookListing
    add_view_class = editing.AddWebhookView
    edit_view_class = editing.EditWebhookView
    inspect_view_class = page.WebhookPage
    model_form = WebhookForm

    def get_urlpatterns(self) -> list[Any]:
        about_one = {
            "test_webhook": ("test/", page.TestWebhook),
            "pause_webhook": ("pause/", page.PauseWebhook),
            "resume_webhook": ("resume/", page.ResumeWebhook),
            "show_secret": ("secret/", page.ShowSecret),
            "renew_secret": ("secret/new/", page.RenewSecret),
            "replay_failed": ("replay/", page.ReplayFailed),
            "message": ("messages/<int:message>/", page.MessagePage),
            "replay_message": ("messages/<int:message>/replay/", page.ReplayMessage),
        }
        return [*super().get_urlpatterns(), *self.row_paths(about_one)]
