from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from retour_shop.errors import RetourError
from retour_shop.platforms.oscar import operations
from retour_shop.platforms.oscar.conf import retour_settings
from retour_shop.platforms.oscar.queries import backlog, rejected


class Command(BaseCommand):
    help = "Test the connection to Retour and say what is wrong, if anything."

    def handle(self, *args: Any, **options: Any) -> None:
        client = operations.new_client()
        operations.connection_row()
        try:
            row = operations.learn_shop(client, now=timezone.now())
        except RetourError as error:
            self.stderr.write(f"No connection to {retour_settings().url}.")
            self.stderr.write(error.message)
            raise SystemExit(1) from error
        finally:
            client.close()
        self.stdout.write(f"Connected to {retour_settings().url} as “{row.shop_name}”.")
        self.stdout.write(f"Customers return at {row.portal_url}.")
        self.stdout.write(
            f"{backlog().count()} orders wait to be pushed, "
            f"{rejected().count()} were refused."
        )
