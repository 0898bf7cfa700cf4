"""From a file to its orders: upload, columns, trial, progress, result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages

from retour_core.domain.errors import DomainError
from retour_core.imports.errors import MappingIncomplete
from retour_core.imports.mapping import guess_mapping, read_mapping
from retour_core.imports.models import ImportJob, ImportState
from retour_core.imports.operations import resume, start, stop, upload
from retour_core.imports.queries import error_file, first_problems, sample_of
from retour_portal.backoffice.breadcrumbs import under
from retour_portal.backoffice.imports.form_page import FormPage
from retour_portal.backoffice.imports.forms import (
    MappingForm,
    UploadForm,
    holds_no_postal_code,
)
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.refusals.words import refusal_words

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_SHOWN_PROBLEMS = 20
_COUNTS = (
    ("created", pgettext_lazy("orders", "new")),
    ("updated", pgettext_lazy("orders", "changed")),
    ("unchanged", pgettext_lazy("orders", "unchanged")),
    ("stale", gettext_lazy("older than known")),
    ("rejected", pgettext_lazy("orders", "rejected")),
)


class UploadView(FormPage):
    index_url_name = ""
    form_class = UploadForm
    template_name = "retour_backoffice/imports/upload.html"
    page_title = gettext_lazy("Import orders")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, reverse(self.index_url_name), _("Imports"))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            job = upload(
                form.cleaned_data["shop"],
                file.file,
                name=file.name,
                user=cast("User", self.request.user),
                actor=self.request.user.get_username(),
            )
        except DomainError as refusal:
            form.add_error("file", refusal_words(refusal))
            return self.form_invalid(form)
        return redirect("imports:mapping", job.pk)


class ImportPage(ObjectPage):
    """How far an import is, or what came of it."""

    template_name = "retour_backoffice/imports/page.html"

    def get_rows(self) -> QuerySet[ImportJob]:
        return ImportJob.objects.select_related("shop__brand")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job: ImportJob = self.object
        problems = first_problems(job, _SHOWN_PROBLEMS + 1)
        return super().get_context_data(
            **kwargs,
            is_running=job.state == ImportState.RUNNING,
            counts=[(name, label, getattr(job, name)) for name, label in _COUNTS],
            problems=problems[:_SHOWN_PROBLEMS],
            has_more_problems=len(problems) > _SHOWN_PROBLEMS,
            lacks_postal_code=self._lacks_postal_code(),
        )

    def _lacks_postal_code(self) -> bool:
        """Of what was tried, as long as it can still be mended."""
        job: ImportJob = self.object
        if not job.dry_run or not job.mapping:
            return False
        return holds_no_postal_code(read_mapping(job.mapping))


class MappingView(ImportPage):
    template_name = "retour_backoffice/imports/mapping.html"
    permission_required = "change"
    http_method_names = ["get", "post", "head", "options"]
    form: MappingForm | None = None

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        job: ImportJob = self.object
        if job.state != ImportState.UPLOADED and not job.dry_run:
            return HttpResponseRedirect(reverse("imports:inspect", args=[job.pk]))
        return super().get(_request)

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.form = form = MappingForm(request.POST, header=self.object.header)
        if not form.is_valid():
            return self.refused()
        try:
            start(self.object, form.mapping(), dry_run="start" not in request.POST)
        except MappingIncomplete as refusal:
            form.tell(refusal.context["fields"])
            return self.refused()
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        return redirect("imports:inspect", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job: ImportJob = self.object
        sample = sample_of(job)
        form = self.form
        if form is None:
            known = job.mapping
            mapping = read_mapping(known) if known else guess_mapping(job, sample)
            initial = MappingForm.initial_of(mapping, job.header)
            form = MappingForm(initial=initial, header=job.header)
        context: dict[str, Any] = super().get_context_data(
            **kwargs, form=form, columns=form.columns(sample), options=form.options()
        )
        return {**context, "lacks_postal_code": form.lacks_postal_code()}


class _Act(ImportPage):
    permission_required = "change"
    http_method_names = ["post"]

    def act(self, job: ImportJob) -> None:
        raise NotImplementedError

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        try:
            self.act(self.object)
        except DomainError as refusal:
            messages.error(request, refusal_words(refusal))
        return redirect("imports:inspect", self.object.pk)


class StartView(_Act):
    """Does for good what was tried."""

    def act(self, job: ImportJob) -> None:
        start(job, read_mapping(job.mapping or {}), dry_run=False)


class StopView(_Act):
    def act(self, job: ImportJob) -> None:
        stop(job)


class ResumeView(_Act):
    def act(self, job: ImportJob) -> None:
        resume(job)


class StatusView(ImportPage):
    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        job: ImportJob = self.object
        return JsonResponse(
            {
                "state": job.state,
                "percent": job.percent,
                "row": job.row,
                **{name: getattr(job, name) for name, _label in _COUNTS},
            }
        )


class RejectedRowsView(ImportPage):
    """The rejected rows, to be mended and imported again."""

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        job: ImportJob = self.object
        stem = slugify(job.file_name.rpartition(".")[0]) or "orders"
        return StreamingHttpResponse(
            error_file(job),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{stem}-rejected.csv"'
            },
        )
