from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def broker_options(url: str, data_dir: Path) -> dict[str, Any]:
    """Transport options for ``RETOUR_BROKER_URL``; raises on an unknown transport."""
    scheme = urlsplit(url).scheme
    if scheme == "filesystem":
        queue, control = data_dir / "broker" / "queue", data_dir / "broker" / "control"
        queue.mkdir(parents=True, exist_ok=True)
        control.mkdir(parents=True, exist_ok=True)
        return {
            "data_folder_in": str(queue),
            "data_folder_out": str(queue),
            "control_folder": str(control),
            "polling_interval": 0.1,
        }
    if scheme in ("redis", "rediss"):
        return {"visibility_timeout": 600}
    if scheme in ("amqp", "amqps"):
        return {"confirm_publish": True}
    raise ImproperlyConfigured(
        "RETOUR_BROKER_URL must start with filesystem://, redis:// or amqp://, "
        f"not {scheme or 'nothing'}://."
    )
