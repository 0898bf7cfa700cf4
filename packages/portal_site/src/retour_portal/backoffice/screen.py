"""What pages of ours in the admin share that are no standard view of a row."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from retour_core.accounts.models import Role
from retour_portal.backoffice.access import MANAGES_BRAND
from retour_portal.backoffice.brand_switch import BrandSwitch, chosen_brand
from retour_portal.backoffice.chosen.kept import chosen_brand_id, keep_brand


class Screen(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """``listed_under`` is the list this page came from, as breadcrumbs want it."""

    model: Any = None
    permission_required = "view"
    header_icon = ""
    http_method_names = ["get", "head", "options"]

    def listed_under(self) -> dict[str, Any] | None:
        return None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listed = self.listed_under()
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *([listed] if listed else []), here]

    def get(
        self, _request: HttpRequest, /, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        return self.shown()

    def shown(self, **shown: Any) -> HttpResponseBase:
        """The page, with what it does not keep itself by its name in the context."""
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(**shown)
        )
        return response

    def refused(self, **shown: Any) -> HttpResponseBase:
        """The page again, with the form that was not valid, ``shown`` by its name in
        the context where the page does not keep it itself."""
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(**shown), status=422
        )
        return response


class BrandScreen(Screen):
    """About one brand of those in which its user has one of ``roles``."""

    roles: Collection[Role] = MANAGES_BRAND

    def asked_brand(self) -> str | None:
        return self.request.GET.get("brand")

    @cached_property
    def switch(self) -> BrandSwitch:
        """Whichever was asked for is kept in the session for the next screen."""
        asked = self.asked_brand()
        kept = chosen_brand_id(self.request)
        found = chosen_brand(self.request.user, asked, self.roles, kept=kept)
        if asked is not None:
            keep_brand(self.request, found.chosen.pk)
        return found
