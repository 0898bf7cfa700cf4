"""How long something may be returned, as lines of a public page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from retour_core.domain.countries import country_name
from retour_core.domain.policies import UNLIMITED, Policy
from retour_core.domain.windows.anchors import AnchorKind
from retour_core.domain.windows.terms import MOST_DAYS
from retour_core.domain.written_dates import date_locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from retour_core.domain.policies import GeneralTerm


def window_lines(policy: Policy, today: date) -> list[str]:
    """By anchor, by country and by season; a season that is over is left out. Grace
    days are nobody's to read."""
    return [
        *_by_anchor(policy),
        *_by_country(policy),
        *_by_season(policy, today),
    ]


def term_lines(
    policy: Policy, terms: Iterable[GeneralTerm], today: date
) -> Iterator[str]:
    """What rules say of the window of a category or tag."""
    for term in terms:
        if term.outcome == "window_days":
            days = None if term.value == UNLIMITED else term.value
            yield named(term.names, days_text(days))
        elif term.outcome == "extend_window_until" and term.value >= today:
            yield named(term.names, _at_least(term.value))
        elif term.outcome == "extend_window_days":
            yield from _longer(policy, term.names, term.value)


def named(names: Sequence[str], text: str) -> str:
    return _("%(country)s: %(time)s") % {"country": ", ".join(names), "time": text}


def days_text(days: int | None) -> str:
    if days is None:
        return _("no time limit")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def _by_anchor(policy: Policy) -> list[str]:
    days = policy.days_for("")
    if days is None:
        return [_("No time limit")]
    sentences = {
        AnchorKind.DELIVERED: _("%(time)s from the day it arrives"),
        AnchorKind.SHIPPED: _("%(time)s from the day it should arrive"),
        AnchorKind.ORDERED: _("%(time)s from the day of the order"),
    }
    # As ``find_anchor`` weighs them, in whichever sequence the policy has them.
    first, *others = [
        sentences[kind] % {"time": days_text(days)}
        for kind in sentences
        if kind in policy.anchors
    ]
    unknown = _("If that day is not known: %(terms)s")
    return [first, *(unknown % {"terms": text} for text in others)]


def _by_country(policy: Policy) -> list[str]:
    locale = get_language() or "en"
    elsewhere = {code: policy.days_for(code) for code in _other_countries(policy)}
    by_name = sorted(
        (country_name(code, locale), days) for code, days in elsewhere.items()
    )
    return [named([country], days_text(days)) for country, days in by_name]


def _other_countries(policy: Policy) -> list[str]:
    usual = policy.days_for("")
    return [code for code in policy.country_windows if policy.days_for(code) != usual]


def _by_season(policy: Policy, today: date) -> Iterator[str]:
    others = (policy.days_for(code) for code in _other_countries(policy))
    if all(days is None for days in (policy.days_for(""), *others)):
        return
    for season in sorted(policy.seasons, key=lambda one: one.ordered_from):
        if season.until < today:
            continue
        orders = _("Orders from %(start)s to %(end)s") % {
            "start": _day(season.ordered_from),
            "end": _day(season.ordered_to),
        }
        yield named([orders], _at_least(season.until))


def _longer(policy: Policy, names: Sequence[str], extra: int) -> Iterator[str]:
    locale = get_language() or "en"
    places = {"": (), **{code: (code,) for code in _other_countries(policy)}}
    for code, place in places.items():
        days = policy.days_for(code)
        if days is not None:
            where = [country_name(one, locale) for one in place]
            text = days_text(min(days + extra, MOST_DAYS))
            yield named([*names, *where], text)


def _at_least(day: date) -> str:
    return _("at least until %(day)s") % {"day": _day(day)}


def _day(day: date) -> str:
    locale = date_locale(get_language() or "en")
    return str(format_date(day, "long", locale=locale))
