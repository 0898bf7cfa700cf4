from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from retour_core.withdrawals.queries import overdue
from retour_portal.backoffice.access import PROCESSES_RETURNS, brand_ids_with
from retour_portal.backoffice.withdrawals.standing import overdue_text, standing_of

_MOST_SHOWN = 5


class OverdueWithdrawalsPanel(Component):
    """Refunds the law wanted paid by now, the oldest first; append if ``late``."""

    name = "retour_withdrawals_overdue"
    template_name = "retour_backoffice/withdrawals/panel.html"
    order = 45

    def __init__(self, request: HttpRequest) -> None:
        brand_ids = brand_ids_with(request.user, PROCESSES_RETURNS)
        self.late = overdue(brand_ids, now=timezone.now()) if brand_ids else []

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        return {
            "late": [
                (row, overdue_text(standing_of(row).days_overdue))
                for row in self.late[:_MOST_SHOWN]
            ],
            "count": len(self.late),
        }
