"""What to do after Retour did not take something, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from retour_shop.errors import ErrorKind, RetourError

FIRST_DELAY: Final = timedelta(seconds=2)
LONGEST_DELAY: Final = timedelta(minutes=15)
# A server may ask for longer than our own cap, but a garbled header must not
# silence a shop for a year.
LONGEST_ASKED_DELAY: Final = timedelta(days=1)


class Action(StrEnum):
    RETRY = "retry"
    STOP = "stop"
    GIVE_UP = "give_up"


@dataclass(frozen=True)
class RetryDecision:
    """``STOP`` halts the whole connection until a person changed something;
    ``GIVE_UP`` is about the one thing that was sent. ``delay`` is how long to wait
    before the next attempt (for ``STOP``: before the next connection test).
    """

    action: Action
    delay: timedelta
    reason: str


def backoff(attempts: int, *, jitter: float) -> timedelta:
    """2 s, 4 s, 8 s … up to 15 minutes, of which at most half is taken off.

    ``attempts`` counts failures so far, from 1; ``jitter`` is a random number in
    [0, 1), passed in so that the result is a plain function of its arguments.
    """
    exponent = min(max(attempts, 1) - 1, 20)
    full: timedelta = min(FIRST_DELAY * 2**exponent, LONGEST_DELAY)
    return timedelta(seconds=full.total_seconds() * (0.5 + jitter / 2))


def decide_retry(error: RetourError, *, attempts: int, jitter: float) -> RetryDecision:
    """``attempts`` counts failures in a row, this one included."""
    reason = error.message
    match error.kind:
        case ErrorKind.CONFIG:
            return RetryDecision(Action.STOP, LONGEST_DELAY, reason)
        case ErrorKind.INPUT | ErrorKind.PERMANENT:
            return RetryDecision(Action.GIVE_UP, timedelta(0), reason)
        case ErrorKind.LIMIT | ErrorKind.TEMPORARY:
            delay = backoff(attempts, jitter=jitter)
            if error.retry_after is not None:
                asked = min(error.retry_after, LONGEST_ASKED_DELAY)
                # Never before the server said, and not all shops at once after it.
                delay = max(delay, asked + FIRST_DELAY * jitter)
            return RetryDecision(Action.RETRY, delay, reason)
