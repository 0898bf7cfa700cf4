"""One POST to an address a merchant gave: signed, short, and never inwards."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import requests
from django.conf import settings
from django.utils import timezone

from retour_core.outward import (
    InvalidIPAddress,
    outward_client,
    parts_within,
    retry_after,
)
from retour_core.webhooks.signature import signatures

_SECONDS_TO_CONNECT, _SECONDS_TO_ANSWER = 5, 15
_MOST_READ = 2_000  # bytes of the answer
_MOST_KEPT = 500  # characters of it


@dataclass(frozen=True)
class Answer:
    """``status`` is ``None`` where none came; ``text`` is what came or went wrong.

    ``retry_after`` is the wait that the other side asked for.
    """

    status: int | None
    text: str
    milliseconds: int
    retry_after: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Standard Webhooks: 410 asks for nothing more to be sent."""
        return self.status == 410


def post(url: str, body: str, *, message_id: str, keys: list[str]) -> Answer:
    """Deliver ``body`` once, following no redirect; raises nothing."""
    content, sent_at = body.encode(), int(timezone.now().timestamp())
    headers = {
        "content-type": "application/json",
        "user-agent": "Retour-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(sent_at),
        "webhook-signature": signatures(keys, message_id, sent_at, content),
    }
    client = outward_client(
        (_SECONDS_TO_CONNECT, _SECONDS_TO_ANSWER),
        to_loopback=settings.RETOUR_WEBHOOKS_TO_LOOPBACK,
    )
    began = time.monotonic()
    try:
        with client.send_request(
            "POST", url, data=content, headers=headers, stream=True
        ) as response:
            text = _beginning(response, until=began + _SECONDS_TO_ANSWER)
            after = retry_after(response.headers.get("retry-after", ""))
            return Answer(response.status_code, text, _since(began), after)
    except InvalidIPAddress:
        problem = "The address leads into a private network, which is refused."
    except requests.Timeout:
        problem = f"No answer within {_SECONDS_TO_ANSWER} seconds."
    except requests.exceptions.SSLError as error:
        problem = f"No secure connection: {_cause(error)}"
    except (requests.RequestException, OSError, ValueError) as error:
        problem = f"{type(error).__name__}: {_cause(error)}"
    return Answer(None, problem[:_MOST_KEPT], _since(began))


def _beginning(response: requests.Response, until: float) -> str:
    read = b""
    # It was taken, by its status, whatever its words are waiting for.
    with suppress(requests.Timeout):
        for part in parts_within(response, until):
            read += part
            if len(read) >= _MOST_READ:
                break
    # A NUL cannot be stored in PostgreSQL.
    return read.decode(errors="replace").replace("\0", "").strip()[:_MOST_KEPT]


def _cause(error: BaseException) -> str:
    """What the innermost cause says: the outer ones repeat the address."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return str(error) or type(error).__name__


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
