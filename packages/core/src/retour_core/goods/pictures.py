"""Pictures of goods: fetched from where the shop has them, and kept as our own.

A customer's browser asks nobody but the portal, and a picture stays when the shop
renames it.
"""

from __future__ import annotations

import hashlib
import io
import time
from contextlib import closing
from datetime import timedelta
from threading import BoundedSemaphore
from urllib.parse import urljoin

import requests
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from retour_core.outward import InvalidIPAddress, outward_client, parts_within
from retour_core.threads.errors import PhotoRefused
from retour_core.threads.pictures import picture_of

_FRESH_FOR = timedelta(days=30)
_NOT_AGAIN_SECONDS = 600
_CONNECT_SECONDS, _ANSWER_SECONDS, _ALL_SECONDS = 2, 3, 5
_MOST_REDIRECTS = 2
_MOST_BYTES = 8_000_000
# Slow shops may hold up so many of a process's threads and no more.
_FETCHING = BoundedSemaphore(2)
_HEADERS = {"Accept": "image/webp,image/jpeg,image/png"}


class NoPicture(Exception):
    """There is none to show now; it is asked for again in ten minutes."""


def picture_at(url: str) -> bytes:
    """A small JPEG (320 px at most) of the picture at ``url``, http or https.

    Kept for 30 days, and for longer where the shop has it no more. Takes 5 seconds at
    most, where it is not kept yet. Raises ``NoPicture``. The address is never one of a
    visitor's choice: whoever calls has it from an order.
    """
    storage = storages["private"]
    digest = hashlib.sha256(url.encode()).hexdigest()
    name = f"goods/{digest[:2]}/{digest}.jpg"
    kept = storage.exists(name)
    if kept and storage.get_modified_time(name) > timezone.now() - _FRESH_FOR:
        return _read(name)
    failed = f"retour.goods.{digest}"
    if cache.get(failed) is None:
        try:
            small = _fetched(url)
        except NoPicture:
            cache.set(failed, 1, _NOT_AGAIN_SECONDS)
        else:
            storage.save(name, ContentFile(small))
            return small
    if kept:
        return _read(name)
    raise NoPicture


def _read(name: str) -> bytes:
    with storages["private"].open(name) as file:
        return bytes(file.read())


def _fetched(url: str) -> bytes:
    until = time.monotonic() + _ALL_SECONDS
    if not _FETCHING.acquire(timeout=_ANSWER_SECONDS):
        raise NoPicture
    try:
        content = _content(url, until)
        return picture_of(io.BytesIO(content), name="").thumbnail
    except (InvalidIPAddress, PhotoRefused, requests.RequestException) as error:
        raise NoPicture from error
    except (OSError, ValueError) as error:  # of an address that is none
        raise NoPicture from error
    finally:
        _FETCHING.release()


def _content(url: str, until: float) -> bytes:
    client = outward_client(
        (_CONNECT_SECONDS, _ANSWER_SECONDS),
        to_loopback=settings.RETOUR_PICTURES_TO_LOOPBACK,
    )
    for _ in range(1 + _MOST_REDIRECTS):
        if not url.startswith(("https://", "http://")):
            raise NoPicture
        answer = client.send_request("GET", url, headers=_HEADERS, stream=True)
        with closing(answer):
            if not answer.is_redirect:
                return _body(answer, until)
            url = urljoin(url, answer.headers["location"])
    raise NoPicture


def _body(answer: requests.Response, until: float) -> bytes:
    if answer.status_code != 200:
        raise NoPicture
    content = bytearray()
    for part in parts_within(answer, until):
        content += part
        if len(content) > _MOST_BYTES:
            raise NoPicture
    return bytes(content)
