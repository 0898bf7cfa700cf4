from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Names of the DNS; those of keys may begin with an underscore.
_LABELS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_][A-Za-z0-9_-]*)*")
_HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_][A-Za-z0-9_-]*)+")


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


def spf_host(configured: str) -> str:
    """What brands include in their SPF record; "" where they need not."""
    if configured and not _HOST.fullmatch(configured):
        raise ImproperlyConfigured(
            "RETOUR_EMAIL_SPF must be the host name that brands include in their SPF "
            f"record, such as spf.relay.example, not {configured!r}."
        )
    return configured.lower()


def dkim_records(configured: Sequence[str]) -> list[tuple[str, str]]:
    """Selectors and the names their CNAMEs lead to."""
    pairs = []
    for text in configured:
        selector, _equals, target = text.partition("=")
        if not _LABELS.fullmatch(selector) or not _HOST.fullmatch(target):
            raise ImproperlyConfigured(
                "RETOUR_EMAIL_DKIM must be selector=target pairs, comma separated, "
                f"such as s1=s1.dkim.relay.example, not {text!r}."
            )
        pairs.append((selector.lower(), target.lower()))
    return pairs
