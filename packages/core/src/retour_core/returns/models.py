from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

import retour_core.returns.part_models
import retour_core.returns.refund_models  # noqa: F401 - Django looks for models here
from retour_core.domain.states import HOLDING_STATES, ReturnState
from retour_core.policies.reasons import ReasonList, reason_lists
from retour_core.returns.choices import (
    ActorKind,
    MethodChoices,
    RequestKind,
    ResolutionChoices,
    StateChoices,
    state_words,
)
from retour_core.returns.group_models import ReturnGroup, new_private_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from retour_core.orders.models import Shop


class ReturnQuerySet(models.QuerySet["Return"]):
    def for_brands(self, brand_ids: Iterable[int]) -> ReturnQuerySet:
        return self.filter(brand_id__in=brand_ids)

    def for_shop(self, shop: Shop) -> ReturnQuerySet:
        return self.filter(order__shop=shop)

    def submitted(self) -> ReturnQuerySet:
        """What somebody sent off: no drafts, and no label that was never used."""
        unused = Q(reserved_until__isnull=False, submitted_at__isnull=True)
        return self.exclude(state=ReturnState.DRAFT).exclude(unused)


class Return(models.Model):
    """A request to send lines of one order back, from draft to settled.

    ``private_key`` is the unguessable part of the customer's links. The customer's
    address is frozen when the return is started. Only
    :mod:`retour_core.returns.transition` writes ``state``. ``policy`` is the version it
    was made under (null: what its kind says where the brand has decided nothing) and
    ``decision`` what held on submitting, as ``domain.policies.Decision``.
    ``asked_price`` is what a carrier asked for it (``returns.carrier_price``).
    ``settlement`` is the breakdown by which it is being settled (``dump_breakdown``);
    null until that is decided, and again once all of it has failed.
    ``label_fee_minor`` is what the customer pays, or paid, before the label is made, in
    the order's currency; null where a fee is kept back from the refund.
    ``parcels`` is how many labels of ours it is to have, numbered from 1.
    ``is_gift``: whoever got the order as a present returns it, under their own name
    and ``email``; they see no prices and are never given the buyer's money. With a
    ``gift_slip`` only what that covers can be chosen.
    ``reserved_until``: a label for it lay in the parcel, good until then
    (``returns.reserved``).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    private_key = models.CharField(
        max_length=40, default=new_private_key, unique=True, editable=False
    )
    rma_number = models.CharField(_("RMA number"), max_length=14, unique=True)
    order = models.ForeignKey(
        "retour_orders.Order", on_delete=models.PROTECT, related_name="returns"
    )
    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.PROTECT, related_name="returns"
    )
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=RequestKind.choices,
        default=RequestKind.RETURN,
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=StateChoices.choices,
        default=StateChoices.DRAFT,
    )
    locale = models.CharField(_("language"), max_length=16, default="en")
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    is_gift = models.BooleanField(_("it was a gift"), default=False)
    gift_slip = models.ForeignKey(
        "retour_orders.GiftSlip",
        on_delete=models.PROTECT,
        related_name="returns",
        null=True,
    )
    group = models.ForeignKey(
        ReturnGroup, on_delete=models.SET_NULL, related_name="returns", null=True
    )
    sender = models.JSONField(default=dict)
    return_address = models.ForeignKey(
        "retour_brands.ReturnAddress",
        on_delete=models.PROTECT,
        related_name="returns",
        null=True,
        verbose_name=_("return address"),
    )
    method = models.CharField(
        _("method"), max_length=20, choices=MethodChoices.choices, blank=True
    )
    parcels = models.PositiveSmallIntegerField(_("parcels"), default=1)
    policy = models.ForeignKey(
        "retour_policies.ReturnPolicy",
        on_delete=models.PROTECT,
        related_name="returns",
        null=True,
        verbose_name=_("return policy"),
    )
    decision = models.JSONField(null=True)
    asked_price = models.JSONField(null=True)
    settlement = models.JSONField(null=True)
    label_fee_minor = models.BigIntegerField(null=True)
    rejection_reason = models.TextField(_("reason for the customer"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    reserved_until = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(_("requested"), null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ReturnState]),
                name="retour_return_state_is_known",
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state="draft", reserved_until__isnull=False),
                name="retour_one_reserved_return_per_order",
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "state"], name="retour_return_queue"),
            models.Index(fields=["updated_at", "id"], name="retour_return_feed"),
            models.Index(fields=["brand", "-submitted_at"], name="retour_returns_of"),
            models.Index(fields=["-submitted_at"], name="retour_returns_newest"),
        ]

    def get_state_display(self) -> str:  # type: ignore[no-redef]  # Django lets it be
        return state_words(self.state, self.method)

    def __str__(self) -> str:
        return self.rma_number

    @property
    def current_state(self) -> ReturnState:
        return ReturnState(self.state)

    @cached_property
    def reasons(self) -> ReasonList:
        """The brand's list, read once for all lines. One query; many returns get
        theirs from ``returns.reasons.load_reasons``."""
        return reason_lists([self.brand_id])[self.brand_id]

    @property
    def holds_units(self) -> bool:
        return self.current_state in HOLDING_STATES


class ReturnLine(models.Model):
    """``reason`` is the key of one of the brand's reasons, ``our_fault`` what that said
    on submitting; ``answers`` are the customer's, by the question's key.
    ``refund_minor`` is decided when the return is submitted: what was paid for
    these units, each unit's cent fixed once (DESIGN §6). ``first_unit`` is the index
    in the order line, from 0, of the first of them. ``is_kept``: the customer keeps
    them, so they are due without having come. ``exchange`` is what is wanted for them
    (``returns.exchanges``). Units that never came or were sent back to the customer no
    longer belong to the return: ``cancelled`` and ``sent_back`` count them, and
    ``refund_minor`` is that of the others."""

    parent = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(
        "retour_orders.OrderLine", on_delete=models.PROTECT, related_name="return_lines"
    )
    quantity = models.PositiveIntegerField(_("quantity"))
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    our_fault = models.BooleanField(_("our fault"), default=False)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    answers = models.JSONField(_("answers"), default=dict)
    resolution = models.CharField(
        _("resolution"),
        max_length=12,
        choices=ResolutionChoices.choices,
        default=ResolutionChoices.REFUND,
    )
    exchange = models.JSONField(default=dict)
    is_kept = models.BooleanField(_("kept by the customer"), default=False)
    refund_minor = models.BigIntegerField(default=0)
    first_unit = models.PositiveIntegerField(default=0)
    received_good = models.PositiveIntegerField(default=0)
    received_not_good = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    sent_back = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("return line")
        verbose_name_plural = _("return lines")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "order_line", "resolution"],
                name="retour_line_once_per_resolution",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="retour_return_line_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(
                    quantity__gte=F("received_good")
                    + F("received_not_good")
                    + F("cancelled")
                ),
                name="retour_return_line_received_or_not",
            ),
            models.CheckConstraint(
                condition=Q(received_not_good__gte=F("sent_back")),
                name="retour_return_line_sent_back_was_not_good",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.order_line_id}"

    @property
    def reason_text(self) -> str:
        """In the active language; a key nobody knows words for as it is.

        Lines read through their return share its list: one query for all of them.
        """
        return self.parent.reasons.name(self.reason, get_language() or "en")

    @property
    def received(self) -> int:
        """Units that came, in order or not."""
        return self.received_good + self.received_not_good

    @property
    def held(self) -> int:
        """Units that the return has, on their way or here."""
        return self.quantity - self.cancelled - self.sent_back

    @property
    def missing(self) -> int:
        """Units that were announced and may still come."""
        if self.is_kept:
            return 0
        return self.quantity - self.cancelled - self.received

    @property
    def units_due(self) -> int:
        """Units to be settled: those that came and stay, or all that need not come."""
        return self.quantity if self.is_kept else self.received - self.sent_back


class ReturnEvent(models.Model):
    """One entry of the timeline: who did what, when; never changed afterwards."""

    parent = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=150, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("timeline event")
        verbose_name_plural = _("timeline events")
        indexes = [models.Index(fields=["parent", "at"], name="retour_timeline")]

    def __str__(self) -> str:
        return self.kind
