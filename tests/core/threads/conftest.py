from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retour_core.labels.models import private_storage
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.threads.models import Photo

Stored = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def private_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The private files of this test alone."""
    folder = tmp_path / "private"
    # A test that changes the settings makes theirs anew; the model keeps its own.
    own = [Photo._meta.get_field(name).storage for name in ("file", "thumbnail")]
    for storage in (*own, private_storage()):
        monkeypatch.setitem(vars(storage), "location", str(folder))
    return folder


@pytest.fixture
def stored(private_folder: Path) -> Stored:
    """The photo files there are, once the outbox has been delivered."""

    def files() -> list[str]:
        for message in OutboxMessage.objects.filter(kind="photo_files", done_at=None):
            deliver(message.pk)
        return sorted(
            str(path.relative_to(private_folder))
            for path in private_folder.rglob("photos/**/*")
            if path.is_file()
        )

    return files
