"""Run inside an installation under test: eight people add prices from the same day at
once, each with a connection of its own; prints what is kept."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import django

django.setup()

from django.db import connection  # noqa: E402

from retour_core.billing.models import PlanPrices  # noqa: E402
from retour_core.billing.operations import open_plan, set_prices  # noqa: E402
from retour_core.billing.plans import today  # noqa: E402

AT_ONCE = 8


def main() -> int:
    plan = open_plan("growth", name="Growth", currency="EUR")
    day, barrier = today() + timedelta(days=1), Barrier(AT_ONCE)

    def add(_nth: int) -> int:
        try:
            barrier.wait()
            return set_prices(plan, [(1, 30)], valid_from=day).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(add, range(AT_ONCE)))
    kept = list(PlanPrices.objects.filter(plan=plan).values_list("pk", "tiers"))
    told = {"answers": len(set(answers)), "kept": [tiers for _pk, tiers in kept]}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
