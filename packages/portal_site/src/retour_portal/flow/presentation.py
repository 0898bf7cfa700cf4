"""What the templates show, ready to print: money, dates and addresses as people
read them in the active language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from retour_core.accounts.queries import account_zone
from retour_core.brands.models import ReturnAddress
from retour_core.domain.countries import country_name
from retour_core.domain.money import Money, format_money
from retour_core.domain.written_dates import date_locale
from retour_core.orders.models import Order, OrderLine
from retour_core.returns.answered import Answered, answers_of
from retour_core.returns.estimating import Deductions
from retour_core.returns.models import Return, ReturnLine
from retour_portal.flow.goods import picture_address
from retour_portal.flow.settlement import resolution_text
from retour_portal.flow.words import event_sentence

MASK = "•••"


def language() -> str:
    return get_language() or "en"


def reader_locale(order: Order) -> str:
    """The order's regional locale where it speaks the page's language ("fr-BE" on a
    French page), else the page's language."""
    wanted = order.locale.replace("-", "_")
    try:
        parsed = Locale.parse(wanted) if wanted else None
    except (ValueError, UnknownLocaleError):
        parsed = None
    if parsed is not None and parsed.language == language().partition("-")[0]:
        return str(parsed)
    return language()


def money_text(minor: int, order: Order) -> str:
    return format_money(Money(minor, order.currency), reader_locale(order))


def worth_text(minor: int, ret: Return) -> str:
    """An amount of a return; nothing of a gift's, which would tell its price."""
    return "" if ret.is_gift else money_text(minor, ret.order)


def day_text(day: date, order: Order) -> str:
    return format_date(day, "long", locale=date_locale(reader_locale(order)))


@dataclass(frozen=True)
class Goods:
    """One bought position; ``picture`` is empty or the portal's own address of it."""

    title: str
    variant: str
    sku: str
    picture: str


def goods(line: OrderLine) -> Goods:
    return Goods(
        title=line.title,
        variant=line.variant,
        sku=line.sku,
        picture=picture_address(line.image_url),
    )


@dataclass(frozen=True)
class ItemRow:
    """One line of a return on the review, confirmation and tracking pages."""

    goods: Goods
    quantity: int
    reason: str
    answers: Sequence[Answered]
    comment: str
    refund: str
    resolution: str = ""


def item_rows(
    ret: Return, lines: Sequence[ReturnLine], refunds: Mapping[int, int]
) -> list[ItemRow]:
    """``refunds`` maps a return line's primary key to minor units; of a gift, nothing
    is told of them. At most two queries, for the words of reasons and questions."""
    answers = answers_of(ret, lines, language())
    return [
        ItemRow(
            goods=goods(line.order_line),
            quantity=line.quantity,
            reason=ret.reasons.name(line.reason, language()),
            answers=answers[line.pk],
            comment=line.comment,
            refund=worth_text(refunds[line.pk], ret),
            resolution=resolution_text(line),
        )
        for line in lines
    ]


def deductions(off: Deductions, order: Order) -> list[tuple[str, str]]:
    """Caption and amount of what will be taken off, with a minus in front."""
    rows = [
        (_("Restocking fee"), off.restocking_minor),
        (_("Return fee"), off.fee_minor),
    ]
    return [(caption, money_text(-minor, order)) for caption, minor in rows if minor]


@dataclass(frozen=True)
class TimelineRow:
    sentence: str
    when: str
    iso: str


def timeline(ret: Return) -> list[TimelineRow]:
    """Newest first, in the account's zone. Two queries, one where the return's events
    are prefetched."""
    zone = ZoneInfo(account_zone())
    rows = []
    newest = sorted(ret.events.all(), key=lambda event: (event.at, event.pk))[::-1]
    for event in newest:
        sentence = event_sentence(event.kind, ret.method, event.data)
        if sentence is not None:
            rows.append(
                TimelineRow(
                    sentence,
                    moment_text(event.at, zone, ret.order),
                    event.at.isoformat(),
                )
            )
    return rows


def moment_text(at: datetime, zone: ZoneInfo, order: Order) -> str:
    """Day and time of the clock in ``zone``, as the reader of ``order`` writes them."""
    locale = date_locale(reader_locale(order))
    day = format_date(at.astimezone(zone), "medium", locale=locale)
    return f"{day}, {format_time(at, 'short', tzinfo=zone, locale=locale)}"


def masked_address(sender: Mapping[str, Any]) -> list[str]:
    """Enough to recognise one's own address, too little to learn another's."""
    country = str(sender.get("country", ""))
    place = f"{sender.get('postal_code', '')} {sender.get('city', '')}".strip()
    lines = [
        _masked_words(str(sender.get("name", "") or sender.get("company", ""))),
        _masked_words(str(sender.get("street", ""))),
        place,
        country_name(country, language()) if country else "",
    ]
    return [line for line in lines if line]


def _masked_words(text: str) -> str:
    """The first letter of each word; numbers of houses and flats are hidden whole."""
    return " ".join(
        (word[0] if word[0].isalpha() else "") + MASK for word in text.split()
    )


def address_lines(address: ReturnAddress | None) -> list[str]:
    """The merchant's address in full, with the country's name."""
    if address is None:
        return []
    lines = [
        address.company,
        address.contact,
        address.street,
        address.street2,
        f"{address.postal_code} {address.city}".strip(),
        address.region,
        country_name(address.country, language()),
    ]
    return [line for line in lines if line]
