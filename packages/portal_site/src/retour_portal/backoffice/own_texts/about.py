"""What every screen about texts in a language stands on: one brand of its user's."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from retour_core.accounts.models import Role
from retour_core.brands.models import Brand
from retour_portal.backoffice.access import PUBLISHES_CONTENT
from retour_portal.backoffice.brand_switch import chosen_brand
from retour_portal.backoffice.breadcrumbs import under


def languages() -> dict[str, str]:
    """The names, in the reader's language, by code."""
    return {code: str(name) for code, name in settings.LANGUAGES}


class AboutOneText(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """The brand is asked for by id among those in which its user has one of ``roles``;
    another one answers 404. It is no row's ``pk``, as a text that nobody wrote yet has
    none. ``named`` is the URL's word for what the text is of."""

    model: Any = None
    permission_required = "change"
    roles: Collection[Role] = PUBLISHES_CONTENT
    namespace: ClassVar[str]
    named: ClassVar[str]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["language"] not in languages():
            raise Http404
        self.language: str = kwargs["language"]

    @cached_property
    def brand(self) -> Brand:
        asked = str(self.kwargs["brand"])
        return chosen_brand(self.request.user, asked, self.roles).chosen

    def url(self, name: str, *more: Any) -> str:
        where = [self.brand.pk, self.kwargs[self.named], self.language, *more]
        return reverse(f"{self.namespace}:{name}", args=where)

    @property
    def list_url(self) -> str:
        index = reverse(f"{self.namespace}:index")
        return f"{index}?brand={self.brand.pk}&language={self.language}"

    def list_label(self) -> str:
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, self.list_url, self.list_label())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            brand=self.brand,
            language=self.language,
            languages=languages().items(),
            language_name=languages()[self.language],
            list_url=self.list_url,
        )
        return context
