from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from retour_core.domain.errors import DomainError
from retour_core.dropoffs.errors import PointsRefused
from retour_core.dropoffs.operations import import_points

_TOLD_EVERY = 5000


class Command(BaseCommand):
    help = (
        "Replace the drop-off points of each carrier and country in a CSV, XLSX or"
        " GeoJSON file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, XLSX or GeoJSON")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            with file.open("rb") as source:
                done = import_points(
                    source, name=file.name, now=timezone.now(), on_row=self._tell
                )
        except PointsRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            self.stderr.write("Nothing was changed: mend these rows and try again.")
            sys.exit(1)
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{done.created} new, {done.changed} changed, {done.unchanged} unchanged,"
            f" {done.removed} removed."
        )

    def _tell(self, row: int) -> None:
        if row % _TOLD_EVERY == 0:
            self.stdout.write(f"{row} rows read")
