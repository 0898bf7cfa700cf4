from __future__ import annotations

from typing import Any

from retour_core.outbox.operations import put
from retour_core.threads.models import Photo


def photo_deleted(instance: Photo, **_kwargs: Any) -> None:
    """However the row goes, alone or with its draft, its files follow when it is
    committed; a deletion that is rolled back leaves both."""
    put("photo_files", {"names": [instance.file.name, instance.thumbnail.name]})
