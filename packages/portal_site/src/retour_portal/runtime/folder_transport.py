"""kombu's filesystem transport, without its readers of half-written messages.

kombu 5.7 opens a message's file under its final name and writes afterwards; a worker
that polls in between reads nothing and dies of it. Here the file gets its name when
it is whole.
"""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    # kombu's own two declarations of this disagree.
    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        whole = Path(self.data_folder_out) / name
        partial = whole.with_name(f"{name}.part")
        try:
            partial.write_text(dumps(message))
            partial.replace(whole)
        except OSError as error:
            raise ChannelError(f"Cannot add {whole} to the queue") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002
        while True:
            try:
                return super()._get(queue)
            except json.JSONDecodeError:
                # Cut short by a crash or a full disk. The outbox sends it again.
                continue


class Transport(filesystem.Transport):
    Channel = Channel
