from __future__ import annotations

from typing import Any

import pytest

from retour_core.labels.models import Label
from tests.core.api.conftest import Caller
from tests.core.labels.draining import drain
from tests.core.labels.label_samples import pages_mm
from tests.factories import make_brand, make_order, make_shop


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    private = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = settings.STORAGES | {"private": private}


def test_labels_for_parcels_are_asked_for_watched_and_downloaded(call: Caller) -> None:
    for number in ("NW-1", "NW-2"):
        make_order(call.shop, number=number)

    asked = call.post("/box-labels", {"order_ids": ["NW-1", "NW-2", "NW-1"]})

    assert asked.status_code == 202
    path = f"/box-labels/{asked.json()['id']}"
    assert asked.json()["is_finished"] is False
    assert call.get(f"{path}/document").status_code == 404
    drain(4)
    told = call.get(path).json()
    assert (told["is_finished"], told["total"], told["ready"]) == (True, 2, 2)
    assert told["failures"] == []
    assert len(pages_mm(call.get(f"{path}/document").content)) == 2
    sizes = {"a6": (105.0, 148.0), "4x6": (101.6, 152.4), "a4": (210.0, 297.0)}
    for carrier in ("own", "sandbox"):
        Label.objects.update(carrier=carrier)
        for paper, size in sizes.items():
            answer = call.get(f"{path}/document?paper={paper}")
            assert pages_mm(answer.content) == [size] * 2
        zpl = call.get(f"{path}/document?paper=zpl")
        assert zpl["Content-Type"] == "application/zpl"
        assert zpl.content.count(b"^XZ") == 2
    assert call.get(f"{path}/document?paper=a5").status_code == 422


def test_no_labels_are_made_for_another_shops_orders(call: Caller) -> None:
    make_order(call.shop, number="NW-1")
    make_order(make_shop(make_brand("lune")), number="LU-1")
    answer = call.post("/box-labels", {"order_ids": ["NW-1", "LU-1"]})
    assert (answer.status_code, answer.json()["code"]) == (404, "order_unknown")
    assert call.post("/box-labels", {"order_ids": []}).status_code == 422
