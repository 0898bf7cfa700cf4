from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem, SubmenuMenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem, SubMenuItem

from retour_core.domain.states import ReturnState
from retour_core.returns.models import Return
from retour_core.threads.models import WaitingFor
from retour_core.threads.queries import waiting as answered
from retour_portal.backoffice.chosen.narrowing import narrowed
from retour_portal.backoffice.policies import BrandRolePolicy, scoped

_CACHE = "_retour_waiting_returns"


class WaitingMenuItem(MenuItem):
    """The list of returns, with how many of them wait for an agent: for an
    approval, or with an answer of the customer's."""

    def is_shown(self, request: HttpRequest) -> bool:
        return BrandRolePolicy(Return).user_has_permission(request.user, "view")

    def render_component(self, request: HttpRequest) -> Any:
        return LinkMenuItem(
            self.name,
            _counted(str(self.label), request),
            self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


class WaitingSubmenuItem(SubmenuMenuItem):
    """The group of the back office, with the same number while it is folded."""

    def render_component(self, request: HttpRequest) -> Any:
        return SubMenuItem(
            self.name,
            _counted(str(self.label), request),
            self.menu.render_component(request),
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


def _counted(label: str, request: HttpRequest) -> str:
    """“Returns (3)”; asked of the database once a page."""
    waiting = getattr(request, _CACHE, None)
    if waiting is None:
        rows = narrowed(scoped(Return.objects.order_by(), request.user), request)
        undecided = rows.filter(state=ReturnState.REQUESTED).values("pk")
        # Each by its own index: with “or”, all open returns would be read.
        waiting = undecided.union(answered(rows, WaitingFor.STAFF).values("pk")).count()
        setattr(request, _CACHE, waiting)
    if not waiting:
        return label
    return _("%(label)s (%(count)d)") % {"label": label, "count": waiting}
