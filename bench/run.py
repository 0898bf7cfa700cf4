"""Ratios measured side by side in one run: ``nox -s bench``.

Absolute rates depend on the machine; read the ratios. The database is the one of
``DATABASE_URL`` (SQLite when unset), in a scratch copy that is dropped afterwards.
``nox -s bench -- orders many`` runs these parts. ``many`` makes a million orders and
``imports`` reads a file of a million rows: minutes each, so only when asked for.
``lcp`` needs a browser: when a visitor on a slow phone sees the page.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

_USUAL = ["orders", "labels", "pages", "decisions", "refunds", "tracking"]
_ASKED_FOR = ["many", "imports", "lcp"]


def main() -> None:
    wanted = sys.argv[1:] or _USUAL
    if unknown := set(wanted) - {*_USUAL, *_ASKED_FOR}:
        parts = ", ".join([*_USUAL, *_ASKED_FOR])
        sys.exit(f"There is no part {', '.join(sorted(unknown))}; there are {parts}.")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("RETOUR_DATA_DIR", tempfile.mkdtemp(prefix="retour-bench-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    from bench import (
        decisions,
        imports,
        labels,
        lcp,
        many,
        orders,
        pages,
        refunds,
        tracking,
    )

    setup_test_environment()
    if connection.vendor == "sqlite":
        # In a file with its journal, as installed: a commit has its price.
        scratch = Path(os.environ["RETOUR_DATA_DIR"]) / "bench.sqlite3"
        settings.DATABASES["default"]["TEST"]["NAME"] = str(scratch)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        print(f"database: {connection.vendor}")
        for name, title, measure in (
            ("orders", "orders taken in", orders.measure),
            ("labels", "labels", labels.measure),
            ("pages", "portal pages", pages.measure),
            ("decisions", "what a policy and its rules decide", decisions.measure),
            ("refunds", "refunds", refunds.measure),
            ("tracking", "tracking events", tracking.measure),
            ("many", "among a million orders", many.measure),
            ("imports", "a file of a million rows", imports.measure),
            ("lcp", "largest contentful paint, slow phone on 4G", lcp.measure),
        ):
            if name not in wanted:
                continue
            print(f"\n{title}")
            for line in measure():
                print(f"  {line}", flush=True)
    finally:
        connection.creation.destroy_test_db(":memory:", verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
