"""What every screen about a brand's look shares."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.accounts.models import Role
from retour_core.domain.errors import DomainError
from retour_portal.backoffice.access import (
    EDITS_CONTENT,
    PUBLISHES_CONTENT,
    roles_of,
)
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.screen import BrandScreen
from retour_portal.editorial.look_differences import field_label
from retour_portal.editorial.looks import save_draft
from retour_portal.theming.look import Look
from retour_portal.theming.models import Theme


class AboutLook(BrandScreen):
    """Of a brand whose content its user edits; ``Http404`` for any other."""

    roles = EDITS_CONTENT
    permission_required = "change"
    header_icon = "retour-look"
    page_title = gettext_lazy("Look")

    def asked_brand(self) -> str | None:
        return str(self.kwargs["brand"]) if self.kwargs else super().asked_brand()

    @cached_property
    def found_theme(self) -> Theme | None:
        found: Theme | None = (
            Theme.base_queryset().filter(brand=self.switch.chosen).first()
        )
        return found

    @property
    def theme(self) -> Theme:
        if self.found_theme is None:
            raise Http404
        return self.found_theme

    @property
    def may_publish(self) -> bool:
        return may_publish(self.request.user, self.switch.chosen.pk)

    def listed_under(self) -> dict[str, Any] | None:
        return {"url": self.index_url, "label": _("Look")}

    @property
    def index_url(self) -> str:
        return look_url(self.switch.chosen.pk)

    def drafted(self, look: Look, sentence: str) -> HttpResponse:
        """Save it as the draft and go back to the page; a refusal is said there."""
        user: Any = self.request.user
        try:
            draft = save_draft(self.theme, look, by=user, may_publish=self.may_publish)
        except DomainError as refused:
            messages.error(self.request, refusal_words(refused))
        else:
            done = sentence if draft else _("Nothing is changed: it looks like this.")
            messages.success(self.request, done)
        return redirect(self.index_url)


def may_publish(user: Any, brand_id: int) -> bool:
    role: Role | None = roles_of(user).get(brand_id)
    return role in PUBLISHES_CONTENT


def look_url(brand_id: int) -> str:
    return f"{reverse('looks:index')}?brand={brand_id}"


def stayed(fields: list[str]) -> str:
    """What is said of files that were deleted since."""
    return _("The picture was deleted since, and the one in use stays: %(fields)s.") % {
        "fields": ", ".join(field_label(name) for name in fields)
    }
