from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.domain.countries import is_locale
from retour_core.labels.samples import sample_documents


class Command(BaseCommand):
    help = (
        "Write one document of each kind in a brand's look into a folder: labels on "
        "every paper, slips, customs papers, letters. The order on them is made up."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("brand", metavar="SLUG", help="the brand's short name")
        parser.add_argument("folder", type=Path, help="made if it is not there")
        parser.add_argument("--locale", default="", help="the brand's if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        brand = Brand.objects.filter(slug=options["brand"]).first()
        if brand is None:
            known = ", ".join(
                Brand.objects.order_by("slug").values_list("slug", flat=True)
            )
            raise CommandError(
                f"There is no brand “{options['brand']}”; there are {known}."
            )
        locale = options["locale"] or brand.default_locale
        if not is_locale(locale):
            raise CommandError(f"“{locale}” is no language; write it like de or fr-CH.")
        folder: Path = options["folder"]
        made = sample_documents(brand, locale=locale, today=timezone.localdate())
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, render in made.items():
                (folder / name).write_bytes(render())
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(made)} documents are in {folder}.")
