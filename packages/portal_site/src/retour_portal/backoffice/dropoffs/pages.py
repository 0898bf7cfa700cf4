"""From a file to the drop-off points: upload, check, what would change, result."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.domain.countries import country_name
from retour_core.domain.errors import DomainError
from retour_core.dropoffs.known import known_parts
from retour_core.dropoffs.reading import MOST_BYTES
from retour_core.dropoffs.upload_models import PointsUpload
from retour_core.dropoffs.uploads import take_over, upload_points
from retour_portal.backoffice.breadcrumbs import under
from retour_portal.backoffice.dropoffs.words import state_words
from retour_portal.backoffice.form_page import FormPage
from retour_portal.backoffice.object_page import ObjectAction, ObjectPage
from retour_portal.backoffice.refusals.words import refusal_words

_OUTCOME = (
    ("created", pgettext_lazy("drop-off points", "new")),
    ("changed", pgettext_lazy("drop-off points", "changed")),
    ("unchanged", pgettext_lazy("drop-off points", "unchanged")),
    ("removed", pgettext_lazy("drop-off points", "removed")),
)


class PointsForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV, Excel (.xlsx) or GeoJSON, with all points of each carrier and country"
            " it names."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.json,.geojson"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            most = {"most": MOST_BYTES // 1024 // 1024}
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB: split it by country.") % most
            )
        return file


class UploadView(FormPage):
    index_url_name = ""
    form_class = PointsForm
    template_name = "retour_backoffice/dropoffs/upload.html"
    page_title = gettext_lazy("Replace drop-off points")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, reverse(self.index_url_name), _("Drop-off points"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        locale = get_language() or "en"
        context: dict[str, Any] = super().get_context_data(**kwargs)
        known = [(part, country_name(part.country, locale)) for part in known_parts()]
        return {**context, "known": known}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        file = form.cleaned_data["file"]
        actor = self.request.user.get_username()
        upload = upload_points(file, name=file.name, actor=actor)
        return redirect("drop-offs:inspect", upload.pk)


class PointsPage(ObjectPage):
    """How far a file is, what is wrong with it, what it would change or did."""

    template_name = "retour_backoffice/dropoffs/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        upload: PointsUpload = self.object
        locale = get_language() or "en"
        return super().get_context_data(
            **kwargs,
            state_words=state_words(upload),
            parts=[
                (part, country_name(part["country"], locale)) for part in upload.parts
            ],
            outcome=[
                (name, label, upload.outcome[name])
                for name, label in _OUTCOME
                if name in upload.outcome
            ],
        )


class StatusView(PointsPage):
    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        upload: PointsUpload = self.object
        state = "running" if upload.is_working else upload.state
        told = {"state": state, "row": upload.read, "percent": upload.percent}
        return JsonResponse(told)


class TakeOver(ObjectAction):
    def act(self, upload: PointsUpload) -> None:
        try:
            take_over(upload)
        except DomainError as refusal:
            messages.error(self.request, refusal_words(refusal))
