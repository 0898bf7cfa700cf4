"""Where an installation under test keeps its files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def own_data_dir() -> str:
    """``RETOUR_DATA_DIR``, else a new folder; one for each of xdist's processes.

    They inherit the folder and number their rows alike: in one they would overwrite
    each other's labels. What such a process starts has its folder already.
    """
    folder = os.environ.get("RETOUR_DATA_DIR") or tempfile.mkdtemp(
        prefix="retour-tests-"
    )
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not folder.endswith(worker):
        folder = f"{folder}-{worker}"
        Path(folder).mkdir(parents=True, exist_ok=True)
    return folder
