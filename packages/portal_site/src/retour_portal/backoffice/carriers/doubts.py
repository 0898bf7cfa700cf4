"""What only a carrier's own portal can tell, on the page of its account."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.carriers.models import CarrierAccount
from retour_core.labels.doubt_models import CarrierDoubt, DoubtKind
from retour_core.labels.doubts import open_doubts, settle_doubt, settled_doubts
from retour_core.returns.actors import Actor
from retour_portal.backoffice.object_page import ObjectAction

_MOST_SHOWN = 50
_MOST_SETTLED = 10

_TITLES = {
    DoubtKind.PURCHASE: gettext_lazy("The answer to a purchase was lost"),
    DoubtKind.KEPT: gettext_lazy("A label could not be given back from here"),
    DoubtKind.UNDECIDED: gettext_lazy("A cancellation was never decided"),
}
_WAYS_OUT = {
    DoubtKind.PURCHASE: gettext_lazy(
        "The carrier cannot be asked for the answer that was lost. There may be a label"
        " that nobody uses, next to the customer’s own. Look for the reference in the"
        " carrier’s portal, cancel what is there twice and check the next invoice."
    ),
    DoubtKind.KEPT: gettext_lazy(
        "The label is not needed, and could not be given back from here. Cancel it in"
        " the carrier’s own portal."
    ),
    DoubtKind.UNDECIDED: gettext_lazy(
        "The carrier was asked to take the label back and never said whether it did."
        " The label stays credited. Ask the carrier, and charge the label if it was"
        " not taken back."
    ),
}


def way_out(doubt: CarrierDoubt) -> str:
    return str(_WAYS_OUT[DoubtKind(doubt.kind)])


def doubts_of(account: CarrierAccount) -> dict[str, object]:
    """For the account's page; three queries."""
    asked = open_doubts(account)
    return {
        "doubts": [
            {
                "row": row,
                "title": _TITLES[DoubtKind(row.kind)],
                "way_out": way_out(row),
                "can_charge": row.kind == DoubtKind.UNDECIDED,
            }
            for row in asked[:_MOST_SHOWN]
        ],
        "doubts_count": asked.count(),
        "settled": list(settled_doubts(account)[:_MOST_SETTLED]),
    }


class SettleDoubt(ObjectAction):
    def act(self, account: CarrierAccount) -> None:
        sent = self.request.POST
        key = sent.get("doubt", "")
        rows = CarrierDoubt.objects.filter(account=account)
        doubt = get_object_or_404(rows, pk=int(key) if key.isdecimal() else 0)
        settled = settle_doubt(
            doubt,
            actor=Actor.staff(cast("User", self.request.user)),
            what=sent.get("what", "").strip(),
            charge="charge" in sent and doubt.kind == DoubtKind.UNDECIDED,
        )
        if settled:
            messages.success(self.request, _("Noted, with your name and the time."))
        else:
            messages.warning(self.request, _("Somebody has seen to this already."))
