"""The ways a carrier's answer goes wrong."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum


class Fault(StrEnum):
    """How the next request goes wrong; “after” means a label has been bought."""

    LIMIT = "429 with Retry-After"
    LIMIT_DATE = "429 with a date to retry after"
    LIMIT_PAST = "429 with a date that has passed"
    LIMIT_NONSENSE = "429 with nonsense to retry after"
    AUTH = "401"
    INPUT = "422"
    GONE = "410"
    REDIRECT = "302"
    BROKEN_BEFORE = "500 before the purchase"
    BROKEN_AFTER = "500 after the purchase"
    HTML_BEFORE = "200 with a page of HTML before the purchase"
    HTML_AFTER = "200 with a page of HTML after the purchase"
    TRUNCATED = "half of the answer"
    HUGE = "an answer that does not end"
    NO_NUMBER = "an answer without a tracking number"
    NOT_BASE64 = "a label that is no base64"
    NO_PDF = "a label that is no PDF"
    ANOTHER = "the answer to somebody else's request"
    SLOW = "a purchase whose answer takes too long"
    RESET_BEFORE = "connection reset before the purchase"
    RESET_AFTER = "connection reset after the purchase"
    DUPLICATE = "409 for a label bought just now"


BUYS_FIRST = {
    Fault.BROKEN_AFTER,
    Fault.HTML_AFTER,
    Fault.TRUNCATED,
    Fault.HUGE,
    Fault.NO_NUMBER,
    Fault.NOT_BASE64,
    Fault.NO_PDF,
    Fault.ANOTHER,
    Fault.SLOW,
    Fault.RESET_AFTER,
    Fault.DUPLICATE,
}
# What happens on the way, whatever the carrier says; the rest is in its JSON.
IN_THE_JSON = {Fault.NO_NUMBER, Fault.NOT_BASE64, Fault.NO_PDF, Fault.ANOTHER}
ON_THE_WAY = [fault for fault in Fault if fault not in IN_THE_JSON]

NO_PDF = base64.b64encode(b"<p>").decode()


def in_a_minute() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(minutes=1), usegmt=True)


def refusal(fault: Fault) -> tuple[int, dict[str, str]] | None:
    """The status and headers of faults that are one."""
    return {
        Fault.LIMIT: (429, {"Retry-After": "7"}),
        Fault.LIMIT_DATE: (429, {"Retry-After": in_a_minute()}),
        Fault.LIMIT_PAST: (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
        Fault.LIMIT_NONSENSE: (429, {"Retry-After": "9" * 5000}),
        Fault.AUTH: (401, {}),
        Fault.INPUT: (422, {}),
        Fault.GONE: (410, {}),
        Fault.REDIRECT: (302, {"Location": "/elsewhere"}),
        Fault.BROKEN_BEFORE: (500, {}),
        Fault.BROKEN_AFTER: (500, {}),
        Fault.DUPLICATE: (409, {}),
    }.get(fault)
