"""A brand's look as a whole: presets, versions, files. Its parts are Wagtail's form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_portal.backoffice.access import EDITS_CONTENT
from retour_portal.backoffice.screen import BrandScreen
from retour_portal.backoffice.themes.file import LARGEST_FILE, read
from retour_portal.theming.models import Theme
from retour_portal.theming.presets import BY_KEY, PRESETS
from retour_portal.theming.tokens import (
    ThemeFileRefused,
    Tokens,
    tokens_of,
    written,
)
from retour_portal.theming.versions import wear

_MOST_VERSIONS = 20


class _AboutLook(BrandScreen):
    """Of a brand whose content its user edits; ``Http404`` for any other."""

    roles = EDITS_CONTENT
    permission_required = "change"
    header_icon = "retour-look"
    page_title = gettext_lazy("Look")
    template_name = "retour_backoffice/themes/index.html"

    def asked_brand(self) -> str | None:
        return str(self.kwargs["brand"]) if self.kwargs else super().asked_brand()

    @cached_property
    def theme(self) -> Theme | None:
        found: Theme | None = (
            Theme.base_queryset().filter(brand=self.switch.chosen).first()
        )
        return found

    def worn(self, tokens: Tokens, sentence: str) -> HttpResponse:
        """Save the look and go back to the page; a refusal is said there."""
        if self.theme is None:
            raise Http404
        try:
            wear(self.theme, tokens, by=str(self.request.user))
        except ThemeFileRefused as error:
            messages.error(self.request, error.message)
        else:
            messages.success(self.request, sentence)
        return redirect(f"{reverse('looks:index')}?brand={self.switch.chosen.pk}")


class ThemesPage(_AboutLook):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theme = self.theme
        versions = theme.versions.order_by("-number") if theme else []
        worn = tokens_of(theme) if theme else None
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            theme=theme,
            presets=[(preset, preset.tokens == worn) for preset in PRESETS],
            versions=list(versions[:_MOST_VERSIONS]),
            edit_url=_edit_url(theme),
        )
        return context


class UsePreset(_AboutLook):
    http_method_names = ["post"]

    def post(
        self, _request: HttpRequest, *_args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        preset = BY_KEY.get(kwargs["key"])
        if preset is None:
            raise Http404
        sentence = _("%(brand)s now wears “%(look)s”.")
        return self.worn(
            preset.tokens,
            sentence % {"brand": self.switch.chosen.name, "look": preset.name},
        )


class UseVersion(_AboutLook):
    http_method_names = ["post"]

    def post(
        self, _request: HttpRequest, *_args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if self.theme is None:
            raise Http404
        version = self.theme.versions.filter(number=kwargs["number"]).first()
        if version is None:
            raise Http404
        return self.worn(
            Tokens(**version.tokens),
            _("Version %(number)s is back.") % {"number": version.number},
        )


class ImportTheme(_AboutLook):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kw: Any) -> HttpResponseBase:
        file = request.FILES.get("file")
        content = file.read(LARGEST_FILE + 1) if file else b""
        try:
            tokens = read(content)
        except ThemeFileRefused as error:
            messages.error(request, error.message)
            brand = self.switch.chosen.pk
            return redirect(f"{reverse('looks:index')}?brand={brand}")
        return self.worn(tokens, _("The look of the file is in use."))


class ExportTheme(_AboutLook):
    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest, *_args: Any, **_kw: Any) -> HttpResponse:
        if self.theme is None:
            raise Http404
        return HttpResponse(
            written(tokens_of(self.theme)),
            content_type="application/json",
            headers={
                "Content-Disposition": "attachment; "
                f'filename="{self.switch.chosen.slug}-theme.json"'
            },
        )


def _edit_url(theme: Theme | None) -> str:
    if theme is None:
        return ""
    return reverse(
        "wagtailsettings:edit", args=["retour_theming", "theme", theme.site_id]
    )
