from __future__ import annotations

from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """Files that carry addresses: never below a public URL."""
    return storages["private"]
