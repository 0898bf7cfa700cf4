"""The form of a look: it saves drafts, with the preview beside it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.side_panels import ChecksSidePanel, PreviewSidePanel
from wagtail.admin.views import generic
from wagtail.admin.views.generic import preview

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_portal.backoffice.access import EDITS_CONTENT
from retour_portal.backoffice.brand_switch import chosen_brand
from retour_portal.backoffice.chosen.kept import keep_brand
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.themes.about import look_url, may_publish
from retour_portal.editorial.looks import publish, save_draft, submit
from retour_portal.theming.forms import ThemeForm
from retour_portal.theming.look import look_of
from retour_portal.theming.models import Theme, ThemeVersion
from retour_portal.theming.panels import LOOK_PANELS
from retour_portal.theming.versions import open_draft, put_draft_on


class _OfBrand:
    """The theme of the brand in the address, dressed in its draft, if it has one."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def get_object(self, _queryset: Any = None) -> Theme:
        asked = str(self.kwargs["brand"])
        self.brand: Brand = chosen_brand(self.request.user, asked, EDITS_CONTENT).chosen
        keep_brand(self.request, self.brand.pk)
        theme: Theme | None = Theme.base_queryset().filter(brand=self.brand).first()
        if theme is None:
            raise Http404
        self.shown: ThemeVersion | None = put_draft_on(theme)
        return theme


class EditLook(_OfBrand, generic.EditView):
    model = Theme
    template_name = "retour_backoffice/themes/form.html"
    permission_required = None
    header_icon = "retour-look"
    page_title = gettext_lazy("Look")
    error_message = gettext_lazy("The look could not be saved due to errors.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request, self.kwargs = request, kwargs
        self.object = self.get_object()
        super().setup(request, *args, **kwargs)

    def get_panel(self) -> Any:
        return look_panel()

    def get_edit_url(self) -> str:
        return reverse("looks:edit_look", args=[self.brand.pk])

    def get_history_url(self) -> None:
        return None

    def get_page_subtitle(self) -> str:
        return _("Look of %(brand)s") % {"brand": self.brand.name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": look_url(self.brand.pk), "label": _("Look")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()
        url = reverse("looks:preview_look", args=[self.brand.pk])
        panels.append(PreviewSidePanel(self.object, self.request, preview_url=url))
        panels.append(ChecksSidePanel(self.object, self.request))
        return panels

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.shown if self.shown and self.shown.is_open else None
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            draft=draft,
            shown=self.shown,
            version=draft.number if draft else 0,
            may_publish=may_publish(self.request.user, self.brand.pk),
            index_url=look_url(self.brand.pk),
        )
        return context

    def form_valid(self, form: ThemeForm) -> HttpResponse:
        self.form = form
        try:
            sentence = self._saved(self.request.POST.get("do", "draft"))
        except DomainError as refused:
            self.produced_error_message = None
            messages.error(self.request, refusal_words(refused))
            # Saved again, it counts: its writer was told of the other.
            self.shown = open_draft(self.object)
            invalid: HttpResponse = self.form_invalid(form)
            return invalid
        messages.success(self.request, sentence)
        return redirect(look_url(self.brand.pk))

    @transaction.atomic
    def _saved(self, do: str) -> str:
        user: Any = self.request.user
        allowed = may_publish(user, self.brand.pk)
        seen = self.request.POST.get("version", "")
        self.form.keep_fonts()
        look = look_of(self.form.instance)
        draft = save_draft(
            self.form.instance,
            look,
            by=user,
            may_publish=allowed,
            seen=int(seen) if seen.isdecimal() else 0,
        ) or open_draft(self.form.instance)
        if draft is None:
            return _("Nothing is changed: it looks like this.")
        if do == "publish" and allowed:
            publish(draft, by=user)
            return _("Published. Customers see it now.")
        if do == "submit" and draft.stage != "submitted":
            submit(draft, by=user)
            return _("Submitted. The publishers of %(brand)s are asked by mail.") % {
                "brand": self.brand.name
            }
        return _("Saved as a draft. Customers see it once it is published.")


class PreviewLook(_OfBrand, preview.PreviewOnEdit):
    model = Theme
    permission_required = None

    def get_form_class(self) -> Any:
        return look_panel().get_form_class()

    def get_extra_request_attrs(self) -> dict[str, Any]:
        attrs: dict[str, Any] = super().get_extra_request_attrs()
        return {**attrs, self.object.get_cache_attr_name(): self.object}


@cache
def look_panel() -> Any:
    return ObjectList(LOOK_PANELS).bind_to_model(Theme)
