from __future__ import annotations

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from retour_shop.platforms.oscar.worker import Worker


class Command(BaseCommand):
    help = (
        "Bring changed orders to Retour, and returns and refunds back. Runs until it "
        "is stopped; may be killed at any moment."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do what is due now and end"
        )

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        stop = Event()
        # Set from a signal handler, so nothing but the flag may happen there.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stop.set())
        worker = Worker()
        if not once:
            self.stdout.write("Retour's worker runs. Ctrl-C stops it.")
            self.stdout.flush()
            worker.run(stop)
            self.stdout.write("Retour's worker has stopped; nothing is lost.")
            return
        report = worker.run_once(stop)
        if report.error is not None:
            self.stderr.write(report.error.message)
            raise SystemExit(1)
        self.stdout.write(
            "Waiting for the next attempt; see the dashboard."
            if report.waiting
            else f"Pushed {report.pushed} orders, {report.rejected} refused; "
            f"{report.returns} returns read, {report.refunds} refunds settled."
        )
