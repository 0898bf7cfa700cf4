"""Requests to addresses that others name: by https or http, and never inwards."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

import requests
from django.utils import timezone
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress
from urllib3.exceptions import HTTPError

__all__ = ["InvalidIPAddress", "outward_client", "parts_within", "retry_after"]

_LONGEST_WAIT = timedelta(days=1)
_LONGEST_DATE = 40  # letters; the parser takes its time with more
_PART = 65_536


def outward_client(
    timeout: tuple[float, float], *, to_loopback: bool = False
) -> Manager:
    """Follows no redirect; ``timeout`` is seconds to connect and to answer.

    A name is resolved once and the connection made to that very address, which is
    refused with ``InvalidIPAddress`` if it is private, so a name that changes its mind
    leads nowhere inside.
    """
    return Manager(
        Config(
            default_timeout=timeout,
            never_redirect=True,
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=to_loopback,
        )
    )


def parts_within(response: requests.Response, until: float) -> Iterator[bytes]:
    """A streamed body as it comes, decoded, in parts of 64 kB at most.

    Raises ``requests.ReadTimeout`` once ``time.monotonic()`` is past ``until``, and
    ``requests.ConnectionError`` for a body that breaks off. A timeout of requests is
    for each read: who sends a byte now and then would never meet it, and
    ``iter_content`` waits for a whole part.
    """
    try:
        while part := response.raw.read1(_PART, decode_content=True):
            yield part
            if time.monotonic() > until:
                raise requests.ReadTimeout("The body was not there in time.")
    except HTTPError as error:
        raise requests.ConnectionError(error) from error


def retry_after(text: str) -> timedelta | None:
    """How long a ``Retry-After`` header asks to wait, at most a day.

    Seconds or a date (RFC 9110, 10.2.3); ``None`` for nonsense and the past.
    """
    if re.fullmatch("[0-9]{1,7}", text):
        wait = timedelta(seconds=int(text))
    elif len(text) > _LONGEST_DATE:
        return None
    else:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        wait = moment - timezone.now()
    return min(wait, _LONGEST_WAIT) if wait > timedelta(0) else None
