from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from retour_core.policies.models import Reason
from retour_portal.backoffice.listed.viewset import ListedViewSet
from retour_portal.backoffice.reasons import pages


class ReasonViewSet(ListedViewSet):
    model = Reason
    name = "reasons"
    icon = "retour-reason"
    menu_label = _("Reasons")
    delete_view_class = pages.DeleteReasonView
    views = {
        "index": pages.ReasonsPage,
        "add": pages.AddReasonView,
        "edit": pages.EditReasonView,
    }
    about_all = {"reorder": pages.ReorderReasonsView, "adopt": pages.AdoptView}
    about_one = {"switch": pages.SwitchReasonView, "move": pages.MoveReasonView}
