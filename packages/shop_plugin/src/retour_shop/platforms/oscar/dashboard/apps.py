from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from oscar.core.application import OscarDashboardConfig


class RetourDashboardConfig(OscarDashboardConfig):  # type: ignore[misc]  # Oscar is untyped
    """Connection, backlog and errors, for staff, in the shop's own dashboard.

    URL names are prefixed: Oscar's menu wants them unique over all dashboard apps.
    """

    # Oscar's base class is in this module too, so Django has to be told which.
    default = True
    name = "retour_shop.platforms.oscar.dashboard"
    label = "retour_shop_oscar_dashboard"
    namespace = "retour_shop_oscar_dashboard"
    verbose_name = _("Retour dashboard")
    default_permissions = ["is_staff"]

    def get_urls(self) -> list[Any]:
        # Views need models, which exist only once all apps are loaded.
        from retour_shop.platforms.oscar.dashboard import views

        urls = [
            path("", views.StatusView.as_view(), name="retour-status"),
            path("resume/", views.ResumeView.as_view(), name="retour-resume"),
            path("retry/", views.RetryAllView.as_view(), name="retour-retry-all"),
            path(
                "retry/<int:order_id>/",
                views.RetryOrderView.as_view(),
                name="retour-retry-order",
            ),
        ]
        return list(self.post_process_urls(urls))
