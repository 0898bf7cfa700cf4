"""Opening hours in a form: a field a day, in the notation of drop-off points."""

from __future__ import annotations

from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from retour_core.domain.opening_hours import (
    DAYS,
    HoursUnreadable,
    Week,
    day_text,
    read_day,
    week_of,
)

HOURS_FIELDS = [f"hours_{day.lower()}" for day in DAYS]


def add_hours_fields(form: forms.BaseForm, week: Week | None) -> None:
    """From Monday to Sunday, with the hours there are."""
    locale = (get_language() or "en").replace("-", "_")
    names = get_day_names("wide", context="stand-alone", locale=locale)
    for index, name in enumerate(HOURS_FIELDS):
        form.fields[name] = forms.CharField(
            label=names[index].capitalize(),
            required=False,
            max_length=80,
            initial=day_text(week[index]) if week else "",
            help_text="" if index else _HELP,
        )


def week_in(form: forms.BaseForm) -> Week | None:
    """Of a form that was cleaned; what is unclear becomes an error of its day."""
    days: list[Any] = []
    for name in HOURS_FIELDS:
        days.append([])
        try:
            days[-1] = read_day(form.cleaned_data.get(name) or "")
        except HoursUnreadable as error:
            form.add_error(name, str(_UNCLEAR % {"part": error}))
    return week_of(days)


_HELP = _(
    "Like 10:00-19:00, or 9:00-12:00, 14:00-18:00 with a break. Empty: closed that "
    "day; with all seven empty, no hours are told."
)
_UNCLEAR = _(
    "“%(part)s” is unclear, or its hours overlap: write 09:00-12:00, 14:00-18:00."
)
