from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from retour_portal.pages.accessibility_pages import add_missing_statements


class Command(BaseCommand):
    help = "Bring database, cache table, static files, owed pages up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        add_missing_statements()
