"""The messages ``retour_core.notifications.folder.EmailBackend`` has written."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import islice
from pathlib import Path

from django.conf import settings

FILE_NAME = r"\d{8}T\d{6}\.\d{6}-[0-9A-Za-z]{1,64}"
LISTED = 200
_CONTENT_ID = re.compile(r"""cid:([^"'\s)>]+)""")


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """One file; ``key`` is its name without ``.eml``, ``written_at`` is in UTC."""

    key: str
    written_at: datetime
    subject: str
    sender: str
    recipient: str
    text: str
    html: str
    attachments: list[Attachment]


def messages() -> list[Message]:
    """Newest first, at most ``LISTED``; empty where mail goes elsewhere."""
    folder = _folder()
    if folder is None or not folder.is_dir():
        return []
    keys = sorted((file.stem for file in folder.glob("*.eml")), reverse=True)
    found = (message(key) for key in keys)
    return list(islice((one for one in found if one is not None), LISTED))


def message(key: str) -> Message | None:
    """``None`` for whatever is no message file directly in the folder."""
    folder = _folder()
    if folder is None or not re.fullmatch(FILE_NAME, key):
        return None
    file = folder / f"{key}.eml"
    if file.is_symlink() or not file.is_file():
        return None
    try:
        written_at = datetime.strptime(key[:22], "%Y%m%dT%H%M%S.%f")  # noqa: DTZ007 - UTC below
    except ValueError:
        return None
    return _read(key, written_at.replace(tzinfo=UTC), file.read_bytes())


def _folder() -> Path | None:
    path = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(path) if path else None


def _read(key: str, written_at: datetime, content: bytes) -> Message:
    parsed = message_from_bytes(content, policy=default)
    return Message(
        key=key,
        written_at=written_at,
        subject=str(parsed.get("Subject", "")),
        sender=str(parsed.get("From", "")),
        recipient=str(parsed.get("To", "")),
        text=_body(parsed, "plain"),
        html=_with_pictures(_body(parsed, "html"), parsed),
        attachments=_attachments(parsed),
    )


def _body(parsed: EmailMessage, kind: str) -> str:
    for part in parsed.walk():
        is_file = part.get_content_disposition() == "attachment"
        if part.get_content_type() == f"text/{kind}" and not is_file:
            charset = part.get_content_charset("utf-8")
            try:
                return _payload(part).decode(charset, errors="replace")
            except LookupError:
                return _payload(part).decode(errors="replace")
    return ""


def _with_pictures(html: str, parsed: EmailMessage) -> str:
    """``cid:`` addresses as ``data:``, as nothing else is loaded in the frame."""
    pictures = {
        str(part["Content-ID"]).strip().strip("<>"): part
        for part in parsed.walk()
        if part["Content-ID"] and part.get_content_maintype() == "image"
    }

    def address(match: re.Match[str]) -> str:
        part = pictures.get(match[1])
        if part is None:
            return match[0]
        encoded = base64.b64encode(_payload(part)).decode()
        return f"data:{part.get_content_type()};base64,{encoded}"

    return _CONTENT_ID.sub(address, html)


def _attachments(parsed: EmailMessage) -> list[Attachment]:
    return [
        Attachment(
            name=part.get_filename() or "attachment",
            content_type=part.get_content_type(),
            content=_payload(part),
        )
        for part in parsed.walk()
        if part.get_content_disposition() == "attachment"
    ]


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
