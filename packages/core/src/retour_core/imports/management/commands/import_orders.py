from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError

from retour_core.domain.errors import DomainError
from retour_core.imports.mapping import Mapping, guess_mapping, read_mapping
from retour_core.imports.models import ImportJob, ImportState
from retour_core.imports.operations import resume, start, stop, upload
from retour_core.imports.queries import error_file, first_problems, sample_of
from retour_core.imports.running import run_step
from retour_core.orders.models import Shop


class Progress(Protocol):
    def __call__(self, job: ImportJob) -> None: ...


class Command(BaseCommand):
    help = "Import orders from a CSV or XLSX file. Importing is free."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="CSV or XLSX")
        parser.add_argument("--shop", help="key of the shop, such as shop_1a2b3c")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, save nothing"
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            help='JSON such as {"columns": {"Order no": "number", …},'
            ' "currency": "EUR", "country": "DE", "decimal_mark": ",",'
            ' "date_order": "dmy"}; without it as chosen last, or guessed',
        )
        parser.add_argument(
            "--resume", type=int, metavar="ID", help="go on with an interrupted import"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            job = self._begin(options)
            self._run(job)
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        job.refresh_from_db()
        self._tell(job)
        if job.state != ImportState.DONE:
            raise CommandError(
                f"{job.failure or 'The import was stopped.'}"
                f" Go on with: import_orders --resume {job.pk}"
            )
        if job.rejected:
            self._write_errors(job, options["file"])
            sys.exit(1)

    def _begin(self, options: dict[str, Any]) -> ImportJob:
        if options["resume"] is not None:
            found = ImportJob.objects.filter(pk=options["resume"]).first()
            if found is None:
                raise CommandError(f"There is no import {options['resume']}.")
            return resume(found, in_background=False)
        if options["file"] is None or options["shop"] is None:
            raise CommandError("Name the file and --shop KEY, or --resume ID.")
        shop = Shop.objects.filter(key=options["shop"]).first()
        if shop is None:
            known = ", ".join(
                Shop.objects.order_by("key").values_list("key", flat=True)
            )
            raise CommandError(
                f"There is no shop {options['shop']}: {known or 'none'}."
            )
        with options["file"].open("rb") as source:
            job = upload(shop, source, name=options["file"].name, actor="import_orders")
        mapping = self._mapping(job, options["mapping"])
        self.stdout.write(f"Import {job.pk}: {job.file_name} ({job.kind}), free.")
        return start(job, mapping, dry_run=options["dry_run"], in_background=False)

    def _mapping(self, job: ImportJob, file: Path | None) -> Mapping:
        if file is None:
            return guess_mapping(job, sample_of(job))
        try:
            return read_mapping(json.loads(file.read_text()))
        except ValueError as error:
            raise CommandError(f"{file} is no JSON: {error}") from error

    def _run(self, job: ImportJob) -> None:
        try:
            with self._progress(job) as show:
                while run_step(job.pk, run=job.run):
                    job.refresh_from_db(fields=["offset", "row", "rejected"])
                    show(job)
        except KeyboardInterrupt:
            stop(job)

    @contextmanager
    def _progress(self, job: ImportJob) -> Iterator[Progress]:
        if not self.stdout.isatty():
            yield self._plain_progress
            return
        with _bar(job) as bar:
            yield lambda now: bar.update(
                bar.task_ids[0], completed=now.offset, row=now.row
            )

    def _plain_progress(self, job: ImportJob) -> None:
        self.stdout.write(f"{job.percent:3} %  row {job.row}, {job.rejected} rejected")

    def _tell(self, job: ImportJob) -> None:
        self.stdout.write(
            f"{'Tried' if job.dry_run else 'Imported'} {job.total} orders:"
            f" {job.created} created, {job.updated} updated,"
            f" {job.unchanged} unchanged, {job.stale} stale, {job.rejected} rejected."
        )
        for row, column, reason in first_problems(job):
            self.stderr.write(f"row {row}, {column or 'the row'}: {reason}")

    def _write_errors(self, job: ImportJob, file: Path | None) -> None:
        # A name that came from elsewhere leads to no other folder.
        place = file or Path(Path(job.file_name).name)
        target = place.with_name(f"{place.stem}.rejected.csv")
        with target.open("w", encoding="utf-8", newline="") as out:
            out.writelines(error_file(job))
        self.stderr.write(f"The rejected rows are in {target}: mend and import them.")


def _bar(job: ImportJob) -> Any:
    """With the time left; loaded only where somebody looks at it."""
    from rich import progress

    bar = progress.Progress(
        progress.TextColumn("row {task.fields[row]}"),
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TimeRemainingColumn(),
    )
    bar.add_task("import", total=job.file_bytes, row=0)
    return bar
