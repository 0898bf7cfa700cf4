from __future__ import annotations

import shutil
from pathlib import Path
from time import monotonic
from typing import Any

import oscar
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Make a shop that can be visited: tables, products, pictures, search index."

    def handle(self, *args: Any, **options: Any) -> None:
        self._step("Tables", lambda: call_command("migrate", verbosity=0))
        self._step("Products, pictures and logins", lambda: call_command("seed_store"))
        self._step("Placeholder picture", _copy_placeholder)
        self._step(
            "Search index",
            lambda: call_command("rebuild_index", interactive=False, verbosity=0),
        )
        self.stdout.write(f"The store is ready: {settings.STORE_URL}/")

    def _step(self, name: str, work: Any) -> None:
        self.stdout.write(f"{name} …", ending="\n")
        self.stdout.flush()
        started = monotonic()
        work()
        self.stdout.write(f"{name}: done in {monotonic() - started:.1f} s")
        self.stdout.flush()


def _copy_placeholder() -> None:
    """Oscar shows this file for a product without a picture; sorl reads it as media."""
    target = Path(settings.MEDIA_ROOT) / settings.OSCAR_MISSING_IMAGE_URL
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    source = Path(oscar.__file__).parent / "static/oscar/img/image_not_found.jpg"
    shutil.copyfile(source, target)
