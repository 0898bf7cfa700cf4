from __future__ import annotations

from datetime import timedelta

import pytest

from retour_shop.errors import ErrorKind, RetourError
from retour_shop.retry import Action, RetryDecision, backoff, decide_retry


@pytest.mark.parametrize(
    ("attempts", "jitter", "seconds"),
    [
        (0, 1.0, 2),  # nonsense counts as the first failure
        (1, 1.0, 2),
        (1, 0.0, 1),  # at most half is taken off
        (2, 1.0, 4),
        (5, 1.0, 32),
        (9, 1.0, 512),
        (10, 1.0, 900),  # the cap: 15 minutes
        (10_000, 1.0, 900),  # a week of failures does not overflow
        (10_000, 0.0, 450),
    ],
)
def test_waits_double_up_to_a_quarter_of_an_hour(
    attempts: int, jitter: float, seconds: float
) -> None:
    assert backoff(attempts, jitter=jitter) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("kind", "retry_after", "attempts", "expected"),
    [
        (ErrorKind.CONFIG, None, 1, (Action.STOP, 900)),
        (ErrorKind.INPUT, None, 1, (Action.GIVE_UP, 0)),
        (ErrorKind.PERMANENT, None, 1, (Action.GIVE_UP, 0)),
        (ErrorKind.TEMPORARY, None, 3, (Action.RETRY, 6)),
        (ErrorKind.LIMIT, 60, 1, (Action.RETRY, 61)),  # never before asked
        (ErrorKind.LIMIT, 1, 10, (Action.RETRY, 675)),  # nor sooner than our own
        (ErrorKind.TEMPORARY, 3600, 1, (Action.RETRY, 3601)),  # beyond the cap
        (ErrorKind.LIMIT, 10**7, 1, (Action.RETRY, 86_401)),  # but not for months
    ],
)
def test_the_decision_is_a_value(
    kind: ErrorKind,
    retry_after: int | None,
    attempts: int,
    expected: tuple[Action, int],
) -> None:
    error = RetourError(
        "Because.",
        kind=kind,
        retry_after=None if retry_after is None else timedelta(seconds=retry_after),
    )

    decision = decide_retry(error, attempts=attempts, jitter=0.5)

    action, seconds = expected
    assert decision == RetryDecision(action, timedelta(seconds=seconds), "Because.")
