from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from retour_core.accounts.queries import has_administrator
from retour_portal.runtime.programs import installation
from retour_portal.runtime.supervisor import PortTaken, Supervisor, require_free_port

_FIRST_LOGIN = """
Nobody can sign in yet. Make the first administrator in another terminal, with the same
environment:

  python -m retour_portal create_account --company "Your company" \\
      --username you --email you@example.com
"""


class Command(BaseCommand):
    help = "Run the whole installation: web, worker and beat, kept alive together."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8100)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--skip-migrate", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            require_free_port(options["port"])
        except PortTaken as error:
            raise CommandError(str(error)) from error
        if not options["skip_migrate"]:
            call_command("prepare")
        supervisor = Supervisor(
            installation(
                port=options["port"],
                host=options["host"],
                workers=options["workers"],
            )
        )
        supervisor.start()
        self.stdout.write(f"Retour runs on port {options['port']}; Ctrl-C stops it.")
        if not has_administrator():
            self.stdout.write(_FIRST_LOGIN)
        self.stdout.flush()
        supervisor.run()
