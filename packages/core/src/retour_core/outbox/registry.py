"""Which function delivers which kind of message; apps register in ``ready()``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol


class Delivery(Protocol):
    """Does the effect outside. ``message_id`` is the idempotency key to pass on.

    Raise :class:`TryLater` to try again, :class:`Undeliverable` to give up; any
    other exception backs off like ``TryLater``. The returned callable, if any, runs
    in the transaction that marks the message done.
    """

    def __call__(
        self, payload: dict[str, Any], *, message_id: int
    ) -> Callable[[], None] | None: ...


class TryLater(Exception):
    """The other side cannot be reached now; ``after`` overrides the back-off."""

    def __init__(self, message: str, *, after: timedelta | None = None) -> None:
        super().__init__(message)
        self.after = after


class Undeliverable(Exception):
    """Trying again cannot help; a person has to look."""


_DELIVERIES: dict[str, Delivery] = {}
_ON_DEATH: dict[str, Callable[[dict[str, Any], str], None]] = {}


def register(
    kind: str,
    delivery: Delivery,
    *,
    on_death: Callable[[dict[str, Any], str], None] | None = None,
) -> None:
    """``on_death(payload, reason)`` runs when a message is given up for good."""
    if _DELIVERIES.get(kind, delivery) is not delivery:
        raise RuntimeError(f"two deliveries claim the kind {kind!r}")
    _DELIVERIES[kind] = delivery
    if on_death is not None:
        _ON_DEATH[kind] = on_death


def delivery_for(kind: str) -> Delivery:
    try:
        return _DELIVERIES[kind]
    except KeyError:
        raise Undeliverable(f"nothing delivers messages of kind {kind!r}") from None


def announce_death(kind: str, payload: dict[str, Any], reason: str) -> None:
    if kind in _ON_DEATH:
        _ON_DEATH[kind](payload, reason)
