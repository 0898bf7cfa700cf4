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
    is_gsm = not beyond_gsm(text)
    units = sum(_units(sign, is_gsm=is_gsm) for sign in text)
    return SmsLength(units, len(sms_parts(text)), is_gsm)


def sms_parts(text: str) -> list[str]:
    """As phones join it again. No sign that takes two units is torn apart, so a joined
    part may be one unit short."""
    is_gsm = not beyond_gsm(text)
    single, joined = (160, 153) if is_gsm else (70, 67)
    sizes = [_units(sign, is_gsm=is_gsm) for sign in text]
    if sum(sizes) <= single:
        return [text] if text else []
    parts, room = [""], joined
    for sign, size in zip(text, sizes, strict=True):
        if size > room:
            parts.append("")
            room = joined
        parts[-1] += sign
        room -= size
    return parts


def beyond_gsm(text: str) -> list[str]:
    """The signs that leave room for 70 instead of 160, each once."""
    return [s for s in dict.fromkeys(text) if s not in _BASIC and s not in _EXTENDED]


def _units(sign: str, *, is_gsm: bool) -> int:
    if is_gsm:
        return 2 if sign in _EXTENDED else 1
    return len(sign.encode("utf-16-le")) // 2


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
