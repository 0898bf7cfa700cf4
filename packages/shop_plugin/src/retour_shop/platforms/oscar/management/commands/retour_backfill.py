from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import IO, Any, cast

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from retour_shop.errors import RetourError
from retour_shop.platforms.oscar.backfill import Backfill, Progress
from retour_shop.platforms.oscar.worker import Worker


class Command(BaseCommand):
    help = (
        "Push the orders that were there before Retour. Goes on where an earlier run "
        "broke off."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since",
            type=_moment,
            help="only orders placed since this day or time, such as 2026-01-31",
        )
        parser.add_argument(
            "--restart", action="store_true", help="begin with the first order again"
        )

    def handle(
        self, *args: Any, since: datetime | None, restart: bool, **options: Any
    ) -> None:
        backfill = Backfill(Worker(), since=since, restart=restart)
        if backfill.resumed:
            self.stdout.write("Going on where the last run ended.")
        try:
            result = self._run(backfill)
        except RetourError as error:
            self.stderr.write(error.message)
            self.stderr.write("Nothing is lost: run the same command again later.")
            raise SystemExit(1) from error
        self.stdout.write(
            f"Pushed {result.pushed} orders; {result.rejected} were refused, "
            "see the dashboard for the reasons."
            if result.rejected
            else f"Pushed {result.pushed} orders."
        )

    def _run(self, backfill: Backfill) -> Progress:
        console = Console(file=cast(IO[str], self.stdout))
        if not console.is_terminal:
            return backfill.run(self._line)
        with Bar(
            TextColumn("Orders"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
        ) as bar:
            task = bar.add_task("Orders", total=None)
            return backfill.run(
                lambda p: bar.update(task, total=p.total, completed=p.done)
            )

    def _line(self, progress: Progress) -> None:
        self.stdout.write(f"{progress.done} of {progress.total} orders")
        self.stdout.flush()


def _moment(text: str) -> datetime:
    """A day begins at midnight in the shop's time zone."""
    try:
        moment = parse_datetime(text)
        day = parse_date(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is not a date that exists.") from error
    if moment is None and day is not None:
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - made aware below
    if moment is None:
        raise ArgumentTypeError(f"“{text}” is not a date such as 2026-01-31.")
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
