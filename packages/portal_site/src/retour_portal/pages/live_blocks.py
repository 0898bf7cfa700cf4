"""Blocks that say what the brand's own data says, or what day it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from retour_core.domain.policies import RequestKind
from retour_core.domain.windows import Place, local_day, zones_for
from retour_portal.countries import country_choices
from retour_portal.pages.policy_table import policy_rows

_EXAMPLE_DAYS = 12


class TableKind(models.TextChoices):
    RETURN = RequestKind.RETURN.value, _("Our return offer")
    WITHDRAWAL = RequestKind.WITHDRAWAL.value, _("The right of withdrawal")
    CLAIM = RequestKind.CLAIM.value, _("Faulty or wrong items")


class PolicyTableBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    kind = blocks.ChoiceBlock(
        label=_("Terms of"), choices=TableKind.choices, default=TableKind.RETURN
    )

    class Meta:
        label = _("Policy table")
        icon = "table"
        template = "retour/blocks/policy_table.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {
            "title": _("Our terms at a glance"),
            "kind": TableKind.RETURN,
        }
        description = _(
            "Days, cost, ways and choices, always as the return policy has them."
        )

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        kind = RequestKind(value["kind"] or RequestKind.RETURN.value)
        context["rows"] = policy_rows(
            context.get("brand"),
            kind,
            today=consumer_day(""),
            request=context.get("request"),
        )
        return context


class CountdownBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    text = blocks.TextBlock(
        label=_("Text"), required=False, default="", max_length=300, rows=2
    )
    last_day = blocks.DateBlock(
        label=_("Last day"), help_text=_("This day still counts.")
    )
    country = blocks.ChoiceBlock(
        label=_("Customers' country"),
        choices=country_choices,
        required=False,
        help_text=_("Whose midnight ends the day; without one, the brand's server's."),
    )
    text_after = blocks.TextBlock(
        label=_("Text afterwards"),
        required=False,
        default="",
        max_length=300,
        rows=2,
        help_text=_("Without one, the block is gone after its last day."),
    )

    class Meta:
        label = _("Countdown")
        icon = "time"
        template = "retour/blocks/countdown.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {"title": _("Holiday returns")}
        description = _("A last day, and how many days are left until it.")

    def get_preview_value(self) -> Any:
        soon = consumer_day("") + timedelta(days=_EXAMPLE_DAYS)
        return self.normalize({**self.meta.preview_value, "last_day": soon})

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        today = consumer_day(value.get("country") or "")
        last_day = value.get("last_day")
        context["days_left"] = (last_day - today).days if last_day else None
        return context


class DropOffFinderBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    text = blocks.TextBlock(
        label=_("Text"), required=False, default="", max_length=300, rows=2
    )
    country = blocks.ChoiceBlock(
        label=_("Country"),
        choices=country_choices,
        required=False,
        help_text=_("Without one, the country of the brand's return address."),
    )
    carrier = blocks.RegexBlock(
        label=_("Carrier"),
        regex=r"^[a-z0-9_-]{1,20}$",
        required=False,
        default="",
        help_text=_("Its code in the imported file; without one, all of them."),
        error_messages={"invalid": _("Small letters, digits, - and _ only.")},
    )

    class Meta:
        label = _("Drop-off finder")
        icon = "site"
        template = "retour/blocks/dropoff_finder.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {"title": _("Find a drop-off point near you")}
        description = _(
            "Asks for a postal code and lists the carrier's drop-off points near it."
        )


def consumer_day(country: str) -> date:
    """Today where the country's consumers live; of several zones, where it is earliest,
    so that nobody is told too early that a day is over."""
    place = Place(country, fallback=ZoneInfo(settings.TIME_ZONE))
    now = timezone.now()
    return min(local_day(now, zone) for zone in zones_for(place))
