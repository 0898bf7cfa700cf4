"""What needs a person, first thing in the morning."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from retour_core.domain.states import ReturnState
from retour_core.outbox.models import OutboxMessage
from retour_core.returns.choices import StateChoices
from retour_core.returns.models import Return
from retour_core.threads.models import WaitingFor
from retour_core.threads.queries import waiting
from retour_portal.backoffice.access import PROCESSES_RETURNS, brand_ids_with
from retour_portal.backoffice.chosen.narrowing import narrowed
from retour_portal.backoffice.first_run.panel import GettingStartedPanel
from retour_portal.backoffice.first_run.steps import first_run_of
from retour_portal.backoffice.policies import scoped
from retour_portal.backoffice.themes.panel import LooksToReviewPanel
from retour_portal.backoffice.withdrawals.panel import OverdueWithdrawalsPanel

_SHOWN = (
    ReturnState.REQUESTED,
    ReturnState.LABEL_PENDING,
    ReturnState.LABEL_FAILED,
    ReturnState.READY,
    ReturnState.IN_TRANSIT,
    ReturnState.ARRIVED,
    ReturnState.INSPECTED,
)
_TURNS = {
    WaitingFor.STAFF: _("New messages"),
    WaitingFor.CUSTOMER: WaitingFor.CUSTOMER.label,
}
_MOST_SHOWN = 5


class OwnPagesSummary(PagesSummaryItem):
    """Wagtail counts all pages below what its explorer opens with, which is the whole
    tree for whoever has no single home page."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(parent_context)
        own = page_permission_policy.instances_user_has_any_permission_for(
            self.request.user, {"add", "change", "publish"}
        )
        return found | {"total_pages": own.filter(depth__gt=1).count()}


class ReturnsPanel(Component):
    """Open returns by state and by whose turn it is to write, and the labels that
    could not be made."""

    name = "retour_returns"
    template_name = "retour_backoffice/panels/returns.html"
    order = 50

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        own = scoped(Return.objects.order_by(), self.request.user)
        rows = narrowed(own, self.request)
        counts = dict(
            rows.filter(state__in=_SHOWN)
            .values_list("state")
            .annotate(count=Count("pk"))
        )
        turns = dict(
            waiting(rows, *WaitingFor)
            .values_list("thread__waiting_for")
            .annotate(count=Count("pk"))
        )
        failed = rows.filter(state=ReturnState.LABEL_FAILED).select_related("order")
        return {
            "counts": [
                (state.value, StateChoices(state).label, counts.get(state, 0))
                for state in _SHOWN
            ],
            "turns": [
                (turn.value, words, turns.get(turn, 0))
                for turn, words in _TURNS.items()
            ],
            "failed": failed.order_by("-updated_at")[:_MOST_SHOWN],
        }


class OutboxPanel(Component):
    """Messages given up, each with a button to try again."""

    name = "retour_outbox"
    template_name = "retour_backoffice/panels/outbox.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        dead = OutboxMessage.objects.exclude(dead_at=None).order_by("-dead_at")
        # The panel's form needs the token of the page it is shown on.
        return {
            "dead": dead[:_MOST_SHOWN],
            "csrf_token": parent_context.get("csrf_token"),
        }


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    first_run = first_run_of(request.user)
    if not first_run.is_over:
        panels.append(GettingStartedPanel(first_run))
    overdue = OverdueWithdrawalsPanel(request)
    if overdue.late:
        panels.append(overdue)
    looks = LooksToReviewPanel(request)
    if looks.waiting:
        panels.append(looks)
    if brand_ids_with(request.user, PROCESSES_RETURNS):
        panels.append(ReturnsPanel(request))
    if (
        request.user.is_superuser
        and OutboxMessage.objects.exclude(dead_at=None).exists()
    ):
        panels.append(OutboxPanel())


def count_own_pages(request: HttpRequest, items: list[SummaryItem]) -> None:
    items[:] = [
        OwnPagesSummary(request) if type(item) is PagesSummaryItem else item
        for item in items
    ]
