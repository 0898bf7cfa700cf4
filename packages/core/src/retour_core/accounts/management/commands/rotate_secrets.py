from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from retour_core.accounts.rotating import rotate_secret, sealed_columns, sealed_rows
from retour_core.encryption import SecretUnreadable


class Command(BaseCommand):
    help = (
        "Write every stored secret anew under the first of the installation's keys; "
        "after it the others can be taken out of the settings. May run while the "
        "installation works, and again after it was broken off."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(stderr=True)
        done, unreadable = 0, []
        for model, column in sealed_columns():
            label = model._meta.label  # noqa: SLF001 - Django's public API
            rows = sealed_rows(model, column)
            for pk in track(rows, description=f"{label}.{column}", console=console):
                try:
                    done += rotate_secret(model, column, pk)
                except SecretUnreadable:
                    unreadable.append(f"{label} {pk} ({column})")
        self.stdout.write(f"{done} secrets written anew.")
        if unreadable:
            raise CommandError(
                f"No key opens {', '.join(unreadable)}. Enter these secrets anew, or "
                "add the key they were written with."
            )
