"""Run inside an installation under test: eight threads upload for the last two places
of a draft at once; says how each fared and what there is afterwards."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import django

django.setup()

from django.db import connection  # noqa: E402

from retour_core.labels.models import private_storage  # noqa: E402
from retour_core.returns.actors import CUSTOMER  # noqa: E402
from retour_core.threads.errors import TooManyPhotos  # noqa: E402
from retour_core.threads.photos import add_photos  # noqa: E402
from retour_core.threads.queries import photos_of  # noqa: E402
from tests.core.threads.pictures import uploads  # noqa: E402
from tests.factories import make_draft, make_order  # noqa: E402

if TYPE_CHECKING:
    from django.core.files.uploadedfile import SimpleUploadedFile

PRESENT, AT_ONCE = 8, 8
now = datetime.now(UTC)
draft = make_draft(
    make_order(
        now=now,
        placed_at=(now - timedelta(days=3)).isoformat(),
        changed_at=now.isoformat(),
        shipments=[],
    )
)
files = uploads(PRESENT + AT_ONCE)
add_photos(draft, files[:PRESENT], actor=CUSTOMER)
start = Barrier(AT_ONCE)


def add(file: SimpleUploadedFile) -> str:
    start.wait(30)
    try:
        add_photos(draft, [file], actor=CUSTOMER)
    except TooManyPhotos as error:
        return error.code
    finally:
        connection.close()
    return "kept"


with ThreadPoolExecutor(AT_ONCE) as customers:
    answers = list(customers.map(add, files[PRESENT:]))

storage = private_storage()
folders = [f"photos/{now:%Y/%m}"]
stored = [name for folder in folders for name in storage.listdir(folder)[1]]
print(
    json.dumps(
        {
            "answers": sorted(answers),
            "photos": len(photos_of(draft)),
            "files": len(stored),
        }
    )
)
