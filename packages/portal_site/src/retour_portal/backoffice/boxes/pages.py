"""Labels for the box: how far a batch is, its document, and giving it back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from retour_core.labels.box_models import BoxBatch
from retour_core.labels.box_papers import BOX_PAPERS, box_labels_on
from retour_core.labels.box_queries import box_failures, box_progress
from retour_core.labels.boxes import end_box_labels
from retour_core.labels.downloads import DownloadPaper
from retour_core.labels.models import Label
from retour_core.labels.placing import CannotPlace
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.returns.placing_words import reason_of
from retour_portal.backoffice.returns.printing import PAPERS


class BoxPage(ObjectPage):
    template_name = "retour_backoffice/boxes/page.html"

    def get_rows(self) -> QuerySet[BoxBatch]:
        return BoxBatch.objects.select_related("brand")

    def get_page_title(self) -> str:
        made = date_format(self.object.created_at, "SHORT_DATETIME_FORMAT")
        return _("Labels for the box, %(date)s") % {"date": made}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch: BoxBatch = self.object
        return super().get_context_data(
            **kwargs,
            progress=box_progress(batch),
            failures=box_failures(batch),
            papers=[(paper.value, PAPERS[paper]) for paper in BOX_PAPERS],
        )


class BoxStatusView(BoxPage):
    """In the words of the script that shows an import's progress."""

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        batch: BoxBatch = self.object
        progress = box_progress(batch)
        counts = {"created": progress.ready, "rejected": progress.failed}
        unused = dict.fromkeys(("row", "updated", "unchanged", "stale"), 0)
        state = "done" if batch.is_finished else "running"
        return JsonResponse(
            {"state": state, "percent": progress.percent, **counts, **unused}
        )


class BoxDocumentView(BoxPage):
    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        batch: BoxBatch = self.object
        asked = self.request.GET.get("paper", "")
        if not batch.document or (asked and asked not in BOX_PAPERS):
            raise Http404
        if asked:
            return self._on_paper(batch, DownloadPaper(asked))
        response = FileResponse(
            batch.document.open("rb"),
            as_attachment=True,
            filename=f"box-labels-{batch.pk}.pdf",
            content_type="application/pdf",
        )
        response["Cache-Control"] = "private, no-store"
        return response

    def _on_paper(self, batch: BoxBatch, paper: DownloadPaper) -> HttpResponseBase:
        try:
            made = box_labels_on(batch, paper)
        except Label.DoesNotExist:
            raise Http404 from None
        except CannotPlace as refusal:
            messages.error(self.request, reason_of(refusal))
            return redirect("box-labels:inspect", batch.pk)
        response = HttpResponse(made.content, content_type=made.media_type)
        name = f"box-labels-{batch.pk}{made.suffix}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response


class BoxEndView(BoxPage):
    """Gives back what nobody has used."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        ended = end_box_labels(self.object)
        told = ngettext(
            "%(count)s unused label is given back.",
            "%(count)s unused labels are given back.",
            ended,
        )
        messages.success(request, told % {"count": ended})
        return redirect("box-labels:inspect", self.object.pk)
