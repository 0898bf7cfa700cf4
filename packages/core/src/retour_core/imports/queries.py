from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from retour_core.imports.errors import FileRefused
from retour_core.imports.formulas import defused, restored
from retour_core.imports.models import ImportJob, RejectedRow
from retour_core.imports.tables import OWN_COLUMNS, Record, is_error_file, records

SAMPLE = 100


def sample_of(job: ImportJob, size: int = SAMPLE) -> list[Record]:
    """The first records behind the header, up to one that cannot be read."""
    found: list[Record] = []
    with job.file.open("rb") as file, suppress(FileRefused):
        found.extend(islice(records(file, job.delimiter), 1, size + 1))
    return found


def first_problems(job: ImportJob, most: int = 20) -> list[tuple[int, str, str]]:
    """Row, column and reason of the first faults."""
    rows = RejectedRow.objects.filter(job=job).exclude(problems=[]).order_by("row")
    found = [
        (rejected.row, column, message)
        for rejected in rows[:most]
        for column, message in rejected.problems
    ]
    return found[:most]


def error_file(job: ImportJob) -> Iterator[str]:
    """The rejected rows as CSV, with the reasons behind the file's own columns.

    Written so that it can be mended and imported again as it is; no cell of it is a
    formula to a spreadsheet. Begins with a byte order mark, for Excel.
    """
    header = [name for name in job.header if name not in OWN_COLUMNS]
    kept = [i for i, name in enumerate(job.header) if name not in OWN_COLUMNS]
    is_own = is_error_file(job.header)
    line = io.StringIO()
    writer = csv.writer(line, delimiter=job.delimiter)

    def written(cells: list[str]) -> str:
        writer.writerow(cells)
        text = line.getvalue()
        line.seek(0)
        line.truncate()
        return text

    yield "\ufeff" + written([*map(defused, header), *OWN_COLUMNS])
    rows = RejectedRow.objects.filter(job=job).order_by("row")
    for rejected in rows.iterator(chunk_size=500):
        cells = [rejected.cells[i] if i < len(rejected.cells) else "" for i in kept]
        surplus = rejected.cells[len(job.header) :]
        columns = "; ".join(dict.fromkeys(c for c, _ in rejected.problems if c))
        reasons = " ".join(message for _, message in rejected.problems)
        own = [str(rejected.row), columns, reasons]
        if is_own:
            cells = [restored(cell) for cell in cells]
        yield written([defused(cell) for cell in (*cells, *own, *surplus)])
