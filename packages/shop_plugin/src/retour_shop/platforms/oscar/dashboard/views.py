from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from retour_shop.platforms.oscar import operations, queries
from retour_shop.platforms.oscar.conf import retour_settings

SHOWN = 50
STATUS = "retour_shop_oscar_dashboard:retour-status"


class StatusView(TemplateView):
    template_name = "retour_shop/dashboard/status.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = operations.connection_row()
        return super().get_context_data(
            **kwargs,
            connection=row,
            retour_url=retour_settings().url,
            backlog_count=queries.backlog().count(),
            rejected_count=queries.rejected().count(),
            rejected=queries.rejected()[:SHOWN],
            postponed=queries.postponed()[:SHOWN],
            failed_refunds=queries.failed_refunds()[:SHOWN],
            worker_silent=queries.is_silent(row.worker_seen_at, now=timezone.now()),
        )


class _Action(View):
    http_method_names = ["post"]


class ResumeView(_Action):
    def post(self, request: HttpRequest) -> HttpResponse:
        operations.resume_connection()
        messages.info(request, _("The worker tries again now."))
        return redirect(STATUS)


class RetryAllView(_Action):
    def post(self, request: HttpRequest) -> HttpResponse:
        return _retried(request, operations.retry_rejected())


class RetryOrderView(_Action):
    def post(self, request: HttpRequest, order_id: int) -> HttpResponse:
        return _retried(request, operations.retry_rejected(order_id))


def _retried(request: HttpRequest, count: int) -> HttpResponse:
    text = ngettext(
        "%(count)d order is sent again.", "%(count)d orders are sent again.", count
    )
    messages.info(request, text % {"count": count})
    return redirect(STATUS)
