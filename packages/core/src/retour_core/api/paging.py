"""Pages without a COUNT: a signed cursor that names the last row seen."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet

from retour_core.api.problems import ApiProblem

MAX_LIMIT = 200
_SALT = "retour_core.api.cursor"

M = TypeVar("M", bound=Model)


def page(
    rows: QuerySet[M], *, by: str, cursor: str, limit: int
) -> tuple[list[M], str | None]:
    """One page of ``rows`` in the order of a datetime field ``by`` and the id.

    Returns the rows and the next page's cursor (``None`` at the end). Raises the
    problem ``cursor_invalid`` for one we did not sign.
    """
    if cursor:
        moment, last_id = _read(cursor)
        rows = rows.filter(
            Q(**{f"{by}__gt": moment}) | Q(**{by: moment, "pk__gt": last_id})
        )
    found = list(rows.order_by(by, "pk")[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], signing.dumps(
        [getattr(last, by).isoformat(), last.pk], salt=_SALT
    )


def _read(cursor: str) -> tuple[datetime, int]:
    try:
        moment, last_id = signing.loads(cursor, salt=_SALT)
        return datetime.fromisoformat(moment), int(last_id)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ApiProblem(
            400, "cursor_invalid", "Use a cursor exactly as the last page gave it."
        ) from error
