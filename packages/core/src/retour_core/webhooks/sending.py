"""One POST to an address a merchant gave: signed, short, and never inwards."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import requests
from django.conf import settings
from django.utils import timezone
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress

from retour_core.webhooks.signature import signatures

_SECONDS_TO_CONNECT, _SECONDS_TO_ANSWER = 5, 15
_MOST_READ = 2_000  # bytes of the answer
_MOST_KEPT = 500  # characters of it
_LONGEST_WAIT = timedelta(hours=24)


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
    """Deliver ``body`` once, following no redirect; raises nothing.

    The name is resolved once and the connection made to that very address, which is
    refused if it is private, so a name that changes its mind leads nowhere inside.
    """
    content, now = body.encode(), timezone.now()
    sent_at = int(now.timestamp())
    headers = {
        "content-type": "application/json",
        "user-agent": "Retour-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(sent_at),
        "webhook-signature": signatures(keys, message_id, sent_at, content),
    }
    began = time.monotonic()
    try:
        with _manager().send_request(
            "POST", url, data=content, headers=headers, stream=True
        ) as response:
            text = _beginning(response)
            after = _retry_after(response.headers.get("retry-after", ""), now)
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


def _manager() -> Manager:
    return Manager(
        Config(
            default_timeout=(_SECONDS_TO_CONNECT, _SECONDS_TO_ANSWER),
            never_redirect=True,
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=settings.RETOUR_WEBHOOKS_TO_LOOPBACK,
        )
    )


def _beginning(response: requests.Response) -> str:
    read = b""
    for part in response.iter_content(_MOST_READ):
        read += part
        break
    # A NUL cannot be stored in PostgreSQL.
    return read.decode(errors="replace").replace("\0", "").strip()[:_MOST_KEPT]


def _retry_after(value: str, now: datetime) -> timedelta | None:
    """RFC 9110, 10.2.3: seconds or a date."""
    if value.isdecimal():
        wait = timedelta(seconds=min(int(value), 10**6))
    else:
        try:
            wait = parsedate_to_datetime(value) - now
        except (TypeError, ValueError):
            return None
    return min(wait, _LONGEST_WAIT) if wait > timedelta(0) else None


def _cause(error: BaseException) -> str:
    """What the innermost cause says: the outer ones repeat the address."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return str(error) or type(error).__name__


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
