from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.policies.models.reason import key_validator


class AnswerKind(models.TextChoices):
    TEXT = "text", _("text")
    YES_NO = "yes_no", _("yes or no")
    CHOICE = "choice", _("one of several")


class Question(models.Model):
    """What policies and rules may ask of a customer, named by ``key``.

    ``texts`` are the question by language; ``options`` (of a choice) are a list of
    ``{"key": …, "texts": {language: text}}``.
    """

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="questions"
    )
    key = models.CharField(_("key"), max_length=40, validators=[key_validator])
    position = models.PositiveIntegerField(default=0)
    texts = models.JSONField(_("question"), default=dict)
    answer = models.CharField(
        _("answer"), max_length=8, choices=AnswerKind.choices, default=AnswerKind.TEXT
    )
    options = models.JSONField(_("options"), default=list)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "key"], name="retour_question_once_per_brand"
            )
        ]

    def __str__(self) -> str:
        return self.key
