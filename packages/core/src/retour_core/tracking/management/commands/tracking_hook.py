from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from retour_core.domain.errors import DomainError
from retour_core.domain.tracking.signatures import SIGNINGS
from retour_core.tracking.addresses import (
    address_of,
    change_secret,
    close_hook,
    open_hook,
)
from retour_core.tracking.models import TrackingHook


class Command(BaseCommand):
    help = (
        "Open, change or close an address to which a carrier pushes its news, for "
        "all brands there are. The secret it signs with is asked for, or read from "
        "standard input when that is no terminal: it never stands on a command line. "
        "Without arguments the addresses are listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--open", metavar="SOURCE", choices=sorted(SIGNINGS))
        parser.add_argument("--name", default="", help="the source’s if left out")
        parser.add_argument("--change", metavar="ACCOUNT", help="give it a new secret")
        parser.add_argument("--close", metavar="ACCOUNT")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        try:
            self._carry_out(options)
        except DomainError as error:
            raise CommandError(error.message) from error
        except TrackingHook.DoesNotExist as error:
            raise CommandError("There is no such address.") from error

    def _carry_out(self, options: dict[str, Any]) -> None:
        if options["open"]:
            name = options["name"] or options["open"]
            self._show(open_hook(options["open"], name, _secret(), brands=None))
        elif options["change"]:
            hook = TrackingHook.objects.get(account=options["change"])
            self._show(change_secret(hook, _secret(), now=timezone.now()))
        elif options["close"]:
            close_hook(TrackingHook.objects.get(account=options["close"]))
        else:
            for hook in TrackingHook.objects.order_by("pk"):
                self._show(hook)

    def _show(self, hook: TrackingHook) -> None:
        signing = SIGNINGS.get(hook.source)
        # A secret is printed nowhere.
        end = "?token=SECRET" if signing and signing.in_address else ""
        self.stdout.write(f"{hook.name}: {address_of(hook)}{end}")


def _secret() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Secret: ")
    return sys.stdin.readline().strip()
