"""Files of drop-off points from the back office: checked, looked at, taken over.

Both are work for the outbox. A check writes nothing but what it found; taking over is
one transaction (``operations.import_points``), so that whatever kills it, the points
are the old ones or the new ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import partial
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import get_language

from retour_core.domain.errors import DomainError
from retour_core.dropoffs.errors import PointsRefused, UploadNotReady
from retour_core.dropoffs.models import DropOffPoint
from retour_core.dropoffs.operations import check_points, import_points
from retour_core.dropoffs.reading import read_rows
from retour_core.dropoffs.upload_models import WORKING, PointsUpload, UploadState
from retour_core.outbox.operations import put

_TOLD_EVERY = 500
# Older ones are forgotten with their files.
_KEPT = 20


@transaction.atomic
def upload_points(file: File[Any], *, name: str, actor: str) -> PointsUpload:
    """Keep a CSV, XLSX or GeoJSON file, to be checked by a worker."""
    upload = PointsUpload(
        file_name=name[-120:],
        file_bytes=file.size,
        actor=actor[:150],
        language=get_language() or "en",
    )
    upload.file.save(name, file, save=False)
    upload.save()
    _put(upload)
    for old in PointsUpload.objects.exclude(state__in=WORKING)[_KEPT:]:
        _drop_file(old)
        old.delete()
    return upload


@transaction.atomic
def take_over(upload: PointsUpload) -> PointsUpload:
    """Let the checked file replace the points of its carriers and countries.

    Again while that goes on, or after, it changes nothing. Raises ``UploadNotReady``
    for a file that was refused or is being checked.
    """
    locked = PointsUpload.objects.select_for_update().get(pk=upload.pk)
    if locked.state in (UploadState.REPLACING, UploadState.DONE):
        return locked
    # What failed while it was taken over had been checked.
    if locked.state not in (UploadState.READY, UploadState.FAILED) or not locked.rows:
        raise UploadNotReady
    locked.state, locked.read, locked.failure = UploadState.REPLACING, 0, ""
    locked.save(update_fields=["state", "read", "failure"])
    _put(locked)
    return locked


def work_on(payload: dict[str, Any], *, message_id: int) -> Callable[[], None] | None:
    """Deliver one ``points`` message: check or take over, whichever is due."""
    del message_id  # the row says what is done
    upload = PointsUpload.objects.filter(pk=payload["upload_id"]).first()
    if upload is None or not upload.is_working:
        return None
    work = _checked if upload.state == UploadState.CHECKING else _taken
    with translation.override(upload.language), upload.file.open("rb") as source:
        try:
            found = work(upload, source)
        except PointsRefused as refused:
            told = [[p.row, p.column, p.text] for p in refused.problems]
            found = {"state": UploadState.REFUSED, "problems": told}
        except DomainError as error:
            found = {"state": UploadState.REFUSED, "failure": error.message}
    return partial(_save, upload, found)


def given_up(payload: dict[str, Any], reason: str) -> None:
    """Called when a ``points`` message died."""
    PointsUpload.objects.filter(pk=payload["upload_id"], state__in=WORKING).update(
        state=UploadState.FAILED, failure=reason
    )


def _checked(upload: PointsUpload, source: Any) -> dict[str, Any]:
    points = check_points(read_rows(source), on_row=partial(_tell, upload))
    return {
        "state": UploadState.READY,
        "rows": len(points),
        "read": len(points),
        "parts": _parts(points),
    }


def _taken(upload: PointsUpload, source: Any) -> dict[str, Any]:
    outcome = import_points(
        source,
        name=upload.file_name,
        now=timezone.now(),
        on_row=partial(_tell, upload),
    )
    return {"state": UploadState.DONE, "outcome": asdict(outcome)}


def _parts(points: Iterable[DropOffPoint]) -> list[dict[str, Any]]:
    """By carrier and country; two queries each."""
    named: dict[tuple[str, str], set[str]] = {}
    for point in points:
        named.setdefault((point.carrier, point.country), set()).add(point.provider_id)
    return [
        {"carrier": carrier, "country": country, **_compared(carrier, country, ids)}
        for (carrier, country), ids in sorted(named.items())
    ]


def _compared(carrier: str, country: str, ids: set[str]) -> dict[str, int]:
    part = DropOffPoint.objects.filter(carrier=carrier, country=country)
    known = set(part.values_list("provider_id", flat=True))
    counted = Counter(one in ids for one in known)
    return {"points": len(ids), "known": len(known), "gone": counted[False]}


def _tell(upload: PointsUpload, row: int) -> None:
    if row % _TOLD_EVERY == 0:
        PointsUpload.objects.filter(pk=upload.pk).update(read=row)


def _save(upload: PointsUpload, found: dict[str, Any]) -> None:
    rows = PointsUpload.objects.filter(pk=upload.pk, state=upload.state)
    is_over = found["state"] in (UploadState.DONE, UploadState.REFUSED)
    saved = rows.update(**found, finished_at=timezone.now() if is_over else None)
    if saved and is_over:
        _drop_file(upload)


def _drop_file(upload: PointsUpload) -> None:
    name, storage = upload.file.name, upload.file.storage
    if name:
        transaction.on_commit(partial(storage.delete, name))


def _put(upload: PointsUpload) -> None:
    put("points", {"upload_id": upload.pk})
