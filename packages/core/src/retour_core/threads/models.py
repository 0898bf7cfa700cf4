"""What is said and shown about a return, beside what is done with it."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_core.labels.storage import private_storage
from retour_core.returns.choices import ActorKind

MAX_TEXT = 2000


def new_file_key() -> str:
    """The unguessable part of a photo's file names; it appears in no address."""
    return secrets.token_hex(16)


class WaitingFor(models.TextChoices):
    """Whose turn it is, in the words of the back office."""

    CUSTOMER = "customer", _("waiting for the customer")
    STAFF = "staff", _("new message")


class Thread(models.Model):
    """Who has to answer next about a return; no row: nobody ever wrote.

    A fact beside the return's state, which a question does not change. Written under
    the return's lock.
    """

    parent = models.OneToOneField(
        "retour_returns.Return", on_delete=models.CASCADE, related_name="thread"
    )
    waiting_for = models.CharField(
        _("messages"), max_length=10, choices=WaitingFor.choices, blank=True
    )
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        indexes = [
            models.Index(
                fields=["waiting_for"],
                condition=~Q(waiting_for=""),
                name="retour_thread_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.parent_id}: {self.waiting_for}"


class Message(models.Model):
    """One thing said about a return, by the customer or to them; never changed.

    ``author_name`` is for staff; the customer reads the brand's name instead.
    ``is_question`` asks the customer for an answer.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "retour_returns.Return", on_delete=models.CASCADE, related_name="messages"
    )
    author_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    author_name = models.CharField(max_length=150, blank=True)
    text = models.TextField(_("text"), max_length=MAX_TEXT, blank=True)
    is_question = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_by_customer_at = models.DateTimeField(null=True)
    read_by_staff_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["parent", "at"], name="retour_thread_order")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_from_customer(self) -> bool:
        return self.author_kind == ActorKind.CUSTOMER


class PhotoState(models.TextChoices):
    STORING = "storing", _("being stored")
    READY = "ready", pgettext_lazy("photo", "ready")


class PhotoQuerySet(models.QuerySet["Photo"]):
    def ready(self) -> PhotoQuerySet:
        return self.filter(state=PhotoState.READY)


class Photo(models.Model):
    """A picture of a return's goods: ours, made anew from what was uploaded.

    The row is written before its files, so that none is left without a row; deleting
    the row has the files removed once that is committed. ``sha256`` is of the large
    file, in hex. Only ``READY`` photos are shown.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "retour_returns.Return", on_delete=models.CASCADE, related_name="photos"
    )
    line = models.ForeignKey(
        "retour_returns.ReturnLine",
        on_delete=models.CASCADE,
        related_name="photos",
        null=True,
    )
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="photos", null=True
    )
    state = models.CharField(
        max_length=10, choices=PhotoState.choices, default=PhotoState.STORING
    )
    file = models.FileField(storage=private_storage, max_length=100)
    thumbnail = models.FileField(storage=private_storage, max_length=100)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.CharField(max_length=10, choices=ActorKind.choices)
    at = models.DateTimeField()

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        indexes = [models.Index(fields=["state", "at"], name="retour_photo_unfinished")]

    def __str__(self) -> str:
        return str(self.public_id)
