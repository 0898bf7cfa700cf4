"""A carrier that can be asked, installed for a test as any adapter is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from retour_core.carriers.own.adapter import OwnLabel
from retour_core.carriers.registry import carrier_classes


class AskedCarrier(OwnLabel):
    """Answers what it was given, or raises it; notes who it was asked about."""

    kind: ClassVar[str] = "asked"
    tracking_source: ClassVar[str] = "generic"
    asks_per_minute: ClassVar[float] = 2.0
    answer: ClassVar[Any] = None
    asked: ClassVar[list[tuple[str, str]]] = []

    def news(self, carrier_id: str, tracking_number: str) -> object:
        self.asked.append((carrier_id, tracking_number))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def install(monkeypatch: pytest.MonkeyPatch, folder: Path) -> type[AskedCarrier]:
    """As if a package with this entry point had been installed."""
    made = folder / "asked-1.dist-info"
    made.mkdir()
    (made / "METADATA").write_text("Metadata-Version: 2.1\nName: asked\nVersion: 1\n")
    (made / "entry_points.txt").write_text(
        "[retour.carriers]\nasked = tests.carriers.asked:AskedCarrier\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(AskedCarrier, "asked", [])
    carrier_classes.cache_clear()
    return AskedCarrier
