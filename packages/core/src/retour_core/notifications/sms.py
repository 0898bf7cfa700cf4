"""Text messages: how long one is, and who sends it. Nobody does by default."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

# GSM 03.38: the basic alphabet, and what takes an escape and so two places.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True)
class SmsLength:
    """``units`` are septets (GSM-7) or UTF-16 code units (UCS-2)."""

    units: int
    parts: int
    is_gsm: bool


def sms_length(text: str) -> SmsLength:
    """One part holds 160 septets or 70 code units; joined ones 153 or 67 each
    (3GPP TS 23.040)."""
    is_gsm = set(text) <= _BASIC | _EXTENDED
    if is_gsm:
        units = sum(2 if sign in _EXTENDED else 1 for sign in text)
        single, joined = 160, 153
    else:
        units = len(text.encode("utf-16-le")) // 2
        single, joined = 70, 67
    parts = 0 if not text else 1 if units <= single else -(-units // joined)
    return SmsLength(units, parts, is_gsm)


class SmsSender(Protocol):
    """``key`` is the same at every attempt.

    Raises the outbox's ``TryLater`` or ``Undeliverable``.
    """

    def send(self, *, to: str, text: str, key: str) -> None: ...


class FileSmsSender:
    """For development: one JSON file a message below ``RETOUR_SMS_FOLDER``."""

    def send(self, *, to: str, text: str, key: str) -> None:
        folder = Path(settings.RETOUR_SMS_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^A-Za-z0-9.-]", "_", key)
        written = json.dumps({"to": to, "text": text, "key": key}, ensure_ascii=False)
        (folder / f"{name}.json").write_text(written, encoding="utf-8")


def sender() -> SmsSender | None:
    """The class that ``RETOUR_SMS_SENDER`` names; ``None`` where that is empty."""
    path: str = getattr(settings, "RETOUR_SMS_SENDER", "")
    if not path:
        return None
    made: SmsSender = import_string(path)()
    return made


def send_sms(payload: dict[str, Any], *, message_id: int) -> Callable[[], None] | None:
    """Deliver one ``sms`` message."""
    found = sender()
    if found is not None:
        key = f"retour-{message_id}"
        found.send(to=payload["to"], text=payload["text"], key=key)
    return None
