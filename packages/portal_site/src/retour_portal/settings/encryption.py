from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured


def encryption_keys(configured: Sequence[str], secret_keys: Sequence[str]) -> list[str]:
    """Fernet keys for secrets at rest: the first writes, each reads.

    Without any configured they are derived from the secret keys, so that changing
    ``RETOUR_SECRET_KEY`` with the former among the fallbacks loses nothing. Those stay
    behind configured keys for what was written before.
    """
    for number, key in enumerate(configured, 1):
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                f"Key {number} of RETOUR_ENCRYPTION_KEYS is not 32 bytes in URL-safe "
                "base64. Make one with: python -c 'from cryptography.fernet import "
                "Fernet; print(Fernet.generate_key().decode())'"
            ) from None
    return [*configured, *(_derived(key) for key in secret_keys)]


def _derived(secret_key: str) -> str:
    # HKDF's extract step (RFC 5869) with a salt of its own: no key serves two ends.
    digest = hmac.new(b"retour-secrets-at-rest", secret_key.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest.digest()).decode()
