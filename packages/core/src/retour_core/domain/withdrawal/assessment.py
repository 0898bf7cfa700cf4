"""What a merchant should look at in a withdrawal. It is accepted all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from retour_core.domain.windows import Place, Window
from retour_core.domain.withdrawal.exemptions import exemption
from retour_core.domain.withdrawal.record import to_second
from retour_core.domain.withdrawal.scope import is_statutory
from retour_core.domain.withdrawal.statement import Statement


class FlagKind(StrEnum):
    """LATE: after the period's end. POSSIBLY_LATE: after an end that is an estimate.

    EXEMPT: art. 16 seems to apply to an item. UNKNOWN_ORDER: none fits, or several
    do: match it by hand. UNSHIPPED: stop the shipment. NOT_STATUTORY: the consumer
    lives outside EU and EEA.
    """

    LATE = "late"
    POSSIBLY_LATE = "possibly_late"
    EXEMPT = "exempt"
    UNKNOWN_ORDER = "unknown_order"
    UNSHIPPED = "unshipped"
    NOT_STATUTORY = "not_statutory"


PATTERNS: Mapping[FlagKind, str] = {
    FlagKind.LATE: "Submitted after the last day, {last_day}.",
    FlagKind.POSSIBLY_LATE: (
        "Submitted after {last_day}, the last day if the goods arrived as reckoned;"
        " their delivery is not known."
    ),
    FlagKind.EXEMPT: (
        "“{item}” seems to be exempt, art. 16({letter}): {summary} ({settled})."
    ),
    FlagKind.UNKNOWN_ORDER: "It is not clear which order “{contract}” is.",
    FlagKind.UNSHIPPED: "Nothing of it was shipped yet: tell the shop to stop it.",
    FlagKind.NOT_STATUTORY: "The consumer's country, {country}, is not in EU or EEA.",
}


@dataclass(frozen=True, slots=True)
class Flag:
    """``params`` fill ``PATTERNS``; dates are to be formatted."""

    kind: FlagKind
    params: Mapping[str, str | date]


@dataclass(frozen=True, slots=True)
class KnownLine:
    """An order line; ``exempt_letter`` is its art. 16 letter, "" if it has none."""

    line_id: str
    description: str
    exempt_letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the system knows of the order. Without a match: ``order_found`` False."""

    order_found: bool
    place: Place
    is_shipped: bool = True
    window: Window | None = None
    lines: tuple[KnownLine, ...] = ()


def assess(statement: Statement, known: Known, *, at: datetime) -> tuple[Flag, ...]:
    """The flags of a statement submitted at ``at`` (aware; counted to the second)."""
    return tuple(_flags(statement, known, at))


def _flags(statement: Statement, known: Known, at: datetime) -> Iterator[Flag]:
    if not is_statutory(known.place):
        yield Flag(FlagKind.NOT_STATUTORY, {"country": known.place.country})
    if not known.order_found:
        yield Flag(FlagKind.UNKNOWN_ORDER, {"contract": statement.contract})
        return
    if not known.is_shipped:
        yield Flag(FlagKind.UNSHIPPED, {})
    if known.window is not None and not known.window.is_open(to_second(at)):
        kind = FlagKind.POSSIBLY_LATE if known.window.is_estimate else FlagKind.LATE
        yield Flag(kind, {"last_day": known.window.last_day or ""})
    yield from _exempt(statement, known.lines)


def _exempt(statement: Statement, lines: tuple[KnownLine, ...]) -> Iterator[Flag]:
    named = {line.line_id for line in statement.lines if line.line_id}
    for line in lines:
        if statement.is_partial and line.line_id not in named:
            continue
        found = exemption(line.exempt_letter)
        if found is not None:
            yield Flag(
                FlagKind.EXEMPT,
                {
                    "item": line.description,
                    "letter": found.letter,
                    "summary": found.summary,
                    "settled": found.settled,
                },
            )
