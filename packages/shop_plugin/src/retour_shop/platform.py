"""What a shop system must offer so that its orders can be pushed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import ValidationError

from retour_core.domain.shape_words import shape_sentence
from retour_core.domain.wire import FieldProblem, OrderIn


@dataclass(frozen=True)
class Fetched:
    """One order as the shop holds it now, or why it cannot be told to Retour.

    Both empty means that the shop no longer has the order.
    """

    order_id: str
    order: OrderIn | None = None
    problems: tuple[FieldProblem, ...] = ()


class Platform(Protocol):
    """One connector. Order ids are the shop's own stable keys, as text."""

    def fetch_orders(self, read_at: Mapping[str, datetime]) -> list[Fetched]:
        """The full present state of each order in ``read_at``.

        The moment given becomes the order's ``changed_at``: it was taken before
        the read, under a lease, so a later read always wins over an earlier one.
        """

    def fetch_order(self, order_id: str, *, read_at: datetime) -> Fetched: ...

    def iter_changed(self, since: datetime) -> Iterator[str]:
        """Ids of orders placed or touched at ``since`` or later, oldest first."""

    def all_order_ids(self, after: str | None = None) -> Iterator[str]:
        """Every order's id in a stable sequence, beginning behind ``after``."""


def problems_from(error: ValidationError) -> tuple[FieldProblem, ...]:
    """pydantic's complaints, with RFC 6901 pointers like those of Retour's API."""
    return tuple(
        FieldProblem(
            pointer="".join(f"/{part}" for part in complaint["loc"]),
            code=complaint["type"],
            message=shape_sentence(complaint),
        )
        for complaint in error.errors(include_url=False, include_input=False)
    )
