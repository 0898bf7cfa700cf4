"""Why a return cannot be handed in at the counter, or not just like this."""

from __future__ import annotations

from retour_core.domain.errors import DomainError


class HandInCancelled(DomainError):
    """This return was cancelled: its items are not to be taken."""

    code = "hand_in_cancelled"


class HandInExpired(DomainError):
    """This return has expired: make a new one, or book its items in as received."""

    code = "hand_in_expired"


class HandInSettled(DomainError):
    """This return is settled already."""

    code = "hand_in_settled"


class HandInReceived(DomainError):
    """The items of this return have arrived already, in another way."""

    code = "hand_in_received"


class HandInTooEarly(DomainError):
    """This return cannot be handed in yet; ``context["state"]`` is where it stands."""

    code = "hand_in_too_early"


class HandInNotNeeded(DomainError):
    """The customer keeps these items: there is nothing to hand in."""

    code = "hand_in_not_needed"


class HandInRejected(DomainError):
    """This return was not accepted: approve it before its items are taken."""

    code = "hand_in_rejected"


class HandInLate(DomainError):
    """The last day to hand this return in is over; it takes somebody to accept that.

    ``context["last_day"]`` is that day.
    """

    code = "hand_in_late"


class HandInOtherMethod(DomainError):
    """This return was to come back in another way; it takes somebody to accept that.

    ``context["method"]`` is that way.
    """

    code = "hand_in_other_method"
