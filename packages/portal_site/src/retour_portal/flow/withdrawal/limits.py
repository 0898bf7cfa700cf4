"""Keeping floods out of the record and out of strangers' mailboxes.

The limits are far above what an office or a village behind one address needs; who meets
one all the same is shown the other ways to withdraw.
"""

from __future__ import annotations

from django.http import HttpRequest

from retour_core.domain.withdrawal import Statement
from retour_portal.flow.throttle import count, count_key, network, wait_for

# An hour. A withdrawal counts twice: when it is stated and when it is confirmed.
STATEMENTS_PER_ADDRESS = 400
MAILS_PER_RECIPIENT = 20


def seconds_to_wait(
    request: HttpRequest, statement: Statement, *, now: float
) -> int | None:
    """How long no statement is taken from there, or None; ``now`` in Unix seconds."""
    return wait_for(_limits(request, statement, now), now=now)


def count_statement(
    request: HttpRequest, statement: Statement, *, now: float, is_mailed: bool
) -> None:
    from_address, to_recipient = _limits(request, statement, now)
    count([from_address, to_recipient] if is_mailed else [from_address])


def _limits(request: HttpRequest, statement: Statement, now: float) -> dict[str, int]:
    origin = network(str(request.META.get("REMOTE_ADDR", "")))
    recipient = statement.email.casefold()
    # By sender and recipient, so that nobody can use up somebody else's.
    return {
        count_key("withdrawal", now, origin): STATEMENTS_PER_ADDRESS,
        count_key("withdrawal-to", now, origin, recipient): MAILS_PER_RECIPIENT,
    }
