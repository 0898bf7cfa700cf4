from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.domain.digests import Rhythm


class RhythmChoice(models.TextChoices):
    AT_ONCE = Rhythm.AT_ONCE.value, _("at once")
    DAILY = Rhythm.DAILY.value, _("once a day")
    WEEKLY = Rhythm.WEEKLY.value, _("once a week, on Mondays")


class NoticeSubscription(models.Model):
    """Somebody of the merchant's who is told what happens in one brand, by mail.

    ``events`` are types of ``webhooks.events.EVENT_TYPES``; none means all. ``hour`` is
    that of the merchant's time zone. ``next_digest_at`` is empty for who is told at
    once. ``problem`` is why the last mail was given up, until one gets through.
    """

    brand = models.ForeignKey(
        "retour_brands.Brand",
        on_delete=models.CASCADE,
        related_name="notice_subscriptions",
        verbose_name=_("brand"),
    )
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=10, default="en")
    rhythm = models.CharField(
        _("how often"),
        max_length=10,
        choices=RhythmChoice.choices,
        default=RhythmChoice.DAILY,
    )
    hour = models.PositiveSmallIntegerField(
        _("hour of the day"), default=8, validators=[MaxValueValidator(23)]
    )
    events = models.JSONField(_("events"), default=list, blank=True)
    next_digest_at = models.DateTimeField(null=True, editable=False, db_index=True)
    problem = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("notice subscription")
        verbose_name_plural = _("notice subscriptions")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "email"], name="retour_one_subscription_per_address"
            ),
            models.CheckConstraint(
                condition=models.Q(hour__lte=23), name="retour_digest_hour_of_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(rhythm=Rhythm.AT_ONCE.value, next_digest_at=None)
                    | models.Q(
                        ~models.Q(rhythm=Rhythm.AT_ONCE.value),
                        next_digest_at__isnull=False,
                    )
                ),
                name="retour_digest_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.brand}"

    def wants(self, event_type: str) -> bool:
        return not self.events or event_type in self.events


class Notice(models.Model):
    """One thing to tell one subscription; written with the fact it tells of.

    ``mailed_by`` is the outbox message whose mail names it: set before the mail goes,
    so that a second message at work at the same time takes others.
    """

    subscription = models.ForeignKey(
        NoticeSubscription, on_delete=models.CASCADE, related_name="notices"
    )
    event_type = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    ret = models.ForeignKey(
        "retour_returns.Return", on_delete=models.CASCADE, null=True, related_name="+"
    )
    withdrawal = models.ForeignKey(
        "retour_withdrawals.Withdrawal",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
    )
    mailed_by = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ret=None, withdrawal__isnull=False)
                | models.Q(ret__isnull=False, withdrawal=None),
                name="retour_notice_is_about_one_thing",
            )
        ]
        indexes = [
            models.Index(
                fields=["subscription", "id"],
                condition=models.Q(sent_at=None),
                name="retour_notices_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_type} → {self.subscription_id}"
