"""What carriers tell, and the parcels it is about.

Scans are kept by number, whether or not a parcel of that number is known: it may be
told of before we have its number ourselves.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_core.domain.tracking import Known, Progress, Scan, TrackingStatus
from retour_core.encryption import SealedField
from retour_core.tracking.account_models import (  # Django looks for models here
    TrackingAccount,
)

__all__ = [
    "PollBudget",
    "StatusChoices",
    "TrackedParcel",
    "TrackingAccount",
    "TrackingEvent",
    "TrackingHook",
    "TrackingMessage",
]


class StatusChoices(models.TextChoices):
    UNKNOWN = TrackingStatus.UNKNOWN.value, _("no news")
    ANNOUNCED = TrackingStatus.ANNOUNCED.value, _("announced")
    CANCELLED = TrackingStatus.CANCELLED.value, _("label cancelled")
    EXPIRED = TrackingStatus.EXPIRED.value, _("no news any more")
    ACCEPTED = TrackingStatus.ACCEPTED.value, pgettext_lazy("parcel", "handed in")
    IN_TRANSIT = TrackingStatus.IN_TRANSIT.value, _("on its way")
    DELAYED = TrackingStatus.DELAYED.value, _("delayed")
    CUSTOMS = TrackingStatus.CUSTOMS.value, _("at customs")
    OUT_FOR_DELIVERY = TrackingStatus.OUT_FOR_DELIVERY.value, _("out for delivery")
    AT_PICKUP_POINT = TrackingStatus.AT_PICKUP_POINT.value, _("waits to be collected")
    PROBLEM = TrackingStatus.PROBLEM.value, _("problem")
    LOST = TrackingStatus.LOST.value, _("lost")
    DELIVERED = TrackingStatus.DELIVERED.value, pgettext_lazy("parcel", "delivered")
    RETURNING = TrackingStatus.RETURNING.value, _("goes back to the sender")
    RETURNED = TrackingStatus.RETURNED.value, _("back at the sender")


class TrackedParcel(models.Model):
    """A parcel of a return. ``source`` is the kind of carrier whose label it carries,
    empty for a number the customer entered.

    Such a number is asked for at the brand's own ``account`` with its courier, or at a
    ``tracker``, where it is registered first: ``tracker_ref`` is its name there.
    ``trouble`` is what whoever is asked objected to last.

    ``status`` to ``last_at`` are what ``domain.tracking.progress_of`` says of all scans
    of ``number`` since ``since``; only :mod:`retour_core.tracking.following` writes
    them. ``next_poll_at`` is null where nobody is to be asked (any more).
    """

    parent = models.ForeignKey(
        "retour_returns.Return",
        on_delete=models.CASCADE,
        related_name="tracked_parcels",
    )
    label = models.ForeignKey(
        "retour_labels.Label",
        on_delete=models.SET_NULL,
        related_name="tracked_parcels",
        null=True,
    )
    number = models.CharField(_("tracking number"), max_length=100, db_index=True)
    source = models.CharField(max_length=20, blank=True)
    account = models.ForeignKey(
        "retour_carriers.CarrierAccount",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    tracker = models.ForeignKey(
        TrackingAccount,
        on_delete=models.SET_NULL,
        related_name="parcels",
        null=True,
    )
    tracker_ref = models.CharField(max_length=64, blank=True)
    trouble = models.CharField(max_length=255, blank=True)
    since = models.DateTimeField()
    status = models.CharField(
        _("where it is"),
        max_length=20,
        choices=StatusChoices.choices,
        default=StatusChoices.UNKNOWN,
    )
    sent_at = models.DateTimeField(_("handed in"), null=True)
    known_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    # What the merchant was told of it and need not be told again (``alarming``).
    alarms = models.JSONField(default=list)
    next_poll_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "number"], name="retour_parcel_once_per_return"
            )
        ]
        indexes = [
            models.Index(
                fields=["source", "next_poll_at"],
                condition=models.Q(next_poll_at__isnull=False),
                name="retour_parcel_to_poll",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_ours(self) -> bool:
        """Whether we numbered it, and no carrier did."""
        return self.source == "own"

    @property
    def progress(self) -> Progress:
        return Progress(
            status=TrackingStatus(self.status),
            sent_at=self.sent_at,
            known_at=self.known_at,
            ended_at=self.ended_at,
            last_at=self.last_at,
        )


class TrackingHook(models.Model):
    """An address to push to: ``account`` is its unguessable part. ``former_secret``
    holds for a while after ``changed_at`` (:mod:`retour_core.tracking.addresses`).

    ``brands`` are those whose people may see it and whose parcels it may tell of;
    ``is_for_all`` is for one that was opened without a brand, by who runs the server.
    ``last_refusal`` is an ``addresses.Refusal``.
    """

    source = models.CharField(_("source"), max_length=20)
    account = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=80)
    brands = models.ManyToManyField(
        "retour_brands.Brand", related_name="tracking_hooks", verbose_name=_("brands")
    )
    is_for_all = models.BooleanField(default=False, editable=False)
    secret = SealedField()
    former_secret = SealedField(default="")
    changed_at = models.DateTimeField(null=True)
    last_refused_at = models.DateTimeField(null=True)
    last_refusal = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tracking address")
        verbose_name_plural = _("tracking addresses")

    def __str__(self) -> str:
        return self.name


class TrackingMessage(models.Model):
    """A message as it came, to the byte; written before anything is read out of it.

    ``digest`` is of the body: the same one again is the same message. ``body`` is
    emptied after a while (``messages.forget``), its scans stay.
    """

    source = models.CharField(max_length=20)
    account = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    body = models.BinaryField()
    received_at = models.DateTimeField(db_index=True)
    failure = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("tracking message")
        verbose_name_plural = _("tracking messages")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "account", "digest"],
                name="retour_tracking_message_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["account", "received_at"], name="retour_messages_of_hook"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.pk}"


class TrackingEvent(models.Model):
    """One scan as it was told, once; never changed afterwards.

    ``at`` is the carrier's time, null where it named none; ``received_at`` ours.
    ``brands`` are the ids of those for whose parcels it counts, null for all.
    """

    source = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    number = models.CharField(max_length=100, db_index=True)
    status = models.CharField(max_length=20, choices=StatusChoices.choices)
    code = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    text = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=200, blank=True)
    brands = models.JSONField(null=True)
    message = models.ForeignKey(
        TrackingMessage, on_delete=models.SET_NULL, related_name="events", null=True
    )

    class Meta:
        verbose_name = _("tracking event")
        verbose_name_plural = _("tracking events")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "fingerprint"], name="retour_tracking_event_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.status}"

    @property
    def known(self) -> Known:
        scan = Scan(
            number=self.number,
            status=TrackingStatus(self.status),
            code=self.code,
            at=self.at,
            text=self.text,
            place=self.place,
        )
        return Known(scan, self.received_at)


class PollBudget(models.Model):
    """How many more questions a carrier may be asked; refilled as time passes.

    ``source`` is the kind of the carrier or tracker and the account's primary key, or
    a name for what several accounts share (``asked.limit_of``). While it
    ``rests_until``, as its carrier told, nobody is asked."""

    source = models.CharField(max_length=40, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()
    rests_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("polling budget")
        verbose_name_plural = _("polling budgets")

    def __str__(self) -> str:
        return self.source
