"""What one field of an order cannot tell: currency digits, sums, references, dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from retour_core.domain.countries import is_country
from retour_core.domain.money import Money, currency_exponent, is_currency
from retour_core.domain.wire import AddressIn, FieldProblem, LineIn, OrderIn, ShipmentIn

# Clocks of shops run ahead a little; more than this is a mistake.
CLOCK_SKEW = timedelta(minutes=10)
# No web shop is older; a shop that never set a date sends year 1 or 1970.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def to_minor(amount: str, exponent: int) -> int:
    """Minor units of a decimal string the wire's pattern has accepted.

    Raises ``ValueError`` if it has more digits than the currency; trailing zeros
    beyond them are no digits.
    """
    whole, _, fraction = amount.partition(".")
    if len(fraction) > exponent:
        if fraction[exponent:].strip("0"):
            raise ValueError(amount)
        fraction = fraction[:exponent]
    return int(whole + fraction.ljust(exponent, "0"))


def check_order(order: OrderIn, *, now: datetime) -> list[FieldProblem]:
    """Every problem of one order; pointers are relative to the order. Empty is good."""
    if not is_currency(order.currency):
        return [
            _problem(
                "/currency",
                "currency_unknown",
                f"“{order.currency}” is not an ISO 4217 currency code.",
            ),
            *_countries(order),
        ]
    exponent = currency_exponent(order.currency)
    amounts = list(_amounts(order, exponent))
    return [
        *_countries(order),
        *(amounts or _sums(order, exponent)),
        *_dates(order, now),
        *_lines(order.lines),
        *_shipments(order),
    ]


def check_changed_at(order: OrderIn, *, now: datetime) -> list[FieldProblem]:
    """The one thing to look at where all else of the order was found good before."""
    if EARLIEST <= order.changed_at <= now + CLOCK_SKEW:
        return []
    return list(_moments([("/changed_at", order.changed_at)], now))


def _problem(pointer: str, code: str, message: str) -> FieldProblem:
    return FieldProblem(pointer=pointer, code=code, message=message)


def _countries(order: OrderIn) -> Iterator[FieldProblem]:
    addresses: list[tuple[str, AddressIn | None]] = [
        ("/shipping_address/country", order.shipping_address),
        ("/billing_address/country", order.billing_address),
    ]
    found = [(pointer, a.country) for pointer, a in addresses if a is not None]
    for index, line in enumerate(order.lines):
        if line.origin_country is not None:
            found.append((f"/lines/{index}/origin_country", line.origin_country))
    for pointer, code in found:
        if not is_country(code):
            yield _problem(
                pointer,
                "country_unknown",
                f"“{code}” is not an ISO 3166-1 alpha-2 country code.",
            )


def _amounts(order: OrderIn, exponent: int) -> Iterator[FieldProblem]:
    amounts = [
        ("/shipping_incl_tax", order.shipping_incl_tax),
        ("/standard_shipping_incl_tax", order.standard_shipping_incl_tax),
        ("/order_discount", order.order_discount),
        ("/total_incl_tax", order.total_incl_tax),
        ("/captured", order.captured),
    ]
    for index, tender in enumerate(order.tenders):
        amounts.append((f"/tenders/{index}/amount", tender.amount))
    for index, line in enumerate(order.lines):
        amounts += [
            (f"/lines/{index}/unit_list_price", line.unit_list_price),
            (f"/lines/{index}/total_incl_tax", line.total_incl_tax),
            (f"/lines/{index}/total_excl_tax", line.total_excl_tax),
            (f"/lines/{index}/discount", line.discount),
        ]
    for pointer, amount in amounts:
        if amount is None or _decimals(amount) <= exponent:
            continue
        try:
            to_minor(amount, exponent)
        except ValueError:
            yield _problem(
                pointer,
                "amount_too_precise",
                f"{order.currency} has {exponent} decimals; “{amount}” has more.",
            )


def _sums(order: OrderIn, exponent: int) -> Iterator[FieldProblem]:
    """Of amounts that all fit the currency; what is not told is not compared."""
    if order.tenders:
        yield from _tenders(order, exponent)
    if order.standard_shipping_incl_tax is not None:
        standard = to_minor(order.standard_shipping_incl_tax, exponent)
        if standard > to_minor(order.shipping_incl_tax, exponent):
            yield _problem(
                "/standard_shipping_incl_tax",
                "more_than_shipping",
                f"{order.standard_shipping_incl_tax} is more than the"
                f" {order.shipping_incl_tax} paid for shipping: leave it out where"
                " nothing more than the standard delivery was paid.",
            )
    if discount := to_minor(order.order_discount, exponent):
        yield from _order_discount(order, discount, exponent)


def _tenders(order: OrderIn, exponent: int) -> Iterator[FieldProblem]:
    seen: set[str] = set()
    for index, tender in enumerate(order.tenders):
        if tender.id in seen:
            yield _problem(
                f"/tenders/{index}/id",
                "tender_id_twice",
                f"Two tenders have the id “{tender.id}”.",
            )
        seen.add(tender.id)
    is_captured = order.captured is not None
    paid = order.total_incl_tax if order.captured is None else order.captured
    together = sum(to_minor(tender.amount, exponent) for tender in order.tenders)
    if together != to_minor(paid, exponent):
        name = "captured" if is_captured else "the total"
        yield _problem(
            "/tenders",
            "tenders_do_not_add_up",
            f"They are {_written(together, order)} together, but {name} is {paid}:"
            " name all the order was paid with, or none.",
        )


def _order_discount(
    order: OrderIn, discount: int, exponent: int
) -> Iterator[FieldProblem]:
    lines = sum(to_minor(line.total_incl_tax, exponent) for line in order.lines)
    if discount > lines:
        yield _problem(
            "/order_discount",
            "discount_too_high",
            f"{order.order_discount} is more than the {_written(lines, order)} of the"
            " lines.",
        )
        return
    total = lines - discount + to_minor(order.shipping_incl_tax, exponent)
    if total != to_minor(order.total_incl_tax, exponent):
        yield _problem(
            "/order_discount",
            "total_does_not_add_up",
            f"Lines − order discount + shipping are {_written(total, order)}, but the"
            f" total is {order.total_incl_tax}: leave out a discount that the lines are"
            " after already, and tell a fee as a line.",
        )


def _written(minor: int, order: OrderIn) -> str:
    return Money(minor, order.currency).to_string()


def _decimals(amount: str) -> int:
    point = amount.find(".")
    return 0 if point < 0 else len(amount) - point - 1


def _dates(order: OrderIn, now: datetime) -> Iterator[FieldProblem]:
    moments = [("/placed_at", order.placed_at), ("/changed_at", order.changed_at)]
    for index, shipment in enumerate(order.shipments):
        if shipment.delivered_at is not None:
            moments.append((f"/shipments/{index}/delivered_at", shipment.delivered_at))
        if shipment.shipped_at is not None:
            moments.append((f"/shipments/{index}/shipped_at", shipment.shipped_at))
    return _moments(moments, now)


def _moments(
    moments: Iterable[tuple[str, datetime]], now: datetime
) -> Iterator[FieldProblem]:
    latest = now + CLOCK_SKEW
    for pointer, moment in moments:
        if moment > latest:
            yield _problem(
                pointer, "date_in_future", f"{moment.isoformat()} is in the future."
            )
        elif moment < EARLIEST:
            yield _problem(
                pointer,
                "date_too_old",
                f"{moment.isoformat()} is before {EARLIEST.year}.",
            )


def _lines(lines: Iterable[LineIn]) -> Iterator[FieldProblem]:
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if line.id in seen:
            yield _problem(
                f"/lines/{index}/id",
                "line_id_twice",
                f"Two lines have the id “{line.id}”.",
            )
        seen.add(line.id)
        for field in ("fulfilled_quantity", "refunded_quantity"):
            if getattr(line, field) > line.quantity:
                yield _problem(
                    f"/lines/{index}/{field}",
                    "more_than_ordered",
                    f"{getattr(line, field)} is more than the {line.quantity} ordered.",
                )


def _shipments(order: OrderIn) -> Iterator[FieldProblem]:
    known = {line.id for line in order.lines}
    seen: set[str] = set()
    for index, shipment in enumerate(order.shipments):
        if shipment.id in seen:
            yield _problem(
                f"/shipments/{index}/id",
                "shipment_id_twice",
                f"Two shipments have the id “{shipment.id}”.",
            )
        seen.add(shipment.id)
        yield from _shipment_lines(index, shipment, known)


def _shipment_lines(
    index: int, shipment: ShipmentIn, known: set[str]
) -> Iterator[FieldProblem]:
    for position, line in enumerate(shipment.lines):
        if line.line_id not in known:
            yield _problem(
                f"/shipments/{index}/lines/{position}/line_id",
                "line_unknown",
                f"The order has no line “{line.line_id}”.",
            )
