"""A brand's terms as rows of a table, read from the policy that counts today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from retour_core.brands.queries import offered_methods
from retour_core.domain.countries import country_name
from retour_core.domain.money import format_money
from retour_core.domain.policies import Policy, RequestKind, parse_policy
from retour_core.domain.policies.kinds import Approval, FeePer, Payer
from retour_core.domain.windows.anchors import AnchorKind
from retour_core.policies.versions import policy_of
from retour_core.returns.choices import ResolutionChoices
from retour_portal.flow.words import refund_days_text, way

if TYPE_CHECKING:
    from collections.abc import Iterable

    from retour_core.brands.models import Brand


@dataclass(frozen=True)
class PolicyRow:
    """``entries`` are one sentence, or several that make a list."""

    title: str
    entries: list[str]


def policy_rows(brand: Brand | None, kind: RequestKind) -> list[PolicyRow]:
    """In the active language; at most two queries.

    Without a brand, as in the editor's preview, what a new policy would say.
    """
    if brand is None:
        policy = parse_policy({"brand": "preview", "kind": kind.value})
        methods = list(policy.methods)
    else:
        policy = policy_of(brand, kind).policy
        methods = offered_methods(brand, policy.methods)
    rows = [
        PolicyRow(_("Time to return"), _windows(policy)),
        PolicyRow(_("Cost of sending back"), _costs(policy)),
        PolicyRow(_("Ways to send it back"), [way(one).title for one in methods]),
        PolicyRow(
            _("What you can choose"),
            [str(ResolutionChoices(one.value).label) for one in policy.resolutions],
        ),
    ]
    if policy.refund_days is not None:
        said = refund_days_text(policy.refund_days)
        rows.append(PolicyRow(_("Your money"), [said]))
    if policy.approval is Approval.AGENT:
        rows.append(
            PolicyRow(
                _("Before you send it"), [_("We look at your request and answer it.")]
            )
        )
    return rows


def _windows(policy: Policy) -> list[str]:
    said = [_from_anchor(policy)]
    locale = get_language() or "en"
    elsewhere = {
        code: policy.days_for(code)
        for code in policy.country_windows
        if policy.days_for(code) != policy.days_for("")
    }
    named = sorted(
        (country_name(code, locale), days) for code, days in elsewhere.items()
    )
    said += [
        _("%(country)s: %(time)s") % {"country": country, "time": _days(days)}
        for country, days in named
    ]
    return said


def _from_anchor(policy: Policy) -> str:
    days = policy.days_for("")
    if days is None:
        return _("No time limit")
    sentences = {
        AnchorKind.DELIVERED: _("%(time)s from the day it arrives"),
        AnchorKind.SHIPPED: _("%(time)s from the day it should arrive"),
        AnchorKind.ORDERED: _("%(time)s from the day of the order"),
    }
    return sentences[policy.anchors[0]] % {"time": _days(days)}


def _days(days: int | None) -> str:
    if days is None:
        return _("no time limit")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def _costs(policy: Policy) -> list[str]:
    said = [*_fee(policy)]
    charged = policy.fee_payer is not Payer.MERCHANT
    if policy.restocking_percent > 0:
        percent = format(policy.restocking_percent.normalize(), "f")
        said.append(
            _("We keep %(percent)s%% of the price for restocking.")
            % {"percent": percent}
        )
        charged = True
    if charged and policy.waive_fee_if_our_fault:
        said.append(_("Free if the fault is ours."))
    return said


def _fee(policy: Policy) -> Iterable[str]:
    fee = policy.fee
    if policy.fee_payer is Payer.MERCHANT:
        return [_("Free for you")]
    if fee.is_free:
        return [_("You pay for sending it back.")]
    by_item = fee.per is FeePer.ITEM
    if fee.percent is not None:
        sentence = _("%(percent)s%% of what comes back")
        return [sentence % {"percent": format(fee.percent.normalize(), "f")}]
    sentence = _("%(amount)s for each item") if by_item else _("%(amount)s per return")
    locale = get_language() or "en"
    return [
        sentence % {"amount": format_money(amount, locale)}
        for amount in fee.fixed
        if amount.minor
    ]
