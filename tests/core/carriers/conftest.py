from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def private_files(settings: Any, tmp_path: Any) -> None:
    """Labels go to a folder of the test's own."""
    local = "django.core.files.storage.FileSystemStorage"
    options = {"location": tmp_path / "private", "base_url": None}
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {"BACKEND": local, "OPTIONS": {**options, "allow_overwrite": True}},
    }
