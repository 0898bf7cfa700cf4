"""Ways back as customers choose them; brands may name them in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.domain.methods import ReturnMethod as M

STEP = "ways"
# Who chooses and pays the carrier stands there whatever a brand calls it.
FIXED_HINTS = frozenset({M.OWN_CARRIER})


@dataclass(frozen=True)
class Way:
    """``title`` and ``hint`` are the standard texts, ``title_slot`` and ``hint_slot``
    where a brand's own stand ("" for a fixed hint); ``icon`` names a symbol of the
    portal's sprite."""

    code: str
    title: str | Promise
    hint: str | Promise
    icon: str

    @property
    def title_slot(self) -> str:
        return f"{STEP}.{self.code}"

    @property
    def hint_slot(self) -> str:
        return "" if M(self.code) in FIXED_HINTS else f"{STEP}.{self.code}_hint"


def way(method: M) -> Way:
    title, hint, icon = WAYS[method]
    return Way(method.value, title, hint, icon)


WAYS: Mapping[M, tuple[Promise, Promise, str]] = {
    M.DROP_OFF_POINT: (
        _("Drop-off point, with a printed label"),
        _("Print the label, stick it on the parcel and hand it in nearby."),
        "print",
    ),
    M.LABELLESS: (
        _("Drop-off point, without a printer"),
        _("Show the code on your phone; the label is printed for you."),
        "label",
    ),
    M.PICK_UP: (
        _("Pick-up at your door"),
        _("Print the label; a driver collects the parcel from you."),
        "truck",
    ),
    M.IN_STORE: (
        _("Bring it to a store"),
        _("Hand the items in at a store. No parcel, no label."),
        "store",
    ),
    M.OWN_CARRIER: (
        _("Send it with a carrier of your choice"),
        _("You choose and pay the carrier; we give you the address."),
        "box",
    ),
}
