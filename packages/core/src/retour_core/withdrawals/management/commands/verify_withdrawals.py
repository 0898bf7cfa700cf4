from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from retour_core.brands.models import Brand
from retour_core.withdrawals.models import WithdrawalRecord
from retour_core.withdrawals.records import verify


class Command(BaseCommand):
    help = "Verify the hash chains of the withdrawals; ends with 1 if one is broken."

    def handle(self, *_args: Any, **_options: Any) -> None:
        broken = False
        for brand in Brand.objects.order_by("pk"):
            breaks = verify(brand)
            broken = broken or bool(breaks)
            count = WithdrawalRecord.objects.filter(brand=brand).count()
            word = "broken" if breaks else "whole"
            self.stdout.write(f"{brand.name}: {count} records, chain {word}")
            for found in breaks:
                self.stderr.write(f"  record {found.sequence}: {found.kind}")
        if broken:
            sys.exit(1)
