from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

import retour_core.dropoffs.fetch_models
import retour_core.dropoffs.upload_models  # noqa: F401 - Django looks for models here
from retour_core.domain.distance import Coordinates
from retour_core.domain.opening_hours import Week, from_json


class PointKind(models.TextChoices):
    SHOP = "shop", _("Parcel shop")
    LOCKER = "locker", _("Parcel locker")
    POST_OFFICE = "post_office", _("Post office")
    DEPOT = "depot", _("Depot")


class Wheelchair(models.TextChoices):
    """Three answers and none: “not known” is told to nobody as “no”."""

    YES = "yes", _("Step-free access")
    LIMITED = "limited", _("Partly step-free")
    NO = "no", _("Not step-free")
    UNKNOWN = "", _("Not known")


class PointService(models.TextChoices):
    PRINTS_LABELS = "prints_labels", _("Prints the label")
    TAKES_CODES = "takes_codes", _("Takes a QR code instead of a label")


class DropOffPointQuerySet(models.QuerySet["DropOffPoint"]):
    def valid_on(self, day: date) -> DropOffPointQuerySet:
        """Not closed down, and open for business already."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_to=None) | Q(valid_to__gte=day),
        )


class DropOffPoint(models.Model):
    """Where a carrier takes parcels; written by imports alone.

    ``provider_id`` is the carrier's own and stays. ``opening_hours`` are what
    ``domain.opening_hours.to_json`` makes, ``None`` where nobody told. ``content_hash``
    tells an import what has changed.
    """

    carrier = models.CharField(_("carrier"), max_length=20)
    provider_id = models.CharField(_("carrier's id"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=PointKind.choices)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=80)
    country = models.CharField(_("country"), max_length=2)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    opening_hours = models.JSONField(_("opening hours"), null=True)
    wheelchair = models.CharField(
        _("access by wheelchair"),
        max_length=8,
        choices=Wheelchair.choices,
        blank=True,
        default=Wheelchair.UNKNOWN,
    )
    services = models.JSONField(_("services"), default=list)
    languages = models.JSONField(_("languages"), default=list)
    valid_from = models.DateField(_("valid from"), null=True)
    valid_to = models.DateField(_("valid to"), null=True)
    source = models.CharField(_("source"), max_length=120)
    last_seen = models.DateTimeField(_("last seen"))
    content_hash = models.CharField(max_length=32)

    objects = DropOffPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("drop-off point")
        verbose_name_plural = _("drop-off points")
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "provider_id"], name="retour_one_point_per_id"
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="retour_point_on_earth",
            ),
        ]
        indexes = [
            # The box around a place is cut out of a country by latitude.
            models.Index(
                fields=["country", "latitude", "longitude"], name="retour_point_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"

    @property
    def coordinates(self) -> Coordinates:
        return Coordinates(self.latitude, self.longitude)

    @property
    def week(self) -> Week | None:
        return from_json(self.opening_hours)


class Area(models.Model):
    """The middle of the drop-off points whose postal code begins with ``key``, or whose
    town it is; how a place is found without asking anybody outside."""

    country = models.CharField(max_length=2)
    key = models.CharField(max_length=80)
    latitude = models.FloatField()
    longitude = models.FloatField()
    points = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("area of drop-off points")
        verbose_name_plural = _("areas of drop-off points")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "key"], name="retour_one_area_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.key}"
