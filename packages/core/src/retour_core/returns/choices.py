"""The domain's enums with the words people read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_core.domain.methods import ReturnMethod as M
from retour_core.domain.policies.kinds import Resolution
from retour_core.domain.states import ReturnState as S


class StateChoices(models.TextChoices):
    DRAFT = S.DRAFT.value, _("draft")
    REQUESTED = S.REQUESTED.value, pgettext_lazy("return", "requested")
    APPROVED = S.APPROVED.value, pgettext_lazy("return", "approved")
    REJECTED = S.REJECTED.value, pgettext_lazy("return", "rejected")
    AWAITING_PAYMENT = S.AWAITING_PAYMENT.value, _("awaiting payment")
    LABEL_PENDING = S.LABEL_PENDING.value, _("label being made")
    LABEL_FAILED = S.LABEL_FAILED.value, _("label failed")
    READY = S.READY.value, _("ready to send")
    IN_TRANSIT = S.IN_TRANSIT.value, _("in transit")
    ARRIVED = S.ARRIVED.value, _("arrived")
    BOUNCED = S.BOUNCED.value, _("sent back to the customer")
    INSPECTED = S.INSPECTED.value, pgettext_lazy("return", "received")
    SETTLED = S.SETTLED.value, pgettext_lazy("return", "settled")
    CANCELLED = S.CANCELLED.value, pgettext_lazy("return", "cancelled")
    EXPIRED = S.EXPIRED.value, pgettext_lazy("return", "expired")


_TO_BRING = _("to bring to the store")


def state_words(state: str, method: str) -> str:
    """As staff read it: what waits for a store is not to be sent."""
    if state == S.READY and method == M.IN_STORE:
        return str(_TO_BRING)
    return str(StateChoices(state).label)


class RequestKind(models.TextChoices):
    RETURN = "return", _("return")
    WITHDRAWAL = "withdrawal", _("withdrawal")
    CLAIM = "claim", _("claim")


class MethodChoices(models.TextChoices):
    DROP_OFF_POINT = M.DROP_OFF_POINT.value, _("Drop-off point, with a printed label")
    LABELLESS = M.LABELLESS.value, _("Drop-off point, without a printer")
    PICK_UP = M.PICK_UP.value, _("Pick-up at your door")
    IN_STORE = M.IN_STORE.value, _("Bring it to a store")
    OWN_CARRIER = M.OWN_CARRIER.value, _("Send it with a carrier of your choice")


class ResolutionChoices(models.TextChoices):
    REFUND = Resolution.REFUND.value, _("Refund")
    EXCHANGE = Resolution.EXCHANGE.value, _("Exchange")
    STORE_CREDIT = Resolution.STORE_CREDIT.value, _("Store credit")
    REPLACEMENT = Resolution.REPLACEMENT.value, _("Replacement")


class ActorKind(models.TextChoices):
    CUSTOMER = "customer", _("customer")
    STAFF = "staff", _("staff")
    SHOP = "shop", _("shop")
    SYSTEM = "system", _("system")


class RefundState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("refund", "pending")
    SUCCESS = "success", pgettext_lazy("refund", "done")
    FAILURE = "failure", pgettext_lazy("refund", "failed")


class RefundExecutor(models.TextChoices):
    SHOP = "shop", _("the shop")
    MERCHANT = "merchant", _("the merchant, by hand")


class StoreCreditState(models.TextChoices):
    PENDING = "pending", _("to be issued")
    ISSUED = "issued", pgettext_lazy("store credit", "issued")
    FAILED = "failed", pgettext_lazy("store credit", "failed")


class ReplacementState(models.TextChoices):
    TO_SEND = "to_send", _("to be sent")
    SENT = "sent", pgettext_lazy("replacement", "sent")
    FAILED = "failed", pgettext_lazy("replacement", "failed")
