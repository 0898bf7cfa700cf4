"""How the customer's pages speak of the way back: of a parcel that is sent, or of items
that are handed in at a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import ReturnState as S
from retour_core.returns.models import Return
from retour_portal.places.stores import stores_of


@dataclass(frozen=True)
class Handover:
    """``is_parcel`` picks an editor's slots. ``cancelling`` is asked of who has a label
    or a code; it and ``calendar_text`` have ``%(rma)s`` in them, ``calendar_title``
    ``%(brand)s``. ``states`` (badge, what follows, tone) and ``events`` are those that
    are told otherwise than usual."""

    dates: Promise
    is_parcel: bool
    cancelling: Promise
    calendar_title: Promise
    calendar_text: Promise
    calendar_alarm: Promise
    states: Mapping[S, tuple[Promise, Promise, str]] = field(default_factory=dict)
    events: Mapping[str, Promise] = field(default_factory=dict)


# Of who has nothing in hands that could still be used.
CANCELLING = _(
    "Return %(rma)s will be cancelled. You can register the items again while the time "
    "to return lasts."
)


@dataclass(frozen=True)
class Stop:
    """Where the items come from or go to, as the review tells it."""

    caption: str | Promise
    lines: Sequence[str]
    hint: str | Promise = ""


_AS_PARCEL = Handover(
    dates=_("Parcel and dates"),
    is_parcel=True,
    cancelling=_(
        "Return %(rma)s will be cancelled and its label must not be used any more. You "
        "can register the items again while the time to return lasts."
    ),
    calendar_title=_("Send your return to %(brand)s"),
    calendar_text=_("Return %(rma)s: hand the parcel in by this day."),
    calendar_alarm=_("Your return is waiting to be sent."),
)
_READY = _("Your return is ready to be handed in.")
_AT_COUNTER = Handover(
    dates=_("Dates"),
    is_parcel=False,
    cancelling=_(
        "Return %(rma)s will be cancelled and its code must not be used any more. You "
        "can register the items again while the time to return lasts."
    ),
    calendar_title=_("Bring your return to %(brand)s"),
    calendar_text=_("Return %(rma)s: hand the items in at a store by this day."),
    calendar_alarm=_READY,
    states={
        S.READY: (
            _("Ready to hand in"),
            _("Bring the items to the store and show your return number."),
            "success",
        ),
        S.ARRIVED: (
            _("Handed in"),
            _("We have taken your items at the store. Next we check them."),
            "success",
        ),
        S.CANCELLED: (
            _("Cancelled"),
            _("This return is cancelled. Please do not bring the items to a store."),
            "warning",
        ),
    },
    events={
        "return.ready": _READY,
        "return.arrived": _("You handed your items in at a store."),
    },
)


def handover_of(method: str) -> Handover:
    """``method`` is a return's, or empty."""
    return _AT_COUNTER if method == ReturnMethod.IN_STORE else _AS_PARCEL


def stops_of(
    ret: Return, *, sender: Sequence[str], address: Sequence[str]
) -> list[Stop]:
    """Where it is sent from and to; or the stores, for what is brought to one: then one
    query. ``address`` is the return address, for a brand without stores, too."""
    if ret.method == ReturnMethod.IN_STORE:
        stores = [store.name for store in stores_of(ret.brand)]
        return [Stop(_("Where to hand the items in"), stores or address)]
    return [
        Stop(_("Sent from"), sender, _("Partly hidden for your safety")),
        Stop(_("Sent to"), address),
    ]
