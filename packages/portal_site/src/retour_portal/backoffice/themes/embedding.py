"""Which pages may embed a portal: what counts at once, so publishers' to say."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm

from retour_portal.backoffice.access import PUBLISHES_CONTENT
from retour_portal.backoffice.themes.about import AboutLook
from retour_portal.embedding.operations import allow_pages
from retour_portal.theming.models import Theme


class OriginsForm(WagtailAdminModelForm):
    class Meta:
        model = Theme
        fields = ("embed_origins",)


class EmbeddingPage(AboutLook):
    roles = PUBLISHES_CONTENT
    permission_required = "publish"
    page_title = gettext_lazy("Pages that may embed the portal")
    template_name = "retour_backoffice/themes/embedding.html"
    http_method_names = ["get", "post", "head", "options"]

    def get(self, _request: HttpRequest, *_a: Any, **_kw: Any) -> HttpResponseBase:
        return self._page(OriginsForm(instance=self.theme))

    def post(self, request: HttpRequest, *_a: Any, **_kw: Any) -> HttpResponseBase:
        form = OriginsForm(request.POST, instance=self.theme)
        if not form.is_valid():
            return self._page(form, status=422)
        allow_pages(self.theme, form.cleaned_data["embed_origins"])
        messages.success(request, _("Saved. It counts at once."))
        return redirect(self.index_url)

    def _page(self, form: OriginsForm, status: int = 200) -> HttpResponseBase:
        context = self.get_context_data(
            form=form, origins=form["embed_origins"], index_url=self.index_url
        )
        response: HttpResponseBase = self.render_to_response(context, status=status)
        return response
