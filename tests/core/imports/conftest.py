from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from retour_core.imports.mapping import guess_mapping
from retour_core.imports.models import ImportJob
from retour_core.imports.operations import start, upload
from retour_core.imports.queries import sample_of
from retour_core.imports.running import run_step
from retour_core.orders.models import Shop
from tests.factories import make_shop

HEADER = "Order no,Date,Product,SKU,Qty,Price,Customer,Postcode,Country,Currency"

BringIn = Callable[..., ImportJob]


@pytest.fixture
def shop(db: None) -> Shop:
    return make_shop()


def line(number: str, **values: str) -> str:
    """One row below ``HEADER``: a jacket at 99.00 for Anna in Berlin."""
    cells = {
        "Order no": number,
        "Date": "2026-11-06",
        "Product": "Jacket",
        "SKU": "J-1",
        "Qty": "1",
        "Price": "99.00",
        "Customer": "Anna Berg",
        "Postcode": "10119",
        "Country": "DE",
        "Currency": "EUR",
        **values,
    }
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells.values())


def table(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines, ""]).encode()


@pytest.fixture
def bring_in(shop: Shop) -> BringIn:
    """Upload a file, choose what is guessed, and run it to its end."""

    def brought(content: bytes, **changes: Any) -> ImportJob:
        dry_run = changes.pop("dry_run", False)
        job = upload(shop, io.BytesIO(content), name="orders.csv", actor="anna")
        mapping = guess_mapping(job, sample_of(job)).model_copy(update=changes)
        job = start(job, mapping, dry_run=dry_run, in_background=False)
        while run_step(job.pk, run=job.run):
            pass
        job.refresh_from_db()
        return job

    return brought


def totals(job: ImportJob) -> dict[str, int]:
    """The counts that are not zero."""
    names = ("created", "updated", "unchanged", "stale", "rejected")
    return {name: getattr(job, name) for name in names if getattr(job, name)}


def problems(job: ImportJob) -> list[tuple[int, str, str]]:
    from retour_core.imports.queries import first_problems

    return first_problems(job, 100)
