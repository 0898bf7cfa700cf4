"""What people do with a file of orders: bring it, map it, try it, start it, stop it."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, BinaryIO

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from retour_core.imports.errors import FileRefused, ImportNotWaiting
from retour_core.imports.intake import normalise
from retour_core.imports.mapping import (
    Mapping,
    check_mapping,
    remember_mapping,
)
from retour_core.imports.models import (
    ImportJob,
    ImportState,
    RejectedRow,
    SeenOrder,
)
from retour_core.imports.tables import (
    fingerprint,
    header_of,
    records,
    sniff_delimiter,
)
from retour_core.outbox.operations import put

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from retour_core.orders.models import Shop

_LONGEST_RUN = timedelta(days=7)
_IN_MEMORY = 4 * 1024 * 1024


def upload(
    shop: Shop,
    source: BinaryIO,
    *,
    name: str,
    user: User | None = None,
    actor: str = "",
) -> ImportJob:
    """Keep a normalised copy of a CSV or XLSX file as a job that waits for a mapping.

    ``source`` is seekable; ``actor`` says for people who brings it. Raises
    ``FileRefused``.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        kind, encoding = normalise(source, copy)
        delimiter = sniff_delimiter(copy)
        header = _header(copy, delimiter)
        copy.seek(0, 2)
        job = ImportJob(
            shop=shop,
            created_by=user,
            actor=actor[:150],
            language=get_language() or "en",
            file_name=name[-255:],
            file_bytes=copy.tell(),
            kind=kind,
            encoding=encoding,
            delimiter=delimiter,
            header=header,
            fingerprint=fingerprint(header),
        )
        copy.seek(0)
        job.file.save("orders.csv", File(copy), save=False)
    job.save()
    return job


def _header(copy: IO[bytes], delimiter: str) -> list[str]:
    found = records(copy, delimiter)
    first = next(found, None)
    if first is None:
        raise FileRefused(_("The file is empty."))
    header = header_of(first)
    if next(found, None) is None:
        raise FileRefused(
            _("The file has no row below its first, which names the columns.")
        )
    return header


@transaction.atomic
def start(
    job: ImportJob, mapping: Mapping, *, dry_run: bool, in_background: bool = True
) -> ImportJob:
    """Read the file from its beginning; a dry run tells what would come of it.

    The mapping is remembered for the shop's next file with these columns. Raises
    ``MappingIncomplete``, and ``ImportNotWaiting`` unless the job was never started
    or only tried. ``in_background=False`` leaves the steps to the caller
    (``running.run_step``).
    """
    check_mapping(mapping, job.header)
    locked = _locked(job)
    if not (locked.state == ImportState.UPLOADED or locked.dry_run):
        raise ImportNotWaiting
    RejectedRow.objects.filter(job=locked).delete()
    SeenOrder.objects.filter(job=locked).delete()
    remember_mapping(locked, mapping)
    locked.mapping = mapping.model_dump()
    locked.dry_run = dry_run
    locked.offset = locked.row = 0
    locked.created = locked.updated = locked.unchanged = locked.stale = 0
    locked.rejected = 0
    locked.started_at, locked.finished_at = timezone.now(), None
    _set_going(locked, in_background=in_background)
    return locked


@transaction.atomic
def resume(job: ImportJob, *, in_background: bool = True) -> ImportJob:
    """Go on where a stopped, failed or abandoned run left off.

    Raises ``ImportNotWaiting`` for a job never started or finished.
    """
    locked = _locked(job)
    if locked.state in {ImportState.UPLOADED, ImportState.DONE}:
        raise ImportNotWaiting
    _set_going(locked, in_background=in_background)
    return locked


@transaction.atomic
def stop(job: ImportJob) -> ImportJob:
    """Leave off after the present step; what came in stays. Harmless when over."""
    locked = _locked(job)
    if locked.state == ImportState.RUNNING:
        locked.state = ImportState.STOPPED
        locked.save(update_fields=["state"])
    return locked


def _locked(job: ImportJob) -> ImportJob:
    return (
        ImportJob.objects.select_for_update(of=("self",))
        .select_related("shop")
        .get(pk=job.pk)
    )


def _set_going(job: ImportJob, *, in_background: bool) -> None:
    job.state, job.failure = ImportState.RUNNING, ""
    job.run += 1
    job.save()
    if in_background:
        put("import", {"job_id": job.pk, "run": job.run})


def forget_imports(*, before: datetime) -> int:
    """Delete jobs uploaded before then, with their files and rejected rows.

    One that runs is left alone, unless it began so long ago that nobody works on it.
    """
    old = ImportJob.objects.filter(created_at__lt=before).exclude(
        state=ImportState.RUNNING, started_at__gte=before - _LONGEST_RUN
    )
    keys = list(old.values_list("pk", flat=True))
    return sum(_forget(key, old) for key in keys)


@transaction.atomic
def _forget(key: int, old: QuerySet[ImportJob]) -> bool:
    # Somebody may have gone on with it since the keys were read.
    job = old.select_for_update(of=("self",)).filter(pk=key).first()
    if job is None:
        return False
    # The file first: whatever breaks here, the job is left and tried again.
    job.file.delete(save=False)
    job.delete()
    return True
