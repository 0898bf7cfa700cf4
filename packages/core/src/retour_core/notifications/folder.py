from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes each message as one ``.eml`` file into ``EMAIL_FILE_PATH``.

    The file's name sorts by time and ends in a hash of the Message-ID: a message
    sent again is the same file, as it is the same mail to a reader's program.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, message.message())
        return len(email_messages)


def _write(folder: Path, message: Any) -> None:
    name = hashlib.sha256(message["Message-ID"].encode()).hexdigest()[:16]
    if any(folder.glob(f"*-{name}.eml")):
        return
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    descriptor, partial = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        file.write(message.as_bytes(linesep="\r\n"))
    Path(partial).rename(folder / f"{moment}-{name}.eml")
