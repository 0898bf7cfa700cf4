"""What sending back costs, as lines of a public page."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from babel.units import format_unit
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from retour_core.domain.countries import country_name
from retour_core.domain.money import format_money
from retour_core.domain.policies import FeePer, Payer, Policy, PriceSource
from retour_core.domain.return_prices import ELSEWHERE, is_priced_by_table
from retour_portal.pages.policy_windows import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retour_core.domain.return_prices import PriceRow, PriceTable

_KILOGRAM = 1000


def cost_lines(policy: Policy, table: PriceTable | None) -> list[str]:
    """Who pays, the policy's own fee, and what is free; ``price_lines`` are beside."""
    said = [*_fee(policy, table)]
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


def price_lines(table: PriceTable) -> list[str]:
    """Country by country, those with the same prices together, by weight."""
    locale = get_language() or "en"
    by_country: dict[str, list[PriceRow]] = {}
    for row in table.rows:
        by_country.setdefault(row.country, []).append(row)
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for country, rows in by_country.items():
        alike.setdefault(tuple(_bands(rows, locale)), []).append(country)
    is_same_everywhere = set(by_country) == {ELSEWHERE}
    groups = sorted(
        (ELSEWHERE in codes, _places(codes, locale), bands)
        for bands, codes in alike.items()
    )
    return [
        _price([] if is_same_everywhere else places, weight, amount)
        for _is_last, places, bands in groups
        for weight, amount in bands
    ]


def _price(places: list[str], weight: str, amount: str) -> str:
    names = [*places, *filter(None, [weight])]
    if not names:
        return _("%(amount)s per return") % {"amount": amount}
    return named(names, amount)


def _places(codes: list[str], locale: str) -> list[str]:
    known = sorted(country_name(code, locale) for code in codes if code != ELSEWHERE)
    return [*known, *([_("other countries")] if ELSEWHERE in codes else [])]


def _bands(rows: list[PriceRow], locale: str) -> Iterator[tuple[str, str]]:
    """The weight, "" where it does not matter, and the price."""
    for row in sorted(rows, key=lambda one: one.from_grams):
        weight = ""
        if row.to_grams is not None:
            last = {"weight": _weight(row.to_grams, locale)}
            weight = _("up to %(weight)s") % last
        elif row.from_grams > 0:
            before = {"weight": _weight(row.from_grams - 1, locale)}
            weight = _("over %(weight)s") % before
        yield weight, format_money(row.price, locale)


def _weight(grams: int, locale: str) -> str:
    babel = locale.replace("-", "_")
    if grams < _KILOGRAM:
        return format_unit(grams, "gram", "short", locale=babel)
    kilograms = Decimal(grams) / _KILOGRAM
    return format_unit(kilograms, "kilogram", "short", locale=babel)


def _fee(policy: Policy, table: PriceTable | None) -> Iterator[str]:
    if policy.fee_payer is Payer.MERCHANT:
        yield _("Free for you")
        return
    own = [*_own_fee(policy)]
    asks_carrier = policy.price_source is PriceSource.CARRIER
    if asks_carrier and is_priced_by_table(policy):
        yield _(
            "You pay what the carrier asks for the label. You see the price before "
            "you send your return."
        )
    elif table is not None or not own:
        yield _("You pay for sending it back.")
    else:
        yield from own
        return
    for line in own:
        yield _("Otherwise: %(terms)s") % {"terms": line}


def _own_fee(policy: Policy) -> Iterator[str]:
    fee = policy.fee
    if fee.is_free:
        return
    if fee.percent is not None:
        sentence = _("%(percent)s%% of what comes back")
        yield sentence % {"percent": format(fee.percent.normalize(), "f")}
        return
    by_item = fee.per is FeePer.ITEM
    sentence = _("%(amount)s for each item") if by_item else _("%(amount)s per return")
    locale = get_language() or "en"
    for amount in fee.fixed:
        if amount.minor:
            yield sentence % {"amount": format_money(amount, locale)}
