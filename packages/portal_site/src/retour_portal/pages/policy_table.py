"""A brand's terms as rows of a table, read from the policy that counts today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from retour_core.domain.methods import METHODS_WITH_LABEL
from retour_core.domain.policies import (
    Policy,
    PriceSource,
    RequestKind,
    general_terms,
    parse_policy,
)
from retour_core.domain.policies.kinds import Approval
from retour_core.domain.policies.texts import pick_text
from retour_core.domain.return_prices import is_priced_by_table
from retour_core.policies.deciding import active_rules
from retour_core.policies.return_prices import prices_on
from retour_core.policies.versions import policy_of
from retour_core.returns.choices import ResolutionChoices
from retour_core.returns.methods import offered_methods
from retour_portal.flow.ways import way
from retour_portal.flow.words import refund_days_text
from retour_portal.pages.policy_costs import cost_lines, price_lines
from retour_portal.pages.policy_windows import named, term_lines, window_lines
from retour_portal.step_texts.texts import text_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpRequest

    from retour_core.brands.models import Brand
    from retour_core.domain.methods import ReturnMethod
    from retour_core.domain.policies import GeneralTerm
    from retour_core.domain.return_prices import PriceTable


@dataclass(frozen=True)
class PolicyRow:
    """``entries`` are one sentence, or several that make a list."""

    title: str
    entries: list[str]


@dataclass(frozen=True)
class _Known:
    policy: Policy
    methods: Sequence[ReturnMethod]
    terms: Sequence[GeneralTerm] = ()
    table: PriceTable | None = None


def policy_rows(
    brand: Brand | None,
    kind: RequestKind,
    *,
    today: date,
    request: HttpRequest | None = None,
) -> list[PolicyRow]:
    """In the active language; at most four queries. ``today`` is the merchant's day;
    ``request`` is the page's, with the brand's own names of ways back.

    Without a brand, as in the editor's preview, what a new policy would say.
    """
    known = _known(brand, kind, today)
    policy = known.policy
    windows = [*window_lines(policy, today), *term_lines(policy, known.terms, today)]
    rows = [
        PolicyRow(_("Time to return"), windows),
        *_refused(known.terms),
        PolicyRow(_("Cost of sending back"), cost_lines(policy, known.table)),
        *_prices(known),
        PolicyRow(_("Ways to send it back"), _names_of(known.methods, request, brand)),
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


def _names_of(
    methods: Sequence[ReturnMethod], request: HttpRequest | None, brand: Brand | None
) -> list[str]:
    context = {"brand": brand}
    return [text_for(request, way(one).title_slot, context) for one in methods]


def _known(brand: Brand | None, kind: RequestKind, today: date) -> _Known:
    if brand is None:
        policy = parse_policy({"brand": "preview", "kind": kind.value})
        return _Known(policy, policy.methods)
    policy = policy_of(brand, kind).policy
    methods = offered_methods(brand.pk, policy.methods)
    terms = general_terms(active_rules(brand), kind, brand.slug)
    prices = None
    if is_priced_by_table(policy) and not METHODS_WITH_LABEL.isdisjoint(methods):
        prices = prices_on(brand.pk, today)
    return _Known(policy, methods, terms, prices.table if prices else None)


def _refused(terms: Sequence[GeneralTerm]) -> list[PolicyRow]:
    locale = get_language() or "en"
    said = [
        named(term.names, pick_text(term.value, locale))
        for term in terms
        if term.outcome == "not_returnable"
    ]
    return [PolicyRow(_("What cannot be returned"), said)] if said else []


def _prices(known: _Known) -> list[PolicyRow]:
    if known.table is None:
        return []
    title = _("Price of our label")
    if known.policy.price_source is PriceSource.CARRIER:
        title = _("Price of our label, if the carrier tells us none")
    return [PolicyRow(title, price_lines(known.table))]
