"""What is kept of a withdrawal: its content as shown, and when the server got it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from retour_core.domain.withdrawal.canonical import Json, canonical_bytes, sha256_hex
from retour_core.domain.withdrawal.labels import StatutoryWords
from retour_core.domain.withdrawal.statement import Statement

CONTENT_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A statement and the circumstances it was submitted under.

    ``words`` are the labels as they were shown; ``reference`` is the withdrawal's own
    number; ``order`` the matched order's number, "" if none was found; ``zone`` the one
    to show the time in. ``salt`` is random (at least 16 bytes as text): it keeps the
    hash that outlives the erased content from being guessed back into a name.
    """

    reference: str
    brand: str
    statement: Statement
    words: StatutoryWords
    locale: str
    submitted_at: datetime
    zone: ZoneInfo
    salt: str
    order: str = ""
    country: str = ""
    submission_key: str = ""


def to_second(moment: datetime) -> datetime:
    """The moment without fractions: never later than it was, so in time stays in time.

    Raises ValueError for a moment without zone.
    """
    if moment.tzinfo is None:
        raise ValueError("The time of a withdrawal needs a zone.")
    return moment.replace(microsecond=0)


def utc_text(moment: datetime) -> str:
    """“2026-11-10T08:00:00+00:00”."""
    return to_second(moment).astimezone(UTC).isoformat()


def record_content(submission: Submission) -> dict[str, Json]:
    """The content to seal, JSON-safe; the acknowledgement shows the same."""
    statement = submission.statement
    return {
        "version": CONTENT_VERSION,
        "reference": submission.reference,
        "brand": submission.brand,
        "submitted_at": utc_text(submission.submitted_at),
        "local_time": to_second(submission.submitted_at)
        .astimezone(submission.zone)
        .isoformat(),
        "zone": submission.zone.key,
        "locale": submission.locale,
        "words": {
            "language": submission.words.language,
            "entry": submission.words.entry,
            "confirm": submission.words.confirm,
        },
        "name": statement.name,
        "contract": statement.contract,
        "email": statement.email,
        "scope": "partial" if statement.is_partial else "whole",
        "lines": [
            {
                "description": line.description,
                "line_id": line.line_id,
                "quantity": line.quantity,
            }
            for line in statement.lines
        ],
        "message": statement.message,
        "order": submission.order,
        "country": submission.country,
        "submission_key": submission.submission_key,
        "salt": submission.salt,
    }


def submission_key(statement: Statement, *, brand: str, token: str = "") -> str:
    """Equal for the two clicks of a double click, so that one record is kept.

    ``token`` is the confirmation page's own: the same words sent again from a new page
    are a new statement. Without one, equal words are the same statement.
    """
    parts: dict[str, Json] = {
        "brand": brand,
        "token": token,
        "name": statement.name,
        "contract": statement.contract,
        "email": statement.email.casefold(),
        "partial": statement.is_partial,
        "lines": [
            [line.line_id, line.description, line.quantity] for line in statement.lines
        ],
        "message": statement.message,
    }
    return sha256_hex(canonical_bytes(parts))
