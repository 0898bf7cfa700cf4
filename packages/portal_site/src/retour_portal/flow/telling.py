"""What a decision tells the customer, and on which page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext

from retour_core.domain.policies import Audience, Decision
from retour_core.policies.explaining import Said, item_sentences, sentences_of
from retour_core.policies.sentence_texts import FOR_CUSTOMERS
from retour_core.returns.models import Return
from retour_portal.flow.presentation import day_text, language
from retour_portal.flow.queries import Offer
from retour_portal.flow.terms import DraftTerms

_WINDOW = frozenset({"window_until", "window_unlimited", "window_not_begun"})
_REFUSALS = frozenset(
    {"window_closed", "not_returnable_by_rule", "not_returnable_by_staff"}
)
_ON_ITEMS = _REFUSALS | {"late_reviewed", "keep_item", "restocking", "message"}
_FREE = frozenset({"fee_free", "fee_waived", "fee_none"})
# What is kept for restocking has a row of its own there.
_NOTICES = frozenset({"keep_item", "photo_required", "message"})


def common_last_day(offer: Offer) -> date | None:
    """The one last day of everything that can be returned; None if they differ."""
    days = {
        offer.item(line).window.last_day
        for line in offer.left
        if offer.item(line).returnable and not offer.item(line).window.is_late
    }
    return days.pop() if len(days) == 1 else None


def told_of_items(offer: Offer) -> dict[str, list[str]]:
    """By the shop's id of the line: why it cannot be returned, or what holds for it.

    A last day that all items share is told above them.
    """
    codes = _ON_ITEMS if common_last_day(offer) else _ON_ITEMS | _WINDOW
    return {
        line.external_id: [
            said.text
            for said in item_sentences(
                offer.decision, line.external_id, Audience.CUSTOMER, locale=language()
            )
            if said.code in codes
        ]
        for line in offer.lines
    }


def needs_approval(decision: Decision) -> bool:
    """Whether somebody looks at the return before anything is sent."""
    said = _said(decision)
    return any(one.code == "return_needs_approval" for one in said)


def told_of_way(terms: DraftTerms) -> list[str]:
    """The last day and what sending back costs."""
    said = _said(terms.asked.decision)
    return _once([*_window(terms, said), *_fees(said, _titles(terms.ret))])


def notices_of(terms: DraftTerms, ret: Return) -> list[str]:
    """What else the customer should know before sending the return off."""
    titles = _titles(ret)
    return _once(
        _named(one, titles)
        for one in _said(terms.asked.decision)
        if one.code in _NOTICES
    )


def _fees(said: list[Said], titles: Mapping[str, str]) -> list[str]:
    """What the whole return costs, and what of its items costs something else."""
    fees = [one.text for one in said if one.code.startswith("return_fee_")]
    # A fee per return is told once, for all of it.
    of_items = [
        one
        for one in said
        if one.code.startswith("fee_") and not one.code.endswith("_return")
    ]
    codes = {one.code for one in of_items}
    if not fees and len(titles) > 1 and codes and codes <= _FREE:
        free = FOR_CUSTOMERS["return_fee_none"]
        return [gettext(free)]
    # Of items that share a fee per return, none says what it costs.
    is_of_all = len({one.text for one in of_items}) < 2 and (
        not fees or len(of_items) == len(titles)
    )
    told = [one.text if is_of_all else _named(one, titles) for one in of_items]
    return [*fees, *told]


def _titles(ret: Return) -> dict[str, str]:
    return {
        line.order_line.external_id: line.order_line.title for line in ret.lines.all()
    }


def _named(one: Said, titles: Mapping[str, str]) -> str:
    """Of several items, which of them is meant."""
    is_one_of_several = one.line and len(titles) > 1
    return f"{titles[one.line]}: {one.text}" if is_one_of_several else one.text


def _window(terms: DraftTerms, said: list[Said]) -> list[str]:
    """The window that closes first: who sends all in one parcel minds that one."""
    told = [one.text for one in said if one.code in _WINDOW]
    days = [item.window.last_day for item in terms.asked.decision.items]
    known = [day for day in days if day is not None]
    if not known or len(told) < 2:
        return told[:1]
    last_day = day_text(min(known), terms.ret.order)
    sentence = gettext("You can return these items until %(last_day)s.")
    return [sentence % {"last_day": last_day}]


def _said(decision: Decision) -> list[Said]:
    return sentences_of(decision, Audience.CUSTOMER, locale=language())


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
