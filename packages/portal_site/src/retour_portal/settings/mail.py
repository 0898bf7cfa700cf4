from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def mail(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's e-mail settings for ``RETOUR_EMAIL_URL``.

    ``file:`` (the default) writes each message into the data folder;
    ``smtp://user:password@host:port`` sends with STARTTLS, ``smtps://`` over TLS.
    """
    parts = urlsplit(url or "file:")
    if parts.scheme == "file":
        folder = Path(parts.path) if parts.path else data_dir / "mail"
        return {
            "EMAIL_BACKEND": "retour_core.notifications.folder.EmailBackend",
            "EMAIL_FILE_PATH": str(folder),
        }
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(
            "RETOUR_EMAIL_URL must be file: or smtp://user:password@host:port."
        )
    secure = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }
