"""A policy as sentences, field by field; two versions as what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from retour_core.domain.countries import country_name
from retour_core.domain.policies import (
    UNLIMITED,
    FeeWhen,
    Payer,
    Policy,
    PriceSource,
    RequestKind,
)
from retour_core.domain.windows.anchors import AnchorKind
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.values import (
    day_text,
    days_text,
    fee_text,
    list_text,
    markup_text,
    own_text,
)
from retour_portal.backoffice.terms.words import (
    ANCHORS,
    APPROVALS,
    FEE_WHENS,
    GIFT_CARDS,
    METHODS,
    PAYERS,
    PRICE_SOURCES,
    RESOLUTIONS,
    SETTLEMENTS,
    WHEN_LATE,
)
from retour_portal.backoffice.typography import percent_text, quoted


@dataclass(frozen=True)
class Line:
    """``field`` is one of ``Policy``'s, or the first of those the text is about."""

    field: str
    label: str
    text: str


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


def policy_lines(policy: Policy, terms: BrandTerms) -> list[Line]:
    """What holds, in the order in which somebody would ask."""
    return [
        Line("window_days", _("Window"), _window(policy)),
        *_special_windows(policy),
        Line("when_late", _("Too late"), str(WHEN_LATE[policy.when_late])),
        Line("fee", _("Cost"), _cost(policy)),
        *_restocking(policy),
        Line("approval", _("Approval"), str(APPROVALS[policy.approval])),
        *_asked(policy, terms),
        Line("methods", _("Ways back"), list_text(METHODS, policy.methods)),
        Line("most_parcels", _("Most parcels"), str(policy.most_parcels)),
        Line(
            "resolutions",
            _("Resolutions"),
            list_text(RESOLUTIONS, policy.resolutions),
        ),
        Line("settlement", _("Money back"), str(SETTLEMENTS[policy.settlement])),
        *_promise(policy),
        Line("gift_cards", _("Gift cards"), str(GIFT_CARDS[policy.gift_cards])),
        *_extras(policy),
    ]


def differences(before: Policy, after: Policy, terms: BrandTerms) -> list[Difference]:
    """Line by line; nothing means that both say the same."""
    old = {(line.field, line.label): line.text for line in policy_lines(before, terms)}
    new = {(line.field, line.label): line.text for line in policy_lines(after, terms)}
    return [
        Difference(key[1], old.get(key, _("nothing")), new.get(key, _("nothing")))
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def _window(policy: Policy) -> str:
    if policy.window_days == UNLIMITED:
        text = _("Without a time limit.")
    else:
        text = _("%(days)s, counted from %(anchors)s.") % {
            "days": days_text(policy.window_days),
            "anchors": _(", or else ").join(
                _anchor(anchor, policy) for anchor in policy.anchors
            ),
        }
    return " ".join([text, *_window_extras(policy)])


def _anchor(anchor: AnchorKind, policy: Policy) -> str:
    if anchor is AnchorKind.SHIPPED:
        journey = {"days": days_text(policy.transit_days)}
        return _("the dispatch plus %(days)s") % journey
    return str(ANCHORS[anchor])


def _window_extras(policy: Policy) -> Iterator[str]:
    if policy.grace_days:
        yield _("%(days)s more are accepted silently.") % {
            "days": days_text(policy.grace_days)
        }
    if policy.rolls_over:
        yield _("A last day on a weekend or public holiday moves on.")


def _special_windows(policy: Policy) -> Iterator[Line]:
    if policy.country_windows:
        locale = get_language() or "en"
        yield Line(
            "country_windows",
            _("By country"),
            "; ".join(
                f"{country_name(code, locale)}: {days_text(days)}"
                for code, days in sorted(policy.country_windows.items())
            ),
        )
    if policy.seasons:
        said = _("ordered from %(start)s to %(end)s: until %(until)s")
        yield Line(
            "seasons",
            _("Seasons"),
            "; ".join(
                said
                % {
                    "start": day_text(season.ordered_from),
                    "end": day_text(season.ordered_to),
                    "until": day_text(season.until),
                }
                for season in policy.seasons
            ),
        )


def _cost(policy: Policy) -> str:
    said = [f"{PAYERS[policy.fee_payer]}."]
    if policy.fee_payer is Payer.CUSTOMER:
        fee = fee_text(policy.fee)
        said.append(_("Fee: %(fee)s.") % {"fee": fee})
        if policy.fee_when is FeeWhen.BEFORE_LABEL:
            said.append(f"{FEE_WHENS[policy.fee_when]}.")
        if policy.price_source is not PriceSource.TABLE:
            said.append(f"{PRICE_SOURCES[policy.price_source]}.")
        if not policy.price_markup.is_free:
            markup = {"markup": markup_text(policy.price_markup)}
            said.append(_("On top of the carrier’s price: %(markup)s.") % markup)
        if policy.informs_of_return_cost:
            said.append(_("We say so before the purchase."))
    if policy.waive_fee_if_our_fault and policy.kind is not RequestKind.CLAIM:
        said.append(_("Free if it is our fault."))
    return " ".join(said)


def _restocking(policy: Policy) -> Iterator[Line]:
    if policy.restocking_percent:
        text = _("%(percent)s of the price is kept.") % {
            "percent": percent_text(policy.restocking_percent)
        }
        yield Line("restocking_percent", _("Restocking"), text)


def _asked(policy: Policy, terms: BrandTerms) -> Iterator[Line]:
    if policy.require_photo:
        yield Line("require_photo", _("Photo"), _("A photo has to be added."))
    if policy.require_answers:
        asked = list_text(terms.questions, policy.require_answers)
        yield Line("require_answers", _("Questions"), asked)


def _promise(policy: Policy) -> Iterator[Line]:
    if policy.refund_days is not None:
        text = _("At the latest %(days)s after the items came.") % {
            "days": days_text(policy.refund_days)
        }
        yield Line("refund_days", _("Promised"), text)


def _extras(policy: Policy) -> Iterator[Line]:
    if policy.label_days is not None:
        days = days_text(policy.label_days)
        yield Line("label_days", _("Labels are valid for"), days)
    if policy.store_credit_bonus:
        text = _("%(percent)s on top of store credit.") % {
            "percent": percent_text(policy.store_credit_bonus)
        }
        yield Line("store_credit_bonus", _("Bonus"), text)
    if policy.message:
        yield Line("message", _("Message"), _message(policy.message))


def _message(texts: Mapping[str, Any]) -> str:
    if len(texts) == 1:
        return own_text(texts)
    return " ".join(f"{code}: {quoted(text)}" for code, text in texts.items())
