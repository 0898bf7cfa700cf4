"""Why something cannot be returned, or not like this."""

from __future__ import annotations

from retour_core.domain.errors import DomainError
from retour_core.domain.policies import Policy


class OrderCancelled(DomainError):
    """This order was cancelled, so there is nothing to return."""

    code = "order_cancelled"


class NotShippedYet(DomainError):
    """This order has not been shipped yet; contact the shop if you received it."""

    code = "not_shipped"


class WindowClosed(DomainError):
    """The time to return this item is over."""

    code = "window_closed"


class NotReturnable(DomainError):
    """This item cannot be returned.

    ``context["reasons"]`` is the merchant's reason for customers, by language.
    """

    code = "not_returnable"


class TravelsApart(DomainError):
    """These items go back separately: make a return for each of them."""

    code = "travels_apart"


class MethodNotOffered(DomainError):
    """Choose one of the ways back that are offered for these items."""

    code = "method_not_offered"


class TooManyParcels(DomainError):
    """A return may have only so many labels of ours; contact the shop for more.

    ``context["most"]`` is how many.
    """

    code = "too_many_parcels"


class ResolutionNotOffered(DomainError):
    """Choose one of the resolutions that are offered for this item."""

    code = "resolution_not_offered"


class AnswersMissing(DomainError):
    """Answer the questions about this item."""

    code = "answers_missing"


class PhotosMissing(DomainError):
    """Add a photo of this item."""

    code = "photos_missing"


class NoReturnAddress(DomainError):
    """This brand has no return address yet; add one before taking returns."""

    code = "no_return_address"


def check_parcels(parcels: int, policy: Policy) -> None:
    """Raises ``TooManyParcels``."""
    if not 1 <= parcels <= policy.most_parcels:
        raise TooManyParcels(most=policy.most_parcels)
