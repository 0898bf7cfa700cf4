from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from retour_core.accounts.operations import create_first_account
from retour_core.domain.errors import DomainError


class Command(BaseCommand):
    help = (
        "Create the installation's first administrator and the merchant's profile; "
        "refused once there is one. The password is asked for, or read from standard "
        "input when that is no terminal: it never stands on a command line."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--company", required=True, help="name of the merchant")
        parser.add_argument("--username", required=True)
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = create_first_account(
                company=options["company"],
                username=options["username"],
                email=options["email"],
                password=_password(),
            )
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(
            f"{user.get_username()} can sign in at /admin/; the dashboard shows what "
            "to do next."
        )


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Password again: ") != password:
        raise CommandError("The two passwords differ; nothing was created.")
    return password
